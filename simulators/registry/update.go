package registry

import (
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Update carries out an ITI-57 request (XDS Metadata Update): new versions of
// entries, changes of their availability status, or both; all or nothing.
func (r *Registry) Update(objects []*ebrim.Object) []ebrim.Error {
	if len(objects) > mostObjects {
		return []ebrim.Error{{Code: "XDSRegistryOutOfResources", Context: "more than 2000 objects in one submission"}}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.open(objects)
	errors := r.checkSet(s, "XDSMetadataUpdateError")
	if len(errors) > 0 {
		return errors
	}
	if cx := s.sets[0].Identifier(ebrim.SetPatientID); !r.patients.Known(cx) {
		return []ebrim.Error{{Code: "XDSUnknownPatientId", Context: cx}}
	}
	var changes []change
	kept := s.associations[:0:0]
	for _, a := range s.associations {
		if a.Attr("associationType") != ebrim.UpdateStatus {
			kept = append(kept, a)
			continue
		}
		c, e := r.statusChange(s, a)
		changes, errors = append(changes, c), append(errors, e...)
	}
	lids := map[string]bool{}
	for _, d := range s.documents {
		if lid := d.Attr("lid"); lids[lid] {
			errors = append(errors, ebrim.Error{Code: "XDSMetadataUpdateError", Context: "two updates of lid " + lid})
		} else {
			lids[lid] = true
		}
		errors = append(errors, r.checkVersion(s, d)...)
	}
	if len(changes) == 0 && len(s.documents) == 0 {
		errors = append(errors, ebrim.Error{Code: "XDSMetadataUpdateOperationError", Context: "the request holds no update"})
	}
	if len(errors) > 0 {
		return errors
	}
	s.associations = kept
	for _, d := range s.documents {
		r.succeed(s, d)
	}
	r.store(s)
	for _, c := range changes {
		// A new version of the same request takes the status (ITI57-015).
		if last := r.latest(func(o *ebrim.Object) bool { return o.Attr("lid") == c.entry.Attr("lid") }); last != nil {
			last.SetAttr("status", c.status)
		}
	}
	return nil
}

type change struct {
	entry  *ebrim.Object
	status string
}

var statuses = []string{ebrim.Approved, ebrim.Deprecated, ebrim.Archived, ebrim.Deleted}

// statusChange checks an UpdateAvailabilityStatus association.
func (r *Registry) statusChange(s *submission, a *ebrim.Object) (change, []ebrim.Error) {
	fail := func(code, why string) (change, []ebrim.Error) {
		return change{}, []ebrim.Error{{Code: code, Context: s.written(a.ID()) + ": " + why}}
	}
	target := a.Attr("targetObject")
	entry := r.byID[target]
	from, to := a.Slot("OriginalStatus"), a.Slot("NewStatus")
	switch {
	case a.Attr("sourceObject") != s.sets[0].ID():
		return fail("XDSMetadataUpdateError", "sourceObject is not the SubmissionSet")
	case entry == nil || !isDocument(entry):
		return fail("UnresolvedReferenceException", "no DocumentEntry "+target)
	case len(from) != 1 || len(to) != 1:
		return fail("XDSMetadataUpdateOperationError", "OriginalStatus and NewStatus need one value each")
	case from[0] != entry.Attr("status"):
		return fail("XDSMetadataUpdateError", "OriginalStatus is "+from[0]+", the entry is "+entry.Attr("status"))
	case !slices.Contains(statuses, to[0]) || to[0] == from[0]:
		return fail("XDSMetadataUpdateOperationError", "NewStatus "+to[0])
	case r.superseded(entry):
		return fail("XDSMetadataUpdateError", target+" is not the latest version")
	case PatientKey(entry.Identifier(ebrim.DocumentPatientID)) != PatientKey(s.sets[0].Identifier(ebrim.SetPatientID)):
		return fail("XDSPatientIDReconciliationError", "the SubmissionSet is of another patient")
	}
	return change{entry, to[0]}, nil
}

// checkVersion checks a new version of an entry.
func (r *Registry) checkVersion(s *submission, d *ebrim.Object) []ebrim.Error {
	fail := func(code, why string) []ebrim.Error {
		return []ebrim.Error{{Code: code, Context: s.written(d.ID()) + ": " + why}}
	}
	lid := d.Attr("lid")
	if lid == "" || lid == s.written(d.ID()) || lid == d.ID() {
		return fail("XDSMetadataUpdateError", "lid must name a registered logical entry")
	}
	old := r.latest(func(o *ebrim.Object) bool { return o.Attr("lid") == lid })
	member := s.member(d.ID())
	switch {
	case old == nil:
		return fail("XDSMetadataVersionError", "no entry with lid "+lid)
	case member == nil:
		return fail("XDSMetadataUpdateError", "no HasMember association from the SubmissionSet")
	case len(member.Slot("PreviousVersion")) != 1:
		return fail("XDSMetadataUpdateOperationError", "PreviousVersion needs one value")
	case member.Slot("PreviousVersion")[0] != strconv.Itoa(version(old)):
		return fail("XDSMetadataVersionError", "PreviousVersion "+member.Slot("PreviousVersion")[0]+", the latest is "+strconv.Itoa(version(old)))
	case r.byID[d.ID()] != nil:
		return fail("XDSMetadataUpdateError", "entryUUID already registered")
	case old.Attr("status") != ebrim.Approved:
		return fail("XDSMetadataUpdateError", "the latest version is "+old.Attr("status"))
	case old.Identifier(ebrim.DocumentUniqueID) != d.Identifier(ebrim.DocumentUniqueID):
		return fail("XDSMetadataUpdateError", "uniqueId cannot change")
	case old.Attr("objectType") != d.Attr("objectType"):
		return fail("XDSMetadataUpdateError", "objectType cannot change")
	case PatientKey(old.Identifier(ebrim.DocumentPatientID)) != PatientKey(d.Identifier(ebrim.DocumentPatientID)):
		return fail("XDSPatientIDReconciliationError", "patientId cannot change")
	}
	return nil
}

// succeed makes d the successor of the latest version: number, what only the
// repository knows, and relationships pass on.
func (r *Registry) succeed(s *submission, d *ebrim.Object) {
	old := r.latest(func(o *ebrim.Object) bool { return o.Attr("lid") == d.Attr("lid") })
	d.Version = strconv.Itoa(version(old) + 1)
	for _, name := range []string{"hash", "size", "repositoryUniqueId"} {
		if v := old.Slot(name); len(v) > 0 {
			d.SetSlot(name, v...)
		}
	}
	old.SetAttr("status", ebrim.Deprecated)
	if p := s.member(d.ID()).Slot("AssociationPropagation"); len(p) == 1 && p[0] == "no" {
		return
	}
	for _, a := range r.objects {
		if a.Kind != ebrim.Association || !slices.Contains(relationships, a.Attr("associationType")) || a.Attr("status") != ebrim.Approved {
			continue
		}
		for _, end := range []string{"sourceObject", "targetObject"} {
			if a.Attr(end) == old.ID() {
				c := a.Clone()
				c.SetAttr("id", r.newID())
				c.SetAttr("lid", c.ID())
				c.SetAttr(end, d.ID())
				s.associations = append(s.associations, c)
			}
		}
	}
}
