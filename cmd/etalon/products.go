package main

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// product is one reference product of the self-test: a builtin system under
// test and the profiles it plays in one session.
type product struct {
	name     string // as reports say it
	folder   string // of its dossier
	sut      string // builtin:…
	profiles []string
	packs    []string // that judge these profiles
}

func (p product) rules() string { return strings.Join(p.packs, " ") }

var (
	dmpClient   = product{"LPS, DMP", "conforming", builtin, words(dmpProfiles), []string{etalon.PackIHEXDS, etalon.PackDMP}}
	plainClient = product{"client XDS.b", "conforming-xds", builtin, words(plainProfiles), []string{etalon.PackIHEXDS}}
	products    = []product{dmpClient, plainClient}
)

// defect is a mutant of one of the products, and the scenarios in which it can
// show.
type defect struct {
	Name    string
	Kills   etalon.RuleID
	product product
	shows   func(*scenario.Scenario) bool
}

// defects are all the mutants, product by product.
func defects() []defect {
	var all []defect
	for _, m := range lps.Mutants() {
		d := defect{Name: m.Name, Kills: m.Kills, product: dmpClient, shows: asking(m)}
		if m.Plain {
			d.product = plainClient
		}
		all = append(all, d)
	}
	return all
}

// asking picks the scenarios in which a client's defect can show: those with its
// behaviour, or those in which every answer is truthful.
func asking(m lps.Mutant) func(*scenario.Scenario) bool {
	var behaviour []etalon.BehaviourName
	if m.Behaviour != "" {
		behaviour = append(behaviour, m.Behaviour)
	}
	return func(s *scenario.Scenario) bool {
		asks := slices.ContainsFunc(s.Steps, func(st scenario.Step) bool {
			return st.Ask != nil && slices.Contains(m.Actions, st.Ask.Name)
		})
		return asks && slices.Equal(behaviours(s), behaviour)
	}
}

// behaviours are those that a scenario arms.
func behaviours(s *scenario.Scenario) []etalon.BehaviourName {
	var all []etalon.BehaviourName
	for _, st := range s.Steps {
		if st.Reply != nil {
			all = append(all, st.Reply.Behaviour)
		}
	}
	return all
}

func words(ids []etalon.ProfileID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}
