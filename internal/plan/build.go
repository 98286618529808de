package plan

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan/labels"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
	"github.com/etalon-dmp/etalon/schemas"
)

// The constants of the simulated DMP (spec: HL7 V3 details, ITI-43, VIHF §4.2).
const (
	DMPOID       = "1.2.250.1.213.4.1.1.1"
	RepositoryID = "1.2.250.1.213.4.1.1.1.2"
)

// BuildInput is what a plan is made of.
type BuildInput struct {
	SUT         etalon.SUT
	Profiles    []etalon.ProfileID // asked for; empty: those the SUT claims
	LabelFilter string             // Ginkgo's syntax, see internal/plan/labels
	Seed        int64
	Scenarios   []*scenario.Scenario
	Catalogue   *scenario.Catalogue
	// Packs are the rule packs that profiles name.
	Packs *schemas.Library
	// Historical plays what earlier editions of the DMP had too; else only a label
	// filter that names HistoricalLabel does.
	Historical bool
	// Without leaves out what cannot be played where the session is, and says why: it
	// counts as left out. Nil: everything can.
	Without func(Scenario) (why etalon.Text, out bool)
}

// HistoricalLabel marks the scenarios of what products are no longer asked for:
// they are no part of today's profile.
const HistoricalLabel = "historique"

// Around gives the constants of the environment that a product declares, without
// whether its profiles ask for a VIHF.
func Around(sut etalon.SUT) Environment {
	g, _, _ := scenario.GenerationOf(sut.Generation)
	return around(sut, g)
}

func around(sut etalon.SUT, g scenario.Generation) Environment {
	e := Environment{VIHFVersion: sut.VIHFVersion, INSOID: g.Authority, DMPOID: DMPOID, RepositoryID: RepositoryID}
	if sut.RepositoryID != "" {
		e.RepositoryID = sut.RepositoryID
	}
	if e.VIHFVersion == "" {
		e.VIHFVersion = g.VIHF[0]
	}
	return e
}

// Build selects and resolves the scenarios of one session. Order is the
// catalogue's: by profile, then by file. The plan is nil when there are problems.
func Build(in BuildInput) (*Plan, []scenario.Problem) {
	rep := &strict.Report{}
	profiles := in.profiles(rep)
	in.SUT.Generation = held(in.SUT.Generation, profiles, rep)
	g, ages, known := scenario.GenerationOf(in.SUT.Generation)
	if !known {
		rep.Add(strict.Pos{}, strict.Text("génération inconnue « %s »", "unknown generation %q", in.SUT.Generation), strict.Choices(in.SUT.Generation, ages))
		return nil, rep.Problems()
	}
	if v := in.SUT.VIHFVersion; v != "" && !slices.Contains(g.VIHF, v) {
		rep.Add(strict.Pos{}, strict.Text("le VIHF %s n'est pas de la génération %s", "VIHF %s is not of generation %s", v, g.ID), strict.Choices("", g.VIHF))
	}
	p := &Plan{
		Schema: Schema, SUT: in.SUT, Seed: in.Seed, Environment: around(in.SUT, g), Population: population(in.Catalogue.Population, g),
	}
	p.Packs = in.packs(profiles, rep)
	p.Environment.VIHF = slices.ContainsFunc(profiles, func(q scenario.Profile) bool { return q.Environment == etalon.EnvironmentDMP })
	selected, err := labels.Parse(in.LabelFilter)
	if err != nil {
		rep.Add(strict.Pos{}, strict.Text("--label-filter « %s » : %v", "--label-filter %q: %v", in.LabelFilter, err),
			strict.Text("par exemple : td2.1 && !error", "for example: td2.1 && !error"))
	}
	if !rep.OK() {
		return nil, rep.Problems()
	}
	for _, profile := range profiles {
		var refs []string
		planned, whole := newSum(profile), newSum(profile)
		for _, s := range in.Scenarios {
			if s.Profile != profile.ID {
				continue
			}
			resolved := resolve(g.Whole(s), in.Catalogue)
			off := in.historical(s) && !g.Historical
			if !off {
				whole.add(resolved)
			}
			resolved.Given.Environment = profile.Environment
			if off {
				p.NotApplicable = append(p.NotApplicable, Skipped{Scenario: s.ID, Profile: s.Profile, Why: strict.Text(
					"historique : le DMP d'aujourd'hui ne le demande plus ; --label-filter %s le joue",
					"historical: today's DMP no longer asks it; --label-filter %s plays it", HistoricalLabel)})
				continue
			}
			why, skip := outside(g, in.SUT.Mode, s)
			filtered := false
			if !skip {
				why, filtered, skip = in.skip(s, resolved.Labels, selected)
			}
			if !skip && in.Without != nil {
				why, skip = in.Without(resolved)
				filtered = skip
			}
			if skip {
				p.NotApplicable = append(p.NotApplicable, Skipped{Scenario: s.ID, Profile: s.Profile, Why: why, Filtered: filtered})
				continue
			}
			planned.add(resolved)
			p.Scenarios = append(p.Scenarios, resolved)
			refs = append(refs, s.Requirements...)
		}
		p.Profiles = append(p.Profiles, Profile{
			ID: profile.ID, Title: titled(profile.Title, g), Packs: in.closure(profile.Packs), Environment: profile.Environment,
			Requirements: in.Catalogue.Expand(refs), Planned: planned.hex(), Whole: whole.hex(),
		})
	}
	if len(p.Scenarios) == 0 {
		rep.Add(strict.Pos{}, strict.Text("aucun scénario à jouer", "no scenario to run"), p.whyNone())
		return nil, rep.Problems()
	}
	return p, nil
}

