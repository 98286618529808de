package registry

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// mostObjects bounds one submission.
const mostObjects = 2000

// Register registers a submission: all of it, or nothing and the errors
// (IHE ITI TF-2 3.42).
func (r *Registry) Register(objects []*ebrim.Object) []ebrim.Error {
	if len(objects) > mostObjects {
		return []ebrim.Error{{Code: "XDSRegistryOutOfResources", Context: "more than 2000 objects in one submission"}}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.open(objects)
	if errors := r.checkRegister(s); len(errors) > 0 {
		return errors
	}
	r.store(s)
	for _, a := range s.associations {
		if kind := a.Attr("associationType"); kind == ebrim.Replaces || kind == ebrim.TransformRep {
			r.deprecate(a.Attr("targetObject"))
		}
	}
	return nil
}

// deprecate deprecates a replaced entry, its addenda and its transformations.
func (r *Registry) deprecate(id string) {
	o := r.byID[id]
	if o == nil || o.Attr("status") == ebrim.Deprecated {
		return
	}
	o.SetAttr("status", ebrim.Deprecated)
	for _, a := range r.objects {
		kind := a.Attr("associationType")
		if a.Kind == ebrim.Association && a.Attr("targetObject") == id && (kind == ebrim.Transforms || kind == ebrim.Appends) {
			r.deprecate(a.Attr("sourceObject"))
		}
	}
}

// relationships are the association types whose source is a new entry.
var relationships = []string{ebrim.Replaces, ebrim.TransformRep, ebrim.Transforms, ebrim.Appends, ebrim.Signs}

func (r *Registry) checkRegister(s *submission) []ebrim.Error {
	errors := r.checkSet(s, "XDSRegistryMetadataError")
	if len(errors) > 0 {
		return errors
	}
	seen := map[string]bool{s.sets[0].Identifier(ebrim.SetUniqueID): true}
	for _, d := range s.documents {
		id, uid := s.written(d.ID()), d.Identifier(ebrim.DocumentUniqueID)
		switch {
		case uid == "":
			errors = append(errors, ebrim.Error{Code: "XDSRegistryMetadataError", Context: "DocumentEntry.uniqueId missing: " + id})
		case seen[uid]:
			errors = append(errors, ebrim.Error{Code: "XDSRegistryDuplicateUniqueIdInMessage", Context: uid})
		case r.byID[d.ID()] != nil:
			errors = append(errors, ebrim.Error{Code: "XDSRegistryMetadataError", Context: "entryUUID already registered: " + id})
		default:
			errors = append(errors, r.checkKnown(d, uid)...)
		}
		seen[uid] = true
		if s.member(d.ID()) == nil {
			errors = append(errors, ebrim.Error{Code: "XDSRegistryMetadataError", Context: "no HasMember association from the SubmissionSet: " + id})
		}
	}
	errors = append(errors, r.checkPatients(s)...)
	return append(errors, r.checkReferences(s)...)
}

// checkSet checks that there is one submission set with what names it.
func (r *Registry) checkSet(s *submission, code string) []ebrim.Error {
	if len(s.sets) != 1 {
		return []ebrim.Error{{Code: code, Context: "exactly one SubmissionSet is required"}}
	}
	set := s.sets[0]
	for _, required := range [][2]string{{ebrim.SetUniqueID, "uniqueId"}, {ebrim.SetSourceID, "sourceId"}, {ebrim.SetPatientID, "patientId"}} {
		if set.Identifier(required[0]) == "" {
			return []ebrim.Error{{Code: "XDSRegistryMetadataError", Context: "SubmissionSet." + required[1] + " missing: " + s.written(set.ID())}}
		}
	}
	if r.byID[set.ID()] != nil {
		return []ebrim.Error{{Code: "XDSRegistryMetadataError", Context: "entryUUID already registered: " + s.written(set.ID())}}
	}
	uid := set.Identifier(ebrim.SetUniqueID)
	for _, o := range r.objects {
		if o.Identifier(ebrim.SetUniqueID) == uid || o.Identifier(ebrim.DocumentUniqueID) == uid {
			return []ebrim.Error{{Code: "XDSDuplicateUniqueIdInRegistry", Context: uid}}
		}
	}
	return nil
}

// checkKnown compares an entry with a registered one of the same uniqueId.
func (r *Registry) checkKnown(d *ebrim.Object, uid string) []ebrim.Error {
	for _, o := range r.objects {
		switch {
		case o.Identifier(ebrim.SetUniqueID) == uid:
			return []ebrim.Error{{Code: "XDSDuplicateUniqueIdInRegistry", Context: uid}}
		case !isDocument(o) || o.Identifier(ebrim.DocumentUniqueID) != uid:
		case !slices.Equal(o.Slot("hash"), d.Slot("hash")):
			return []ebrim.Error{{Code: "XDSNonIdenticalHash", Context: uid}}
		case !slices.Equal(o.Slot("size"), d.Slot("size")):
			return []ebrim.Error{{Code: "XDSNonIdenticalSize", Context: uid}}
		}
	}
	return nil
}

// checkPatients checks that all speak of one patient, whose record is open.
func (r *Registry) checkPatients(s *submission) []ebrim.Error {
	cx := s.sets[0].Identifier(ebrim.SetPatientID)
	if why := r.patients.Feedable(cx); why != "" {
		return []ebrim.Error{{Code: "XDSUnknownPatientId", Context: cx + ": " + why}}
	}
	for _, d := range s.documents {
		if other := d.Identifier(ebrim.DocumentPatientID); PatientKey(other) != PatientKey(cx) {
			return []ebrim.Error{{Code: "XDSPatientIdDoesNotMatch", Context: "SubmissionSet " + cx + ", DocumentEntry " + other}}
		}
	}
	return nil
}

// checkReferences checks the ends of the associations.
func (r *Registry) checkReferences(s *submission) []ebrim.Error {
	var errors []ebrim.Error
	for _, a := range s.associations {
		kind, source, target := a.Attr("associationType"), a.Attr("sourceObject"), a.Attr("targetObject")
		old := r.byID[target]
		switch {
		case !s.named[source]:
			errors = append(errors, ebrim.Error{Code: "UnresolvedReferenceException", Context: "sourceObject " + source})
		case old == nil && !s.named[target]:
			errors = append(errors, ebrim.Error{Code: "UnresolvedReferenceException", Context: "targetObject " + target})
		case (kind == ebrim.Replaces || kind == ebrim.TransformRep) && (old == nil || !isDocument(old)):
			errors = append(errors, ebrim.Error{Code: "UnresolvedReferenceException", Context: "targetObject " + s.written(target) + " is no registered DocumentEntry"})
		case slices.Contains(relationships, kind) && old != nil && isDocument(old) && old.Attr("status") != ebrim.Approved:
			errors = append(errors, ebrim.Error{Code: "XDSRegistryDeprecatedDocumentError", Context: target})
		}
	}
	return errors
}
