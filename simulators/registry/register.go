package registry

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/attributes"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

const metadataError = "XDSRegistryMetadataError"

// Register registers a submission: all of it, or nothing and the errors
// (IHE ITI TF-2 3.42).
func (r *Registry) Register(objects []*ebrim.Object) []ebrim.Error {
	return r.submit(objects, ebrim.StableDocument)
}

// RegisterOnDemand registers a submission of On-Demand entries (ITI-61).
func (r *Registry) RegisterOnDemand(objects []*ebrim.Object) []ebrim.Error {
	return r.submit(objects, ebrim.OnDemandDocument)
}

func (r *Registry) submit(objects []*ebrim.Object, kind string) []ebrim.Error {
	if len(objects) > mostObjects {
		return tooLarge()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.open(objects)
	if r.checkSet(s, metadataError) {
		r.checkAttributes(s, kind)
		r.checkMembership(s)
		r.checkUnique(s)
		r.checkPatients(s)
		for _, a := range s.associations {
			r.checkReference(s, a)
		}
	}
	if len(s.errors) > 0 {
		return s.errors
	}
	for _, list := range [][]*ebrim.Object{s.documents, s.sets, s.folders, s.associations} {
		for _, o := range list {
			r.first(o)
		}
	}
	r.effects(s)
	return nil
}

func tooLarge() []ebrim.Error {
	return []ebrim.Error{{Code: "XDSRegistryOutOfResources", Context: "more than 2000 objects in one submission"}}
}

// checkSet checks that there is one submission set with what names it; code is
// that of a request without one. When it is false there is nothing more to say.
func (r *Registry) checkSet(s *submission, code string) bool {
	switch len(s.sets) {
	case 0:
		s.errors = append(s.errors, ebrim.Error{Code: code, Context: "exactly one SubmissionSet is required, none is here"})
		return false
	case 1:
	default:
		s.refuse(metadataError, s.sets[1], "exactly one SubmissionSet is required, here is another one", "")
		return false
	}
	set := s.sets[0]
	for _, required := range [][2]string{{ebrim.SetUniqueID, "uniqueId"}, {ebrim.SetSourceID, "sourceId"}, {ebrim.SetPatientID, "patientId"}} {
		if set.Identifier(required[0]) == "" {
			s.refuse(metadataError, set, "SubmissionSet."+required[1]+" missing", "/rim:ExternalIdentifier[@identificationScheme='"+required[0]+"']")
		}
	}
	r.checkNew(s, set)
	if uid := set.Identifier(ebrim.SetUniqueID); uid != "" && len(r.store.Unique(uid)) > 0 {
		s.errors = append(s.errors, ebrim.Error{Code: "XDSDuplicateUniqueIdInRegistry", Context: uid})
	}
	return len(s.errors) == 0
}

// checkNew refuses an id that a registered object has.
func (r *Registry) checkNew(s *submission, o *ebrim.Object) {
	if r.store.Get(o.ID()) != nil {
		s.refuse(metadataError, o, "entryUUID already registered", "/@id")
	}
}

// checkAttributes checks every object by itself (IHE ITI TF-3 section 4.2).
func (r *Registry) checkAttributes(s *submission, kind string) {
	for _, o := range s.others {
		s.refuse(metadataError, o, unfit(o), "")
	}
	for _, d := range s.documents {
		if d.Identifier(ebrim.DocumentUniqueID) == "" && !r.policy.Strict {
			s.refuse(metadataError, d, "DocumentEntry.uniqueId missing", "/rim:ExternalIdentifier[@identificationScheme='"+ebrim.DocumentUniqueID+"']")
		}
		if given := d.Attr("objectType"); given != kind && (r.policy.Strict || given == ebrim.OnDemandDocument) {
			s.refuse(metadataError, d, "DocumentEntry.objectType "+given+": this transaction registers "+kind, "/@objectType")
		}
	}
	if !r.policy.Strict {
		for _, list := range [][]*ebrim.Object{s.sets, s.documents, s.folders} {
			for _, o := range list {
				s.check(metadataError, o, attributes.Identity(o))
			}
		}
		return
	}
	for _, list := range [][]*ebrim.Object{s.sets, s.documents, s.folders} {
		for _, o := range list {
			s.check(metadataError, o, attributes.Check(o, r.policy.Coded))
			if lid := o.Attr("lid"); lid != "" && lid != o.ID() && lid != s.written(o.ID()) {
				s.refuse(metadataError, o, "logicalId is the registry's to give", "/@lid")
			}
		}
	}
	for _, a := range s.associations {
		s.check(metadataError, a, attributes.Association(a, r.policy.Coded, false))
	}
}

// unfit says why an object is none of XDS.
func unfit(o *ebrim.Object) string {
	if o.Kind != ebrim.RegistryPackage {
		return "XDS has no such object"
	}
	return "neither a SubmissionSet nor a Folder: it has no classificationNode"
}

// checkUnique checks ids and uniqueIds, inside the request and with what is
// registered (IHE ITI TF-2 3.42.4.1.3.3).
func (r *Registry) checkUnique(s *submission) {
	seen := map[string]bool{s.sets[0].Identifier(ebrim.SetUniqueID): true}
	for _, list := range [][]*ebrim.Object{s.documents, s.folders} {
		for _, o := range list {
			r.checkNew(s, o)
			k := store.KindOf(o)
			uid := store.UniqueID(o, k)
			switch {
			case uid == "": // told with the attributes
			case seen[uid]:
				s.errors = append(s.errors, ebrim.Error{Code: "XDSRegistryDuplicateUniqueIdInMessage", Context: uid})
			default:
				r.checkKnown(s, o, k, uid)
			}
			seen[uid] = true
		}
	}
	for _, a := range s.associations {
		r.checkNew(s, a)
	}
}

// checkKnown compares an object with registered ones of its uniqueId: a document
// may be registered again when it is the same one, nothing else may.
func (r *Registry) checkKnown(s *submission, o *ebrim.Object, k store.Kind, uid string) {
	for _, old := range r.store.Unique(uid) {
		code := ""
		switch {
		case k != store.Document || old.Kind != store.Document:
			code = "XDSDuplicateUniqueIdInRegistry"
		case !strings.EqualFold(slotValue(old.Object, "hash"), slotValue(o, "hash")):
			code = "XDSNonIdenticalHash"
		case slotValue(old.Object, "size") != slotValue(o, "size"):
			code = "XDSNonIdenticalSize"
		default:
			continue
		}
		s.errors = append(s.errors, ebrim.Error{Code: code, Context: uid})
		return
	}
}

func slotValue(o *ebrim.Object, name string) string {
	if v := o.Slot(name); len(v) > 0 {
		return v[0]
	}
	return ""
}

// checkPatients checks that all speak of one patient, whose record is open.
func (r *Registry) checkPatients(s *submission) {
	cx := s.sets[0].Identifier(ebrim.SetPatientID)
	if why := r.cfg.Patients.Feedable(cx); why != "" {
		s.errors = append(s.errors, ebrim.Error{Code: "XDSUnknownPatientId", Context: cx + ": " + why})
		return
	}
	for _, list := range [][]*ebrim.Object{s.documents, s.folders} {
		for _, o := range list {
			k := store.KindOf(o)
			if other := store.Patient(o, k); store.PatientKey(other) != store.PatientKey(cx) {
				s.refuse("XDSPatientIdDoesNotMatch", o, "SubmissionSet "+cx+", "+k.String()+" "+other, "")
			}
		}
	}
}
