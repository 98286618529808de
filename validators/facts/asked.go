package facts

import (
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Asked is what a step asked the user of the SUT to do. The zero value: nobody
// asked for anything.
type Asked struct {
	Step   etalon.StepID
	Action *etalon.Action
	// Environment is the one whose profile asks; "" where nobody said.
	Environment etalon.Environment
}

// maxAsked bounds the documents and parameters of one action that are shown. A
// dossier is somebody else's file.
const maxAsked = 1000

// write writes ev:asked: the action as it was asked, captures filled in, each
// value verbatim.
func (a Asked) write(w *writer) {
	if a.Action == nil {
		return
	}
	p := a.Action.Patient
	var guardian etalon.Relative
	if p.Representative != nil {
		guardian = *p.Representative
	}
	w.begin("asked", "step", string(a.Step), "action", string(a.Action.Name), "environment", string(a.Environment),
		"cut", boolean(len(a.Action.Documents) > maxAsked || len(a.Action.Params) > maxAsked))
	w.newline()
	w.empty("patient", "id", p.ID, "ins", p.INS, "oid", p.OID, "family", p.Family, "given", p.Given,
		"birth", p.Birth, "gender", p.Gender, "city", p.City, "postal-code", p.PostalCode,
		"dmp", string(p.DMP), "authorisation", p.Authorisation, "closed-why", p.ClosedWhy, "usual", p.Usual, "place", p.Place,
		"opposed", strings.Join(p.Opposed, " "), "representative-family", guardian.Family, "representative-given", guardian.Given, "representative-role", guardian.Role)
	for _, d := range a.Action.Documents[:min(len(a.Action.Documents), maxAsked)] {
		w.empty("document", "id", d.ID, "patient", d.Patient, "title", d.Title, "body", d.Body, "type-code", d.TypeCode,
			"unique-id", d.UniqueID, "entry-id", d.EntryID, "created", d.Created, "replaces", d.Replaces)
	}
	names := slices.Sorted(maps.Keys(a.Action.Params))
	for _, name := range names[:min(len(names), maxAsked)] {
		w.empty("param", "name", name, "value", a.Action.Params[name])
	}
	w.end()
}
