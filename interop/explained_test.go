package interop

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
)

const known1 = `peer: P
version: "1"
findings:
  - {direction: client, rule: T04.x, where: [a, "b*"], whose: peer, clause: "IHE", fr: pourquoi, en: why}
  - {direction: server, rule: T04.x, where: [c], whose: stand, clause: "IHE", fr: pourquoi, en: why}
  - {direction: client, rule: verdict, where: [d], whose: peer, clause: "IHE", fr: pourquoi, en: why}
  - {direction: client, rule: AN02.status, where: ["*/soap-1.1"], whose: peer, clause: "IHE", fr: pourquoi, en: why}
`

func TestCompareTellsNewsAndWhatIsGone(t *testing.T) {
	l, err := ReadList([]byte(known1))
	if err != nil {
		t.Fatal(err)
	}
	finding := func(rule etalon.RuleID, in etalon.ScenarioID, s etalon.Severity) etalon.Finding {
		return etalon.Finding{Rule: rule, Scenario: in, Severity: s}
	}
	answer := func(in etalon.ScenarioID, name string) etalon.Finding {
		return etalon.Finding{Rule: "AN02.status", Scenario: in, Severity: etalon.SeverityError, Message: etalon.Text{EN: "Message s01 (ITI-18, " + name + "): no"}}
	}
	rows, stale := l.Compare(Client, etalon.Result{
		Findings: []etalon.Finding{
			finding("T04.x", "a", etalon.SeverityError), finding("T04.x", "a", etalon.SeverityError),
			finding("T04.x", "c", etalon.SeverityWarning), finding("I01", "a", etalon.SeverityInfo),
			answer("a", "soap-1.1"), answer("c", "soap-1.1"), answer("c", "rich"),
		},
		Scenarios: []etalon.ScenarioResult{
			{ID: "a", Verdict: etalon.Fail, Findings: []int{0, 1}},
			{ID: "b", Verdict: etalon.Pass},
			{ID: "d", Verdict: etalon.Inconclusive},
			{ID: "e", Verdict: etalon.Inconclusive},
		},
	})
	var got []string
	for _, r := range rows {
		told := "news"
		if r.Known != nil {
			told = "known"
		}
		got = append(got, fmt.Sprint(r.Rule, " ", r.Case, " ", r.Scenarios, " ", r.Count, " ", told))
	}
	if diff := cmp.Diff([]string{
		"AN02.status rich [c] 1 news", "AN02.status soap-1.1 [a c] 2 known",
		"T04.x  [a] 2 known", "T04.x  [c] 1 news", "verdict  [d] 1 known", "verdict  [e] 1 news",
	}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"T04.x b*"}, stale); diff != "" {
		t.Error(diff)
	}
}

func TestReadListRefusesWhatIsNotComplete(t *testing.T) {
	for old, new := range map[string]string{
		"whose: peer": "whose: nobody", `clause: "IHE", `: "", `where: [a, "b*"]`: "where: []", "fr: pourquoi": "french: pourquoi", "direction: client": "direction: both",
	} {
		if _, err := ReadList([]byte(strings.Replace(known1, old, new, 1))); err == nil {
			t.Errorf("%s was accepted", new)
		}
	}
}

// The list of IPF is of the version that Maven is asked for.
func TestTheListIsOfTheVersionBuilt(t *testing.T) {
	for _, folder := range []string{"ipf", "ipf-pdq"} {
		pom, err := os.ReadFile(folder + "/pom.xml")
		if err != nil {
			t.Fatal(err)
		}
		if want := "<ipf.version>" + listed(t, folder+"/explained.yaml").Version + "</ipf.version>"; !strings.Contains(string(pom), want) {
			t.Errorf("%s/pom.xml has no %s", folder, want)
		}
	}
}
