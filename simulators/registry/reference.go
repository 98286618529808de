package registry

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// relationships are the association types whose source is a new entry, and
// replacements those that deprecate their target (IHE ITI TF-3 section 4.2.2.2).
var (
	relationships = []string{ebrim.Replaces, ebrim.TransformRep, ebrim.Transforms, ebrim.Appends, ebrim.Signs, ebrim.SnapshotOf}
	replacements  = []string{ebrim.Replaces, ebrim.TransformRep}
)

const (
	unresolved = "UnresolvedReferenceException"
	deprecated = "XDSRegistryDeprecatedDocumentError"
)

// checkReference checks the ends of one association of ITI-42 (IHE ITI TF-2
// 3.42.4.1.3.3, TF-3 section 4.2.2).
func (r *Registry) checkReference(s *submission, a *ebrim.Object) {
	kind, source, target := a.Attr("associationType"), a.Attr("sourceObject"), a.Attr("targetObject")
	from, to := r.kindOf(s, source), r.kindOf(s, target)
	switch {
	case source == "" || (s.named[source] == nil && r.store.Get(source) == nil):
		s.refuse(unresolved, a, "sourceObject "+s.written(source), "/@sourceObject")
	case target == "" || (s.named[target] == nil && r.store.Get(target) == nil):
		s.refuse(unresolved, a, "targetObject "+s.written(target), "/@targetObject")
	case source == target:
		s.refuse(metadataError, a, "the association refers to itself", "")
	case slices.Contains(relationships, kind):
		r.checkRelationship(s, a, kind, source, target)
	case kind != ebrim.HasMember && r.policy.Strict: // told with the attributes
	case kind != ebrim.HasMember:
		s.refuse(metadataError, a, "associationType unknown: "+kind, "/@associationType")
	case to == store.SubmissionSet:
		s.refuse(metadataError, a, "a SubmissionSet is no member", "/@targetObject")
	case from == store.SubmissionSet && s.named[source] == nil:
		s.refuse(metadataError, a, "nothing is added to a registered SubmissionSet", "/@sourceObject")
	case from == store.SubmissionSet:
	case from == store.Folder && to == store.Document:
		r.checkFolderMember(s, a, source, target)
	default:
		s.refuse(metadataError, a, "HasMember from a "+from.String()+" to a "+to.String(), "")
	}
}

// checkFolderMember checks a document put into a folder: both alive, one patient.
func (r *Registry) checkFolderMember(s *submission, a *ebrim.Object, folder, document string) {
	for _, end := range []struct{ id, path string }{{folder, "/@sourceObject"}, {document, "/@targetObject"}} {
		if old := r.store.Get(end.id); old != nil && old.Status() != ebrim.Approved {
			s.refuse(deprecated, a, end.id, end.path)
			return
		}
	}
	if p, q := r.patientOf(s, folder), r.patientOf(s, document); p != q {
		s.refuse("XDSPatientIdDoesNotMatch", a, "the Folder is of "+p+", the DocumentEntry of "+q, "")
	}
}

// patientOf is the patient key of an object of the request or the registry.
func (r *Registry) patientOf(s *submission, id string) string {
	if o := s.named[id]; o != nil {
		return store.PatientKey(store.Patient(o, store.KindOf(o)))
	}
	if old := r.store.Get(id); old != nil {
		return old.Patient
	}
	return ""
}

func (r *Registry) checkRelationship(s *submission, a *ebrim.Object, kind, source, target string) {
	old := r.store.Get(target)
	if o := s.named[source]; o == nil || store.KindOf(o) != store.Document {
		s.refuse(unresolved, a, "sourceObject "+s.written(source)+" is no DocumentEntry of the submission", "/@sourceObject")
		return
	}
	if old == nil { // in the request: the others supersede or copy what is registered
		own := store.KindOf(s.named[target])
		fit := own == store.Document && (kind == ebrim.Appends || kind == ebrim.Transforms || kind == ebrim.Signs)
		if fit || (kind == ebrim.Signs && own == store.SubmissionSet) { // the DMP signs the lot (spec: CI-SIS, §4.6)
			return
		}
		s.refuse(unresolved, a, "targetObject "+s.written(target)+" is no registered DocumentEntry", "/@targetObject")
		return
	}
	switch {
	case old.Kind != store.Document:
		s.refuse(unresolved, a, "targetObject "+target+" is no DocumentEntry", "/@targetObject")
	case old.Status() != ebrim.Approved:
		s.errors = append(s.errors, ebrim.Error{Code: deprecated, Context: target, Location: ""})
	case old.Patient != r.patientOf(s, source):
		s.refuse("XDSPatientIdDoesNotMatch", a, "the target is of "+old.Patient, "/@targetObject")
	case kind == ebrim.Appends && r.transformation(target):
		s.refuse(metadataError, a, "nothing is appended to a transformation: "+target, "/@targetObject")
	case kind == ebrim.SnapshotOf && old.Object.Attr("objectType") != ebrim.OnDemandDocument:
		s.refuse(unresolved, a, "targetObject "+target+" is no On-Demand entry", "/@targetObject")
	}
}

// transformation tells whether an entry is the transformation of another one.
func (r *Registry) transformation(id string) bool {
	return slices.ContainsFunc(r.store.From(id), func(a *store.Record) bool { return a.Type() == ebrim.Transforms })
}

// effects carries out what a registered submission does to what was there
// (IHE ITI TF-2 3.42.4.1.3.3.1).
func (r *Registry) effects(s *submission) {
	for _, a := range s.associations {
		if slices.Contains(replacements, a.Attr("associationType")) {
			r.inherit(s.set(), a.Attr("targetObject"), a.Attr("sourceObject"))
			r.deprecate(a.Attr("targetObject"))
		}
	}
	for _, f := range s.folders {
		r.touch(r.store.Get(f.ID()))
	}
	for _, a := range s.associations {
		if folder := r.store.Get(a.Attr("sourceObject")); folder != nil && folder.Kind == store.Folder {
			r.touch(folder)
		}
	}
}

// deprecate deprecates a replaced entry, its addenda and its transformations.
func (r *Registry) deprecate(id string) {
	d := r.store.Get(id)
	if d == nil || d.Status() != ebrim.Approved {
		return
	}
	r.store.SetStatus(d, ebrim.Deprecated)
	for _, a := range r.store.To(id) {
		if kind := a.Type(); kind == ebrim.Transforms || kind == ebrim.Appends {
			r.deprecate(a.Source())
		}
	}
}

// inherit puts an entry into the folders of another one; each new membership
// belongs to the submission set.
func (r *Registry) inherit(set, from, to string) {
	for _, m := range slices.Clone(r.store.To(from)) {
		folder := r.store.Get(m.Source())
		if m.Type() != ebrim.HasMember || m.Status() != ebrim.Approved || folder == nil ||
			folder.Kind != store.Folder || folder.Status() != ebrim.Approved || r.linked(ebrim.HasMember, folder.ID(), to) {
			continue
		}
		made := r.member(folder.ID(), to)
		r.member(set, made.ID())
		r.touch(folder)
	}
}

// linked tells whether an approved association of that type joins two objects.
func (r *Registry) linked(kind, source, target string) bool {
	return slices.ContainsFunc(r.store.To(target), func(a *store.Record) bool {
		return a.Type() == kind && a.Source() == source && a.Status() == ebrim.Approved
	})
}
