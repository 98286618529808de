package validate

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
)

// One cause is told once, with its places; another observation is another cause.
func TestOneCauseIsToldOnceWithItsPlaces(t *testing.T) {
	at := func(line int, observed string) etalon.Finding {
		return etalon.Finding{
			Rule: "R1.a", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityError, Observed: observed,
			Message: etalon.Text{FR: "mal écrit", EN: "ill written"}, Location: etalon.Location{Line: line, Offset: -1},
		}
	}
	list := []etalon.Finding{at(1, "x"), at(2, "y")}
	for line := 3; line <= 9; line++ {
		list = append(list, at(line, "x"))
	}
	var b strings.Builder
	teller{&b, "fr"}.document(Judged{Name: "a.xml", Report: judge.DocumentReport{Verdict: etalon.Fail, Own: list}})
	said := b.String()
	if strings.Count(said, "mal écrit") != 2 || strings.Count(said, "Lieu") != mostPlaces+1 || !strings.Contains(said, "encore 3\u00a0lieux") {
		t.Errorf("%s", said)
	}
}
