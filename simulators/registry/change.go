package registry

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// change is an UpdateAvailabilityStatus.
type change struct {
	association *ebrim.Object
	old         *store.Record // what is changed; nil when it is a new version of the request
	lid         string        // of a new version of the request, which then takes the status
	status      string
}

// checkChange checks an UpdateAvailabilityStatus association.
func (r *Registry) checkChange(u *update, c *change) {
	a := c.association
	target := a.Attr("targetObject")
	from, to := a.Slot("OriginalStatus"), a.Slot("NewStatus")
	for _, s := range a.Slots {
		if s.Name != "OriginalStatus" && s.Name != "NewStatus" {
			u.refuse(operationError, a, "Slot "+s.Name+" is not of this operation", "/rim:Slot[@name='"+s.Name+"']")
			return
		}
	}
	current, lid, patient, why := r.changed(u, target, c)
	set := store.PatientKey(u.sets[0].Identifier(ebrim.SetPatientID))
	switch {
	case why != "":
		u.refuse(updateError, a, why, "/@targetObject")
	case len(from) != 1 || len(to) != 1:
		u.refuse(operationError, a, "OriginalStatus and NewStatus need one value each", "")
	case from[0] != current:
		u.refuse(updateError, a, "OriginalStatus is "+from[0]+", the object is "+current, "/rim:Slot[@name='OriginalStatus']")
	case !slices.Contains(r.policy.Statuses, to[0]) || to[0] == from[0]:
		u.refuse(operationError, a, "NewStatus "+to[0], "/rim:Slot[@name='NewStatus']")
	case patient != set:
		u.refuse(reconciliation, a, "the SubmissionSet is of another patient", "")
	default:
		c.lid, c.status = lid, to[0]
		for i := range u.changes {
			if other := &u.changes[i]; other != c && other.status != "" && other.lid == c.lid && other.old == c.old {
				u.refuse(updateError, a, "two changes of status of one object", "/@targetObject")
			}
		}
	}
}

// changed finds what a change of status is about. A new version in the same
// request takes it, whichever version the change names (ITI57-015).
func (r *Registry) changed(u *update, target string, c *change) (current, lid, patient, why string) {
	old := r.store.Get(target)
	for _, s := range u.successions {
		if s.object.ID() == target || (old != nil && s.old == old) {
			return ebrim.Approved, s.old.LID(), store.PatientKey(store.Patient(s.object, s.old.Kind)), ""
		}
	}
	if old == nil {
		return "", "", "", "no registered object " + u.written(target)
	}
	c.old = old
	switch old.Kind {
	case store.Document, store.Folder:
		if r.store.Superseded(old) {
			why = target + " is not the latest version"
		}
		return old.Status(), "", old.Patient, why
	case store.Association:
		source := r.store.Get(old.Source())
		if source == nil || source.Kind == store.SubmissionSet {
			return "", "", "", "a membership of a SubmissionSet has no other status"
		}
		return old.Status(), "", source.Patient, ""
	default:
		return "", "", "", "a " + old.Kind.String() + " has no other status"
	}
}

// checkSubmitted checks an association that a SubmitAssociation brings.
func (r *Registry) checkSubmitted(u *update, a *ebrim.Object) {
	kind, source, target := a.Attr("associationType"), a.Attr("sourceObject"), a.Attr("targetObject")
	for _, s := range u.successions {
		for _, end := range []string{source, target} {
			if s.propagate && (end == s.object.ID() || end == s.old.ID()) {
				u.refuse(operationError, a, "the associations of this object are propagated already", "")
				return
			}
		}
	}
	var patients [2]string
	var ends [2]store.Kind
	for i, end := range []struct{ id, path string }{{source, "/@sourceObject"}, {target, "/@targetObject"}} {
		ends[i], patients[i] = r.kindOf(u.submission, end.id), r.patientOf(u.submission, end.id)
		old := r.store.Get(end.id)
		fresh := slices.ContainsFunc(u.successions, func(s succession) bool { return s.object.ID() == end.id })
		switch {
		case !fresh && old == nil:
			u.refuse(updateError, a, "no registered object "+u.written(end.id), end.path)
			return
		case !fresh && old.Status() != ebrim.Approved:
			u.refuse(updateError, a, end.id+" is "+old.Status(), end.path)
			return
		}
	}
	relates := slices.Contains(relationships, kind) && ends == [2]store.Kind{store.Document, store.Document}
	holds := kind == ebrim.HasMember && ends == [2]store.Kind{store.Folder, store.Document}
	switch {
	case !relates && !holds:
		u.refuse(updateError, a, kind+" from a "+ends[0].String()+" to a "+ends[1].String(), "/@associationType")
	case source == target:
		u.refuse(updateError, a, "the association refers to itself", "")
	case patients[0] != patients[1]:
		u.refuse(reconciliation, a, "the ends are of "+patients[0]+" and "+patients[1], "")
	case r.linked(kind, source, target):
		u.refuse(updateError, a, "the same association is registered already", "")
	}
}

// apply carries out a checked request: new versions first, then statuses, then
// associations.
func (r *Registry) apply(u *update) {
	set := r.first(u.sets[0])
	for _, s := range u.successions {
		r.succeed(set.ID(), s)
	}
	for _, m := range u.plain {
		r.first(m)
	}
	for _, c := range u.changes {
		target := c.old
		if target == nil {
			target = r.store.Latest(c.lid)
		}
		r.store.SetStatus(target, c.status)
		r.touchHolder(target)
	}
	for _, a := range u.submitted {
		made := r.first(a)
		r.member(set.ID(), made.ID())
		r.touchHolder(made)
	}
}

// touchHolder notes a change of a folder whose membership an association is.
func (r *Registry) touchHolder(a *store.Record) {
	if a.Kind != store.Association || a.Type() != ebrim.HasMember {
		return
	}
	if folder := r.store.Get(a.Source()); folder != nil && folder.Kind == store.Folder {
		r.touch(folder)
	}
}
