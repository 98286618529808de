package lps_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

func TestMutantsAreWellDescribed(t *testing.T) {
	rule := regexp.MustCompile(`^[TVXQSH][0-9]{2}$`)
	seen := map[string]bool{}
	families := map[string]bool{}
	for _, m := range lps.Mutants() {
		if seen[m.Name] {
			t.Errorf("%s: twice", m.Name)
		}
		seen[m.Name] = true
		families[string(m.Kills)] = true
		if m.Summary.FR == "" || m.Summary.EN == "" || !rule.MatchString(string(m.Kills)) || len(m.Actions) == 0 {
			t.Errorf("%s: %+v", m.Name, m)
		}
	}
	if len(seen) < 60 || len(families) < 35 {
		t.Errorf("%d mutants of %d rules", len(seen), len(families))
	}
}

func TestUnknownMutantListsTheKnownOnes(t *testing.T) {
	f := newFake(t)
	_, err := lps.New(lps.Config{BaseURL: f.url, Auth: keys().TLS("structure-auth"), Sign: keys().TLS("structure-sign"),
		Clock: clock, Rand: zero{}, Mutant: "nope"})
	if err == nil || !strings.Contains(err.Error(), "vihf-version") || !strings.Contains(err.Error(), "blind-retry") {
		t.Errorf("%v", err)
	}
}

// perform runs the actions of a mutant and gives all that can be seen of it.
func perform(t *testing.T, mutant string, m lps.Mutant) string {
	t.Helper()
	f := newFake(t)
	switch m.Behaviour {
	case etalon.BehaveSOAPFault:
		f.answers["ProvideAndRegisterDocumentSetRequest"] = fault(false)
	case etalon.BehaveRegistryError:
		f.answers["ProvideAndRegisterDocumentSetRequest"] = say(registryResponse("Failure", "XDSUnknownPatientId"))
	}
	l := newLPS(t, f, func(c *lps.Config) { c.Mutant = mutant })
	var seen strings.Builder
	for _, name := range m.Actions {
		r := l.Do(context.Background(), action(name))
		seen.WriteString(string(name) + " " + r.Status + " " + r.Shown + "\n")
	}
	return strings.ReplaceAll(seen.String()+traffic(f.requests()), f.url, "")
}

// With the same clock and randomness the LPS says the same bytes, so that any
// difference is the defect.
func TestEveryMutantShowsAndTheConformingOneIsSteady(t *testing.T) {
	steady := map[string]string{}
	for _, m := range lps.Mutants() {
		t.Run(m.Name, func(t *testing.T) {
			key := string(m.Behaviour)
			for _, a := range m.Actions {
				key += " " + string(a)
			}
			if steady[key] == "" {
				steady[key] = perform(t, "", m)
				if perform(t, "", m) != steady[key] {
					t.Fatal("the conforming LPS is not deterministic")
				}
			}
			if perform(t, m.Name, m) == steady[key] {
				t.Error("the defect does not show")
			}
		})
	}
}