// profiles gives the profiles to judge, in catalogue order.
func (in BuildInput) profiles(rep *strict.Report) []scenario.Profile {
	asked := in.Profiles
	if len(asked) == 0 {
		asked = in.SUT.Profiles
	}
	var known []string
	for _, p := range in.Catalogue.Profiles {
		known = append(known, string(p.ID))
	}
	if len(asked) == 0 {
		rep.Add(strict.Pos{}, strict.Text("aucun profil demandé", "no profile asked for"), strict.Choices("", known))
	}
	for _, id := range asked {
		if !slices.Contains(known, string(id)) {
			rep.Add(strict.Pos{}, strict.Text("profil inconnu « %s »", "unknown profile %q", id), strict.Choices(string(id), known))
		}
	}
	var out []scenario.Profile
	for _, p := range in.Catalogue.Profiles {
		if slices.Contains(asked, p.ID) {
			out = append(out, p)
		}
	}
	return out
}

// packs gives the packs of the session: those of its profiles, with what they
// extend. Each profile is judged by its own.
func (in BuildInput) packs(profiles []scenario.Profile, rep *strict.Report) []etalon.PackInfo {
	var names []string
	for _, p := range profiles {
		names = append(names, p.Packs...)
	}
	packs, err := in.Packs.Of(names...)
	if err != nil {
		rep.Add(strict.Pos{}, strict.Text("paquets de règles : %v", "rule packs: %v", err), etalon.Text{})
		return nil
	}
	infos := []etalon.PackInfo{}
	for _, p := range packs {
		infos = append(infos, p.Info())
	}
	return infos
}

// closure names packs with what they extend, once it is known that all are there.
func (in BuildInput) closure(names []string) []string {
	packs, err := in.Packs.Of(names...)
	if err != nil {
		return names
	}
	var out []string
	for _, p := range packs {
		out = append(out, p.Name)
	}
	return out
}

// historical tells whether a scenario is left out as one of earlier editions.
func (in BuildInput) historical(s *scenario.Scenario) bool {
	return slices.Contains(s.Labels, HistoricalLabel) && !in.Historical && !strings.Contains(in.LabelFilter, HistoricalLabel)
}

// skip says why a scenario of a profile asked for is not run, and whether only
// the label filter is why.
func (in BuildInput) skip(s *scenario.Scenario, have []string, selected labels.Filter) (why etalon.Text, filtered, skipped bool) {
	roles := in.SUT.Roles
	if len(roles) == 0 {
		roles = []string{scenario.RoleLPS}
	}
	claimed, _ := in.Catalogue.Profile(s.Profile)
	whyNot, unclaimable := Unclaimable(claimed, in.SUT.Mode)
	switch {
	case len(in.SUT.Profiles) > 0 && !slices.Contains(in.SUT.Profiles, s.Profile):
		return strict.Text("le produit ne revendique pas le profil %s", "the product does not claim profile %s", s.Profile), false, true
	case !slices.Contains(roles, s.Role):
		return strict.Text("le produit ne tient pas le rôle %s", "the product does not play the role %s", s.Role), false, true
	case unclaimable:
		return whyNot, false, true
	case len(s.Modes) > 0 && in.SUT.Mode != "" && !slices.Contains(s.Modes, in.SUT.Mode):
		return strict.Text("ne concerne pas l'authentification %s", "does not concern %s authentication", in.SUT.Mode), false, true
	case !selected(have):
		return strict.Text("écarté par --label-filter %s", "left out by --label-filter %s", in.LabelFilter), true, true
	}
	return etalon.Text{}, false, false
}

// whyNone is the hint of an empty plan: the reasons, each once.
func (p *Plan) whyNone() etalon.Text {
	var all etalon.Text
	var seen []etalon.Text
	for _, s := range p.NotApplicable {
		if slices.Contains(seen, s.Why) {
			continue
		}
		seen = append(seen, s.Why)
		if len(seen) > 1 {
			all.FR, all.EN = all.FR+" ; ", all.EN+"; "
		}
		all.FR, all.EN = all.FR+s.Why.FR, all.EN+s.Why.EN
	}
	return all
}
