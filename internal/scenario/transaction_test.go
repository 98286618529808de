package scenario_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// profileIn is a profile of the DMP's environment, or one that is not.
func profileIn(t *testing.T, cat *scenario.Catalogue, dmp bool) string {
	t.Helper()
	for _, p := range cat.Profiles {
		if (p.Environment == etalon.EnvironmentDMP) == dmp {
			return string(p.ID)
		}
	}
	t.Fatal("no such profile")
	return ""
}

func expecting(profile string, name etalon.Transaction) []byte {
	return []byte(`id: one
title: {fr: Un, en: One}
profile: ` + profile + `
role: lps
requirements: [DMP-T01]
given: {patients: [ACTIF]}
steps:
  - ask: list-documents
    patient: ACTIF
    prompt: {fr: Listez., en: List.}
  - expect: ` + string(name) + `
`)
}

// Whatever the table holds can be planned, or is refused where it is written.
func TestEveryTransactionIsPlannedOrRefused(t *testing.T) {
	cat, _ := load(t)
	for _, inDMP := range []bool{true, false} {
		profile := profileIn(t, cat, inDMP)
		for _, name := range etalon.SentBy(etalon.SentBySUT) {
			known, _ := name.Info()
			s, problems := scenario.Read("x.yaml", expecting(profile, name), cat)
			if served := known.Refused == (etalon.Text{}) && (known.InDMP || !inDMP); !served {
				if len(problems) != 1 || !strings.Contains(problems[0].In("en"), "x.yaml:11:13: no simulated actor serves "+string(name)) {
					t.Errorf("%s expects %s, which nothing serves: %v", profile, name, problems)
				}
				continue
			}
			if len(problems) > 0 {
				t.Errorf("%s expects %s: %v", profile, name, problems)
				continue
			}
			if got := s.Steps[1].Expect; got.Actor != known.Actor || got.Actor == "" {
				t.Errorf("%s is awaited at %q, not at %q", name, got.Actor, known.Actor)
			}
		}
	}
}
