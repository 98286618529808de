package plan

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// Again builds the plan of the same product and profiles from the scenarios,
// requirements and packs of an input, whatever filter the session had. Profiles
// that the input does not know are left out of it.
func (p *Plan) Again(in BuildInput) (*Plan, []scenario.Problem) {
	in.SUT, in.Seed, in.LabelFilter, in.Profiles = p.SUT, p.Seed, "", nil
	for _, q := range in.Catalogue.Profiles {
		if slices.ContainsFunc(p.Profiles, func(mine Profile) bool { return mine.ID == q.ID }) {
			in.Profiles = append(in.Profiles, q.ID)
		}
	}
	if len(in.Profiles) == 0 {
		return &Plan{}, nil
	}
	return Build(in)
}

// Departure is something that a plan has not as the catalogue has it.
type Departure struct {
	Profile  etalon.ProfileID
	Scenario etalon.ScenarioID // "" for the profile as a whole
	What     etalon.Text
	// Short tells that the plan asks less than the catalogue, or something else:
	// what it establishes is not the profile. A plan that only asks more is not short.
	Short bool
	// Claimed tells that the plan names the very catalogue that it departs from: no
	// version of étalon made such a plan.
	Claimed bool
}

// Departures tells in what a plan is not the one that would be made today, in the
// catalogue's order. What a label filter left out is no departure.
func (p *Plan) Departures(today *Plan) []Departure {
	var out []Departure
	for _, q := range p.Profiles {
		i := slices.IndexFunc(today.Profiles, func(t Profile) bool { return t.ID == q.ID })
		if i < 0 {
			out = append(out, Departure{Profile: q.ID, Short: true, What: etalon.Text{
				FR: "le catalogue n'a pas ce profil, ou rien n'en concerne le produit",
				EN: "the catalogue has no such profile, or nothing of it concerns the product",
			}})
			continue
		}
		t := today.Profiles[i]
		claimed := q.Whole != "" && q.Whole == t.Whole
		for _, d := range slices.Concat(p.profile(q, t, today), p.scenarios(q.ID, today)) {
			d.Profile, d.Claimed = q.ID, claimed && d.Claimed
			out = append(out, d)
		}
	}
	return out
}

func (p *Plan) profile(q, t Profile, today *Plan) []Departure {
	var out []Departure
	short := func(fr, en string) {
		out = append(out, Departure{Short: true, Claimed: true, What: etalon.Text{FR: fr, EN: en}})
	}
	if gone := without(t.Packs, q.Packs); len(q.Packs) > 0 && len(gone) > 0 {
		short("sans le référentiel "+strings.Join(gone, ", "), "without the pack "+strings.Join(gone, ", "))
	}
	if q.Environment != "" && q.Environment != t.Environment {
		short("dans un autre environnement : "+string(q.Environment), "in another environment: "+string(q.Environment))
	}
	if p.Environment != today.Environment && len(p.Profiles) == len(today.Profiles) {
		short("avec d'autres constantes de l'environnement", "with other constants of the environment")
	}
	return out
}

func (p *Plan) scenarios(id etalon.ProfileID, today *Plan) []Departure {
	var out []Departure
	for _, t := range today.Scenarios {
		if t.Profile != id {
			continue
		}
		i := slices.IndexFunc(p.Scenarios, func(s Scenario) bool { return s.ID == t.ID && s.Profile == id })
		if i < 0 {
			if !p.filtered(t.ID) {
				out = append(out, Departure{Scenario: t.ID, Short: true, Claimed: true, What: etalon.Text{FR: "n'est pas au plan", EN: "is not planned"}})
			}
			continue
		}
		s := p.Scenarios[i]
		if gone := without(t.Requirements, s.Requirements); len(gone) > 0 {
			out = append(out, Departure{Scenario: t.ID, Claimed: true, What: etalon.Text{
				FR: "sans l'exigence " + joined(gone), EN: "without the requirement " + joined(gone),
			}})
		}
		if course(s) != course(t) {
			out = append(out, Departure{Scenario: t.ID, Short: true, What: etalon.Text{FR: "se joue autrement", EN: "takes another course"}})
		}
	}
	for _, s := range p.Scenarios {
		if s.Profile == id && !slices.ContainsFunc(today.Scenarios, func(t Scenario) bool { return t.ID == s.ID && t.Profile == id }) {
			out = append(out, Departure{Scenario: s.ID, What: etalon.Text{FR: "n'est pas au catalogue", EN: "is not in the catalogue"}})
		}
	}
	return out
}

func (p *Plan) filtered(id etalon.ScenarioID) bool {
	return slices.ContainsFunc(p.NotApplicable, func(s Skipped) bool { return s.Scenario == id && s.Filtered })
}

// course is what a scenario asks, awaits and answers, without its words, places and
// times: what makes it another scenario.
func course(s Scenario) string {
	var b strings.Builder
	for _, st := range slices.Concat(s.Steps, s.Cleanup) {
		part := []any{st.Kind, st.Expect, st.Reply, st.Capture}
		if a := st.Ask; a != nil {
			ids := []string{a.Patient.ID}
			for _, d := range a.Documents {
				ids = append(ids, d.ID)
			}
			part = append(part, a.Name, ids, a.Params)
		}
		if m := st.Send; m != nil {
			part = append(part, m.Transaction, m.To, m.Case, m.Patient.ID, m.Params)
		}
		if q := st.Attest; q != nil {
			part = append(part, q.Expect)
		}
		text, err := json.Marshal(part) // of plain values: it cannot fail
		b.Write(text)
		if err != nil {
			b.WriteString(err.Error())
		}
	}
	return b.String()
}

// Complete gives the scenarios and profiles of a plan the requirements that today's
// ask of them beside its own: a session is judged by what is asked now.
func (p *Plan) Complete(today *Plan) {
	for i := range p.Scenarios {
		s := &p.Scenarios[i]
		for _, t := range today.Scenarios {
			if t.ID == s.ID && t.Profile == s.Profile {
				s.Requirements = append(s.Requirements, without(t.Requirements, s.Requirements)...)
			}
		}
		for j := range p.Profiles {
			if q := &p.Profiles[j]; q.ID == s.Profile {
				q.Requirements = append(q.Requirements, without(s.Requirements, q.Requirements)...)
			}
		}
	}
}

// without gives what is in a list and not in another.
func without[T cmp.Ordered](all, known []T) []T {
	var out []T
	for _, x := range all {
		if !slices.Contains(known, x) {
			out = append(out, x)
		}
	}
	return out
}

func joined[T ~string](list []T) string {
	var out []string
	for _, x := range list {
		out = append(out, string(x))
	}
	return strings.Join(out, ", ")
}
