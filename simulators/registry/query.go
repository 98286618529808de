package registry

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Query answers a stored query (IHE ITI TF-2 3.18). patient is the CX that
// stands for an absent patient parameter (the DMP takes that of the VIHF), or
// "". The objects are copies.
func (r *Registry) Query(q ebrim.Query, patient string) (objects []*ebrim.Object, refs bool, errors []ebrim.Error) {
	if q.ReturnType != "LeafClass" && q.ReturnType != "ObjectRef" {
		return nil, false, []ebrim.Error{{Code: "XDSRegistryError", Context: "returnType must be LeafClass or ObjectRef: " + q.ReturnType}}
	}
	refs = q.ReturnType == "ObjectRef"
	r.mu.Lock()
	defer r.mu.Unlock()
	p := q.Parameters()
	var found []*ebrim.Object
	switch q.ID {
	case ebrim.FindDocuments:
		found, errors = r.find(p, documentFilter, patient)
	case ebrim.FindSubmissionSets:
		found, errors = r.find(p, setFilter, patient)
	case ebrim.GetDocuments:
		found, errors = r.getDocuments(p)
		errors = append(errors, singlePatient(found, refs)...)
	case ebrim.GetAssociations:
		if len(p["$uuid"].Values()) == 0 {
			return nil, refs, missing("$uuid")
		}
		found = r.associations(p["$uuid"].Values())
	case ebrim.GetDocumentsAndAssociations:
		found, errors = r.getDocuments(p)
		errors = append(errors, singlePatient(found, refs)...)
		var ids []string
		for _, d := range found {
			ids = append(ids, d.ID())
		}
		found = append(found, r.associations(ids)...)
	default:
		return nil, refs, []ebrim.Error{{Code: "XDSUnknownStoredQuery", Context: q.ID}}
	}
	if len(errors) > 0 {
		return nil, refs, errors
	}
	for _, o := range found {
		objects = append(objects, o.Clone())
	}
	return objects, refs, nil
}

func missing(name string) []ebrim.Error {
	return []ebrim.Error{{Code: "XDSStoredQueryMissingParam", Context: name}}
}

// find answers FindDocuments and FindSubmissionSets.
func (r *Registry) find(p map[string]ebrim.Parameter, f filter, patient string) ([]*ebrim.Object, []ebrim.Error) {
	switch v := p[f.prefix+"PatientId"].Values(); {
	case len(v) == 1:
		patient = v[0]
	case len(v) > 1:
		return nil, []ebrim.Error{{Code: "XDSStoredQueryParamNumber", Context: f.prefix + "PatientId needs one value"}}
	case patient == "":
		return nil, missing(f.prefix + "PatientId")
	}
	if len(p[f.prefix+"Status"].Values()) == 0 {
		return nil, missing(f.prefix + "Status")
	}
	if !r.patients.Known(patient) {
		return nil, []ebrim.Error{{Code: "XDSUnknownPatientId", Context: patient}}
	}
	level2 := slices.Contains(p["$MetadataLevel"].Values(), "2")
	var found []*ebrim.Object
	for _, o := range r.objects {
		if f.kind(o) && PatientKey(o.Identifier(f.patient)) == PatientKey(patient) && f.match(o, p) && (level2 || !isDocument(o) || !r.superseded(o)) {
			found = append(found, o)
		}
	}
	return found, nil
}

// getDocuments finds entries by entryUUID or by uniqueId.
func (r *Registry) getDocuments(p map[string]ebrim.Parameter) ([]*ebrim.Object, []ebrim.Error) {
	uuids, uids := p["$XDSDocumentEntryEntryUUID"].Values(), p["$XDSDocumentEntryUniqueId"].Values()
	lids := p["$XDSDocumentEntryLogicalID"].Values()
	given := 0
	for _, v := range [][]string{uuids, uids, lids} {
		if len(v) > 0 {
			given++
		}
	}
	switch {
	case given == 0:
		return nil, missing("$XDSDocumentEntryEntryUUID or $XDSDocumentEntryUniqueId")
	case given > 1:
		return nil, []ebrim.Error{{Code: "XDSStoredQueryParamNumber", Context: "only one of $XDSDocumentEntryEntryUUID, $XDSDocumentEntryUniqueId and $XDSDocumentEntryLogicalID"}}
	}
	level2 := slices.Contains(p["$MetadataLevel"].Values(), "2")
	var found []*ebrim.Object
	for _, o := range r.objects {
		named := slices.Contains(uuids, o.ID()) || slices.Contains(uids, o.Identifier(ebrim.DocumentUniqueID)) || slices.Contains(lids, o.Attr("lid"))
		if isDocument(o) && named && (level2 || !r.superseded(o)) {
			found = append(found, o)
		}
	}
	return found, nil
}

// associations finds those with an end among ids.
func (r *Registry) associations(ids []string) []*ebrim.Object {
	var found []*ebrim.Object
	for _, o := range r.objects {
		if o.Kind == ebrim.Association && (slices.Contains(ids, o.Attr("sourceObject")) || slices.Contains(ids, o.Attr("targetObject"))) {
			found = append(found, o)
		}
	}
	return found
}

// singlePatient refuses whole entries of several patients.
func singlePatient(found []*ebrim.Object, refs bool) []ebrim.Error {
	for _, o := range found {
		if !refs && PatientKey(o.Identifier(ebrim.DocumentPatientID)) != PatientKey(found[0].Identifier(ebrim.DocumentPatientID)) {
			return []ebrim.Error{{Code: "XDSResultNotSinglePatient", Context: "the documents are of several patients"}}
		}
	}
	return nil
}
