package registry

import (
	"fmt"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// checkMembership checks that the submission set holds every entry, folder and
// folder membership of the request, each once (IHE ITI TF-3 section 4.2.1.4).
func (r *Registry) checkMembership(s *submission) {
	for _, list := range [][]*ebrim.Object{s.documents, s.folders} {
		for _, o := range list {
			s.checkMember(o)
		}
	}
	for _, a := range s.associations {
		if a.Attr("associationType") == ebrim.HasMember && r.kindOf(s, a.Attr("sourceObject")) == store.Folder {
			s.checkMember(a)
		}
	}
	for _, d := range s.documents {
		for _, m := range s.members[d.ID()] {
			r.checkSetStatus(s, m, "Original")
		}
	}
	for target, list := range s.members {
		if old := r.store.Get(target); s.named[target] == nil && old != nil && old.Kind == store.Document {
			for _, m := range list {
				r.checkSetStatus(s, m, "Reference")
			}
		}
	}
}

func (s *submission) checkMember(o *ebrim.Object) {
	switch n := len(s.members[o.ID()]); n {
	case 1:
	case 0:
		s.refuse(metadataError, o, "no HasMember association from the SubmissionSet", "")
	default:
		s.refuse(metadataError, o, fmt.Sprintf("%d HasMember associations from the SubmissionSet", n), "")
	}
}

// checkSetStatus checks SubmissionSetStatus: Original for an entry of the
// request, Reference for a registered one (IHE ITI TF-3 section 4.2.1.4.1).
func (r *Registry) checkSetStatus(s *submission, member *ebrim.Object, want string) {
	if !r.policy.Strict {
		return
	}
	if v := member.Slot("SubmissionSetStatus"); len(v) != 1 || v[0] != want {
		s.refuse(metadataError, member, fmt.Sprintf("SubmissionSetStatus must be %s, not %q", want, v), "/rim:Slot[@name='SubmissionSetStatus']")
	}
}

// kindOf is the kind of an object of the request or of the registry; Other when
// there is none.
func (r *Registry) kindOf(s *submission, id string) store.Kind {
	if o := s.named[id]; o != nil {
		return store.KindOf(o)
	}
	if old := r.store.Get(id); old != nil {
		return old.Kind
	}
	return store.Other
}
