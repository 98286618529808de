package interop

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
)

const known1 = `peer: P
version: "1"
findings:
  - {direction: client, rule: T04.x, scenarios: [a, b], whose: peer, clause: "IHE", fr: pourquoi, en: why}
  - {direction: server, rule: T04.x, scenarios: [c], whose: stand, clause: "IHE", fr: pourquoi, en: why}
  - {direction: client, rule: verdict, scenarios: [d], whose: peer, clause: "IHE", fr: pourquoi, en: why}
`

func TestCompareTellsNewsAndWhatIsGone(t *testing.T) {
	l, err := ReadList([]byte(known1))
	if err != nil {
		t.Fatal(err)
	}
	finding := func(rule etalon.RuleID, in etalon.ScenarioID, s etalon.Severity) etalon.Finding {
		return etalon.Finding{Rule: rule, Scenario: in, Severity: s}
	}
	rows, stale := l.Compare(Client, etalon.Result{
		Findings: []etalon.Finding{
			finding("T04.x", "a", etalon.SeverityError), finding("T04.x", "a", etalon.SeverityError),
			finding("T04.x", "c", etalon.SeverityWarning), finding("I01", "a", etalon.SeverityInfo),
		},
		Scenarios: []etalon.ScenarioResult{
			{ID: "a", Verdict: etalon.Fail, Findings: []int{0, 1}}, {ID: "b", Verdict: etalon.Pass},
			{ID: "d", Verdict: etalon.Inconclusive}, {ID: "e", Verdict: etalon.Inconclusive},
		},
	})
	var got []string
	for _, r := range rows {
		told := "news"
		if r.Known != nil {
			told = "known"
		}
		got = append(got, strings.Join([]string{r.Rule, string(r.Scenario), strings.Repeat("+", r.Count), told}, " "))
	}
	if diff := cmp.Diff([]string{"T04.x a ++ known", "T04.x c + news", "verdict d + known", "verdict e + news"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"T04.x b"}, stale); diff != "" {
		t.Error(diff)
	}
}

func TestReadListRefusesWhatIsNotComplete(t *testing.T) {
	for old, new := range map[string]string{
		"whose: peer": "whose: nobody", `clause: "IHE", `: "", "scenarios: [a, b]": "scenarios: []", "fr: pourquoi": "french: pourquoi", "direction: client": "direction: both",
	} {
		if _, err := ReadList([]byte(strings.Replace(known1, old, new, 1))); err == nil {
			t.Errorf("%s was accepted", new)
		}
	}
}

// The list of IPF is of the version that Maven is asked for.
func TestTheListIsOfTheVersionBuilt(t *testing.T) {
	pom, err := os.ReadFile("ipf/pom.xml")
	if err != nil {
		t.Fatal(err)
	}
	if want := "<ipf.version>" + list(t).Version + "</ipf.version>"; !strings.Contains(string(pom), want) {
		t.Errorf("ipf/pom.xml has no %s", want)
	}
}
