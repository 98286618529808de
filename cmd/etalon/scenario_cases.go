package main

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/client"
)

type scenarioCasesCmd struct {
	Transaction string `arg:"" optional:"" help:"Une transaction ; toutes par défaut. (One transaction; all by default.)"`
	Lang        string `enum:"fr,en" default:"fr" help:"fr ou en."`
}

// Run tells each message: what is special in it, what a right server answers,
// where that is written.
func (c *scenarioCasesCmd) Run(a *app) error {
	told := etalon.Transaction("")
	for _, x := range client.Cases() {
		if c.Transaction != "" && etalon.Transaction(c.Transaction) != x.Transaction {
			continue
		}
		if x.Transaction != told {
			told = x.Transaction
			fmt.Fprintf(a.say(), "\n%s\n", told)
		}
		text := x.Text.FR
		if c.Lang == "en" {
			text = x.Text.EN
		}
		fmt.Fprintf(a.say(), "  %s\n      %s\n      → %s\n", strings.Join(append([]string{x.Name}, x.Needs...), " + "), text, answered(x))
	}
	if told == "" {
		return usage(fmt.Errorf("aucun message pour %s (no message)", c.Transaction), fmt.Sprint(scenario.Sendable()))
	}
	return nil
}

func answered(c client.Case) string {
	what := c.Answer.Status
	if len(c.Answer.Codes) > 0 {
		what += " " + strings.Join(c.Answer.Codes, " | ")
	}
	if c.Source != "" {
		what += " — " + c.Source
	}
	return what
}
