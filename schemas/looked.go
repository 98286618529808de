package schemas

import (
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Looked are the requirements that are judged as far as somebody gives the terminologies
// that codes are looked up in: without them, and for codes of those that are missing, they
// stay open and say how they are settled.
type Looked struct {
	Requirements []etalon.RequirementID `yaml:"requirements"`
	Settle       etalon.Text            `yaml:"settle"` // what to do to have them judged
}

func (p *Pack) checkLooked(fault func(string, ...any)) {
	if p.Looked == nil {
		return
	}
	if len(p.Looked.Requirements) == 0 {
		fault("looked: names no requirement")
	}
	for _, id := range p.Looked.Requirements {
		if !slices.ContainsFunc(p.Requirements, func(r etalon.Requirement) bool { return r.ID == id }) {
			fault("looked: %q is no requirement of the pack", id)
		}
	}
	if p.Looked.Settle.FR == "" || p.Looked.Settle.EN == "" {
		fault("looked: settle says in French (fr) and in English (en) how to have them judged")
	}
}
