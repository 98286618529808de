package main

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/community"
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
	dmpClient   = product{"LPS, DMP", "conforming", builtin, words(dmpProfiles), []string{"dmp"}}
	plainClient = product{"client XDS.b", "conforming-xds", builtin, words(plainProfiles), []string{"ihe-xds"}}
	plainServer = product{"registre et entrepôt XDS.b", "conforming-server", builtinXDS, words(serverProfiles), []string{"ihe-xds"}}
	dmpServer   = product{"registre et entrepôt, DMP", "conforming-server-dmp", builtinXDS, words(dmpServerProfiles), []string{"dmp"}}
	products    = []product{dmpClient, plainClient, plainServer, dmpServer}
)

// defect is a mutant of one of the products, and the scenarios in which it can
// show.
type defect struct {
	Name    string
	Kills   etalon.RuleID
	product product
	shows   func(*scenario.Scenario) bool
	most    int // scenarios that are played
}

// enough scenarios show a defect: more of them cost time and prove nothing more.
// Each stored query has a scenario of its own.
const (
	enough  = 4
	queries = 40
)

// shown tells whether a scenario is of the product's profiles and can show the
// defect.
func (d defect) shown(s *scenario.Scenario) bool {
	return slices.Contains(d.product.profiles, string(s.Profile)) && d.shows(s)
}

// defects are all the mutants, product by product.
func defects() []defect {
	var all []defect
	for _, m := range lps.Mutants() {
		d := defect{Name: m.Name, Kills: m.Kills, product: dmpClient, shows: asking(m), most: enough}
		if slices.Contains(m.Actions, etalon.ActQuery) {
			d.most = queries
		}
		if m.Plain {
			d.product = plainClient
		}
		all = append(all, d)
	}
	for _, m := range community.Mutants() {
		all = append(all, defect{Name: m.Name, Kills: m.Kills, product: plainServer, shows: sending(m), most: enough})
	}
	return all
}

// sending picks the scenarios in which a server's defect can show.
func sending(m community.Mutant) func(*scenario.Scenario) bool {
	return func(s *scenario.Scenario) bool {
		return slices.ContainsFunc(s.Steps, func(st scenario.Step) bool { return st.Send != nil && m.Shows(*st.Send) })
	}
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
