package registry

import (
	"strconv"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/attributes"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// The error codes of XDS Metadata Update (IHE ITI TF-3 table 4.2.4.1-2).
const (
	updateError    = "XDSMetadataUpdateError"
	operationError = "XDSMetadataUpdateOperationError"
	versionError   = "XDSMetadataVersionError"
	reconciliation = "XDSPatientIDReconciliationError"
)

// update is an ITI-57 request taken apart into operations.
type update struct {
	*submission
	successions []succession
	changes     []change
	submitted   []*ebrim.Object // associations that a SubmitAssociation names
	plain       []*ebrim.Object // other associations that are kept: memberships of new versions
}

// succession is a new version of an entry or a folder.
type succession struct {
	object    *ebrim.Object
	old       *store.Record
	propagate bool // the associations of the old version pass on
}

// Update carries out an ITI-57 request (XDS Metadata Update): new versions of
// entries and folders, changes of availability status, new associations; all or
// nothing. The supplement is known by its test tools: NIST toolkit, IPF, Gazelle
// assertions ITI57-001 to 015.
func (r *Registry) Update(objects []*ebrim.Object) []ebrim.Error {
	if len(objects) > mostObjects {
		return tooLarge()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	u := &update{submission: r.open(objects)}
	if !r.checkSet(u.submission, updateError) {
		return u.errors
	}
	r.checkUpdateSet(u)
	r.readOperations(u)
	r.checkSuccessions(u)
	for i := range u.changes {
		r.checkChange(u, &u.changes[i])
	}
	for _, a := range u.submitted {
		r.checkSubmitted(u, a)
	}
	if len(u.errors) == 0 && len(u.changes)+len(u.successions)+len(u.submitted) == 0 {
		u.refuse(operationError, u.sets[0], "the request holds no update", "")
	}
	if len(u.errors) > 0 {
		return u.errors
	}
	r.apply(u)
	return nil
}

// checkUpdateSet checks what the request says beside its operations.
func (r *Registry) checkUpdateSet(u *update) {
	if cx := u.sets[0].Identifier(ebrim.SetPatientID); !r.cfg.Patients.Known(cx) {
		u.errors = append(u.errors, ebrim.Error{Code: "XDSUnknownPatientId", Context: cx})
	}
	if r.policy.Strict {
		u.check(metadataError, u.sets[0], attributes.Check(u.sets[0], r.policy.Coded))
	}
	for _, o := range u.others {
		u.refuse(metadataError, o, unfit(o), "")
	}
	for _, a := range u.associations {
		r.checkNew(u.submission, a)
		if lid := a.Attr("lid"); lid != "" && lid != a.ID() && lid != u.written(a.ID()) {
			u.refuse(metadataError, a, "an association has no versions", "/@lid")
		}
	}
}

// readOperations sorts the associations by what they ask for. Every object of
// the request must be asked for by one.
func (r *Registry) readOperations(u *update) {
	set := u.set()
	named := map[*ebrim.Object]bool{}
	var loose []*ebrim.Object
	for _, a := range u.associations {
		target := u.named[a.Attr("targetObject")]
		kind := a.Attr("associationType")
		if (kind == ebrim.UpdateStatus || kind == ebrim.SubmitAssoc) && a.Attr("sourceObject") != set {
			u.refuse(updateError, a, "sourceObject is not the SubmissionSet", "/@sourceObject")
			continue
		}
		switch {
		case kind == ebrim.UpdateStatus:
			u.changes = append(u.changes, change{association: a})
		case kind == ebrim.SubmitAssoc && (target == nil || store.KindOf(target) != store.Association || named[target]):
			u.refuse(updateError, a, "targetObject must name one association of the request", "/@targetObject")
		case kind == ebrim.SubmitAssoc:
			named[target] = true
			u.submitted = append(u.submitted, target)
		default:
			loose = append(loose, a)
		}
	}
	for _, a := range loose {
		target := u.named[a.Attr("targetObject")]
		switch {
		case named[a]:
		case a.Attr("associationType") == ebrim.HasMember && a.Attr("sourceObject") == set && target != nil && store.KindOf(target) != store.Association:
			u.plain = append(u.plain, a)
		default:
			u.refuse(operationError, a, "no operation asks for this association", "")
		}
	}
}

// checkSuccessions checks the new versions of entries and folders.
func (r *Registry) checkSuccessions(u *update) {
	lids := map[string]bool{}
	for _, list := range [][]*ebrim.Object{u.documents, u.folders} {
		for _, o := range list {
			if lid := o.Attr("lid"); lids[lid] {
				u.refuse(updateError, o, "two updates of lid "+lid, "/@lid")
			} else {
				lids[lid] = true
			}
			r.checkSuccession(u, o)
		}
	}
}

func (r *Registry) checkSuccession(u *update, o *ebrim.Object) {
	kind, lid := store.KindOf(o), o.Attr("lid")
	if lid == "" || lid == o.ID() || lid == u.written(o.ID()) {
		u.refuse(updateError, o, "lid must name a registered logical object: an initial version is not an update", "/@lid")
		return
	}
	old := r.store.Latest(lid)
	if old == nil || old.Kind != kind {
		u.refuse(versionError, o, "no "+kind.String()+" with lid "+lid, "/@lid")
		return
	}
	members := u.members[o.ID()]
	if len(members) != 1 {
		u.refuse(updateError, o, strconv.Itoa(len(members))+" HasMember associations from the SubmissionSet, one is required", "")
		return
	}
	propagate, fine := r.checkVersionSlots(u, members[0], old)
	if !fine {
		return
	}
	n := len(u.errors)
	r.checkNew(u.submission, o)
	before, after := store.UniqueID(old.Object, kind), store.UniqueID(o, kind)
	switch {
	case old.Status() != ebrim.Approved:
		u.refuse(updateError, o, "the latest version is "+old.Status(), "")
	case before != after:
		u.refuse(updateError, o, "uniqueId cannot change", "")
	case kind == store.Document && old.Object.Attr("objectType") != o.Attr("objectType"):
		u.refuse(updateError, o, "objectType cannot change", "/@objectType")
	}
	r.checkMove(u, o, old, propagate)
	if r.policy.Strict {
		u.check(updateError, o, attributes.Check(o, r.policy.Coded))
	}
	if len(u.errors) == n {
		u.successions = append(u.successions, succession{o, old, propagate})
	}
}

// checkVersionSlots reads the slots of the membership of a new version.
func (r *Registry) checkVersionSlots(u *update, m *ebrim.Object, old *store.Record) (propagate, fine bool) {
	n := len(u.errors)
	slot := func(name string) string { return "/rim:Slot[@name='" + name + "']" }
	for _, name := range []string{"OriginalStatus", "NewStatus"} {
		if m.HasSlot(name) {
			u.refuse(operationError, m, "Slot "+name+" is not of this operation", slot(name))
		}
	}
	if v := m.Slot("SubmissionSetStatus"); (len(v) == 0 && r.policy.Strict) || len(v) > 1 || (len(v) == 1 && v[0] != "Original") {
		u.refuse(operationError, m, "SubmissionSetStatus must be Original", slot("SubmissionSetStatus"))
	}
	passing := m.Slot("AssociationPropagation")
	if len(passing) > 1 || (len(passing) == 1 && passing[0] != "yes" && passing[0] != "no") {
		u.refuse(operationError, m, "AssociationPropagation must be yes or no", slot("AssociationPropagation"))
	}
	previous := m.Slot("PreviousVersion")
	if len(previous) != 1 {
		u.refuse(operationError, m, "PreviousVersion needs one value", slot("PreviousVersion"))
	} else if number, err := strconv.Atoi(previous[0]); err != nil {
		u.refuse(operationError, m, "PreviousVersion is no number: "+previous[0], slot("PreviousVersion"))
	} else if number != old.Version {
		u.refuse(versionError, m, "PreviousVersion "+previous[0]+", the latest is "+strconv.Itoa(old.Version), slot("PreviousVersion"))
	}
	return len(passing) == 0 || passing[0] == "yes", len(u.errors) == n
}

// checkMove checks the patient of a new version: that of the submission set, and
// that of the old version unless the policy lets it move without associations.
func (r *Registry) checkMove(u *update, o *ebrim.Object, old *store.Record, propagate bool) {
	cx := store.Patient(o, old.Kind)
	key := store.PatientKey(cx)
	switch {
	case key != store.PatientKey(u.sets[0].Identifier(ebrim.SetPatientID)):
		u.refuse(reconciliation, o, "the SubmissionSet is of another patient", "")
	case key == old.Patient:
	case !r.policy.PatientMayMove:
		u.refuse(reconciliation, o, "patientId cannot change", "")
	case !r.cfg.Patients.Known(cx):
		u.errors = append(u.errors, ebrim.Error{Code: "XDSUnknownPatientId", Context: cx})
	case propagate && len(r.passing(old)) > 0:
		u.refuse(reconciliation, o, "associations would join two patients", "")
	}
}

// passing are the associations that a new version takes over: the approved
// relationships and folder memberships of the old one.
func (r *Registry) passing(old *store.Record) []*store.Record {
	var found []*store.Record
	for _, list := range [][]*store.Record{r.store.From(old.ID()), r.store.To(old.ID())} {
		for _, a := range list {
			source := r.store.Get(a.Source())
			if a.Status() == ebrim.Approved && source != nil && source.Kind != store.SubmissionSet {
				found = append(found, a)
			}
		}
	}
	return store.InOrder(found)
}
