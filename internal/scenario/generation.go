package scenario

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
	embedded "github.com/etalon-dmp/etalon/scenarios"
)

// Generation is one edition of the DMP's interfaces: what a product of that time is
// held to where it differs from today.
type Generation struct {
	ID         string
	Title      etalon.Text
	Authority  string                 // OID of the patients' identifiers, in a test environment
	Type       string                 // of those identifiers, fifth component of a CX
	Form       string                 // of those identifiers, a regular expression
	VIHF       []string               // versions of the VIHF, the usual one first
	Digests    []string               // algorithms that sign a VIHF
	Modes      []etalon.AuthMode      //
	Profiles   []etalon.ProfileID     // that can be established; empty: all
	WhyNot     etalon.Text            // others cannot
	Historical bool                   // what is labelled "historique" is part of the profile
	Without    map[string]etalon.Text // labels of scenarios that do not concern it, and why
}

// Generations are those that Étalon knows, today's last.
func Generations() ([]Generation, error) {
	const file = "generations.yaml"
	src, err := fs.ReadFile(embedded.FS(), file)
	if err != nil {
		return nil, fmt.Errorf("read the generations: %w", err)
	}
	return readGenerations(file, src)
}

func readGenerations(file string, src []byte) ([]Generation, error) {
	doc, rep := strict.Parse(file, src)
	var all []Generation
	if o := doc.Object(); o != nil {
		for _, v := range o.Need("generations").List() {
			if g := v.Object(); g != nil {
				all = append(all, readGeneration(g))
			}
		}
		o.Close()
	}
	if !rep.OK() || len(all) == 0 {
		return nil, fmt.Errorf("read the generations: %v", rep.Problems())
	}
	return all, nil
}

func readGeneration(o *strict.Object) Generation {
	g := Generation{
		ID: o.Need("id").Match(idForm, formHint), Title: o.Need("title").Text(),
		Authority: o.Need("authority").Match(oidForm, strict.Text("un OID", "an OID")), Type: o.Need("type").Line(), Form: o.Need("form").Line(),
		VIHF: lines(o.Need("vihf")), Digests: lines(o.Need("digests")), Historical: o.Get("historical").Bool(),
	}
	for _, m := range lines(o.Need("modes")) {
		g.Modes = append(g.Modes, etalon.AuthMode(m))
	}
	for _, p := range lines(o.Get("profiles")) {
		g.Profiles = append(g.Profiles, etalon.ProfileID(p))
	}
	if len(g.Profiles) > 0 {
		g.WhyNot = o.Need("whyNot").Text()
	}
	if at := o.Get("without"); at.OK() {
		g.Without = map[string]etalon.Text{}
		at.Object().Each(func(label string, _, v strict.Value) { g.Without[label] = v.Text() })
	}
	o.Close()
	return g
}

func lines(v strict.Value) []string {
	var all []string
	for _, item := range v.List() {
		all = append(all, item.Line())
	}
	return all
}

// GenerationOf is the generation of a name; "" is today's. Without one, false and the
// names there are.
func GenerationOf(id string) (g Generation, names []string, ok bool) {
	all, err := Generations()
	if err != nil {
		panic("scenario: " + err.Error()) // what we bring ourselves: our own defect
	}
	for _, g := range all {
		names = append(names, g.ID)
	}
	if id == "" {
		return all[len(all)-1], names, true
	}
	i := slices.Index(names, id)
	if i < 0 {
		return Generation{}, names, false
	}
	return all[i], names, true
}

// Today tells whether it is the generation that is in force.
func (g Generation) Today() bool { return g.Authority == TestINSOID }

// Patient is a patient as a product of the generation knows it.
func (g Generation) Patient(p etalon.Patient) etalon.Patient {
	if g.Type != etalon.CalculatedType || p.OID == etalon.CalculatedOID || p.INS == "" {
		return p
	}
	p.INS, p.OID, p.Civil = p.INSC(), etalon.CalculatedOID, nil
	p.OtherIDs = slices.DeleteFunc(slices.Clone(p.OtherIDs), func(id etalon.Identifier) bool { return id.Root == TestINSOID })
	return p
}

// Whole is a scenario as the generation plays it.
func (g Generation) Whole(s *Scenario) *Scenario {
	if g.Today() {
		return s
	}
	out := *s
	out.Given.Patients = slices.Clone(s.Given.Patients)
	for i := range out.Given.Patients {
		out.Given.Patients[i] = g.Patient(out.Given.Patients[i])
	}
	steps := func(list []Step) []Step {
		list = slices.Clone(list)
		for i := range list {
			if a := list[i].Ask; a != nil {
				asked := *a
				asked.Patient = g.Patient(a.Patient)
				list[i].Ask = &asked
			}
			if m := list[i].Send; m != nil {
				sent := *m
				sent.Patient = g.Patient(m.Patient)
				list[i].Send = &sent
			}
		}
		return list
	}
	out.Steps, out.Cleanup = steps(s.Steps), steps(s.Cleanup)
	return &out
}
