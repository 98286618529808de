package main

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/coverage"
)

type coverageCmd struct {
	Profile string `help:"Seulement ce profil. (Only this profile.)"`
	Lang    string `enum:"fr,en" default:"fr" help:"fr ou en."`
}

// Help gives an example.
func (coverageCmd) Help() string { return "Exemple : etalon coverage --profile alimentation" }

// Run prints, for each requirement, its scenarios, its rules and what stays
// unjudged.
func (c *coverageCmd) Run(a *app) error {
	lines, err := a.coverage(etalon.ProfileID(c.Profile))
	if err != nil {
		return err
	}
	return coverage.Write(a.say(), lines, c.Lang)
}

// coverage gathers the requirements of the embedded packs, or those that the
// scenarios of one profile claim.
func (a *app) coverage(profile etalon.ProfileID) ([]coverage.Line, error) {
	all, err := a.scenarios(nil)
	if err != nil {
		return nil, err
	}
	claims := map[etalon.RequirementID][]etalon.ScenarioID{}
	for _, s := range all.Scenarios {
		for _, id := range all.Catalogue.Expand(s.Requirements) {
			if profile == "" || s.Profile == profile {
				claims[id] = append(claims[id], s.ID)
			}
		}
	}
	j, err := a.judge(nil)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	var lines []coverage.Line
	for _, w := range j.Book.Witnessed() {
		if scenarios := claims[w.Requirement.ID]; profile == "" || len(scenarios) > 0 {
			lines = append(lines, coverage.Line{Pack: w.Pack, Requirement: w.Requirement, Scenarios: scenarios, Rules: w.Rules})
		}
	}
	return lines, nil
}
