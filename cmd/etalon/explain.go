package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type explainCmd struct {
	Rule string `arg:"" optional:"" help:"Règle, par exemple V06 ; sans argument, la liste. (Rule, for example V06; the list by default.)"`
}

// Help gives an example.
func (explainCmd) Help() string { return "Exemple : etalon explain V06" }

// Run prints what the embedded pack says about a rule.
func (c *explainCmd) Run(a *app) error {
	j, err := a.judge(nil)
	if err != nil {
		return err
	}
	defer j.Close()
	found := false
	for _, info := range j.Book.Rules() {
		if c.Rule == "" {
			fmt.Fprintf(a.say(), "%-22s %s\n", info.ID, info.Attrs["requirements"])
			found = true
			continue
		}
		if !verdicts.Covers(etalon.RuleID(c.Rule), info.ID) {
			continue
		}
		found = true
		fmt.Fprintf(a.say(), "%s\n", info.ID)
		fmt.Fprintf(a.say(), "  source      %s (confiance/confidence %s)\n", info.Attrs["source"], info.Attrs["confidence"])
		fmt.Fprintf(a.say(), "  portée      %s\n  condition   %s\n  fichier     %s:%d\n",
			strings.Join(strings.Fields(info.Context), " "), strings.Join(strings.Fields(info.Test), " "), info.File, info.Line)
		for _, id := range strings.Fields(info.Attrs["requirements"]) {
			q := j.Book.Requirements[etalon.RequirementID(id)]
			fmt.Fprintf(a.say(), "  exigence    %s (%s, %s)\n              %s\n              %s\n", id, q.Source, q.Clause, q.Text.FR, q.Text.EN)
		}
	}
	if !found {
		var ids []string
		for _, info := range j.Book.Rules() {
			ids = append(ids, string(info.ID))
		}
		slices.Sort(ids)
		return usage(fmt.Errorf("règle inconnue : %s (unknown rule)", c.Rule), "Règles : "+strings.Join(ids, " "))
	}
	return nil
}
