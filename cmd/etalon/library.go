package main

import (
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
)

// packNames are those of the packs in this binary, general ones first.
func packNames() []string {
	l, err := schemas.Embedded()
	if err != nil {
		return nil // whoever opens one is told why
	}
	return l.Names()
}

// grounds puts in a plan what a verdict would stand on if it were judged now.
func grounds(p *plan.Plan, l *schemas.Library) error {
	packs, err := l.Of(packsNamed(p)...)
	if err != nil {
		return err
	}
	on, err := standing.Of(standing.Input{Build: standing.Build(version), Packs: packs, Schemas: messages.FS(), Plan: p})
	p.StandsOn = &on
	return err
}
