package verdicts

import (
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/schemas"
)

// whole holds the plan of a dossier against the one that the catalogue makes today,
// and has the dossier judged by what is asked today. A plan that disagrees with the
// very catalogue that it names is refused: no session made it.
func (m Means) whole(d *dossier.Dossier) (scope, error) {
	p, err := plan.Unmarshal(d.Session.Plan)
	if err != nil {
		return scope{}, fmt.Errorf("the plan in the dossier: %w", err)
	}
	if m.Catalogue == nil || len(p.Profiles) == 0 {
		return scope{}, nil
	}
	in, err := m.Catalogue()
	if err != nil {
		return scope{}, err
	}
	for i, q := range p.Profiles { // what a pack extends today it is judged with, whatever it extended then
		if packs, err := in.Packs.Of(q.Packs...); err == nil && len(q.Packs) > 0 {
			p.Profiles[i].Packs = names(packs)
		}
	}
	today, problems := p.Again(in)
	if len(problems) > 0 { // nothing of the catalogue concerns this product any more
		today = &plan.Plan{}
	}
	s := scope{departures: p.Departures(today), catalogue: standing.ScenariosOf(today).Whole}
	for _, x := range s.departures {
		if x.Claimed {
			return scope{}, altered(1, fmt.Sprintf("le plan n'est pas celui du catalogue qu'il nomme : %s %s, %s", x.Profile, x.Scenario, x.What.FR))
		}
	}
	p.Complete(today)
	d.Session.Plan, err = p.Marshal()
	return s, err
}

func names(packs []*schemas.Pack) []string {
	var out []string
	for _, p := range packs {
		out = append(out, p.Name)
	}
	return out
}

// coherent holds the plan of a dossier against its journal, whatever the chain says.
func coherent(d *dossier.Dossier) error {
	p, err := plan.Unmarshal(d.Session.Plan)
	if err != nil {
		return nil // whoever judges by it will say so
	}
	if what := disagree(p, d); what != "" {
		return altered(1, "le plan et le journal se contredisent : "+what)
	}
	return nil
}

// disagree tells what a journal holds that its plan does not ask, "" for nothing.
func disagree(p *plan.Plan, d *dossier.Dossier) string {
	planned := map[etalon.ScenarioID]plan.Scenario{}
	for _, s := range p.Scenarios {
		planned[s.ID] = s
		for _, q := range p.Profiles {
			for _, r := range s.Requirements {
				if q.ID == s.Profile && !slices.Contains(q.Requirements, r) {
					return fmt.Sprintf("l'exigence %s de %s n'est pas à son profil (the requirement is not in its profile)", r, s.ID)
				}
			}
		}
	}
	for _, x := range d.Exchanges {
		if _, ok := planned[x.Scenario.Planned()]; x.Scenario != "" && !ok {
			return fmt.Sprintf("l'échange %s est d'un scénario absent du plan, %s (an exchange of a scenario that is not planned)", x.ID, x.Scenario)
		}
	}
	played := map[etalon.ScenarioID]bool{}
	for _, r := range d.Scenarios {
		s, ok := planned[r.ID.Planned()]
		if !ok {
			return fmt.Sprintf("le scénario %s a été joué et n'est pas au plan (a scenario that was played is not planned)", r.ID)
		}
		if played[r.ID] {
			return fmt.Sprintf("le scénario %s a commencé deux fois (a scenario began twice)", r.ID)
		}
		played[r.ID] = true
		if what := steps(s, r); what != "" {
			return what
		}
	}
	return ""
}

// steps tells which step of a record its scenario has not, or has once only: each is
// played at most once.
func steps(s plan.Scenario, r dossier.ScenarioRecord) string {
	all, played := slices.Concat(s.Steps, s.Cleanup), map[etalon.StepID]bool{}
	for _, st := range r.Steps {
		if played[st.Step] {
			return fmt.Sprintf("l'étape %s de %s a été jouée deux fois (a step that was played twice)", st.Step, r.ID)
		}
		played[st.Step] = true
		i := slices.IndexFunc(all, func(p plan.Step) bool { return p.ID == st.Step })
		if i < 0 || st.Kind != string(all[i].Kind) {
			return fmt.Sprintf("l'étape %s de %s n'est pas au plan (a step that is not planned)", st.Step, r.ID)
		}
	}
	return ""
}

// scope is what a verdict speaks of, and the catalogue that it is held against.
type scope struct {
	departures []plan.Departure
	catalogue  string
}

// onto has a result say in what its session was not what the catalogue asks. What
// was established about something else, or about less, is not the profile.
func (s scope) onto(r *etalon.Result) {
	r.StandsOn.Scenarios.Catalogue = s.catalogue
	for _, d := range s.departures {
		i := slices.IndexFunc(r.Profiles, func(p etalon.ProfileResult) bool { return p.ID == d.Profile })
		if i < 0 {
			continue
		}
		p := &r.Profiles[i]
		p.Departures = append(p.Departures, etalon.Departure{Scenario: d.Scenario, What: d.What, Short: d.Short})
		if d.Short {
			p.Verdict = p.Verdict.Join(etalon.Inconclusive)
			r.Verdict = r.Verdict.Join(etalon.Inconclusive)
		}
	}
}

// altered refuses evidence.
func altered(entry int, what string) error {
	return exit.Usage(
		fmt.Errorf("dossier refusé : altéré à l'entrée %d : %s (dossier refused: altered at entry %d)", entry, what, entry),
		"Reprenez le dossier d'origine : une preuve altérée ne se juge pas. (Go back to the original: altered evidence is not judged.)")
}
