package reports_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

func TestProfileClaim(t *testing.T) {
	for _, c := range []struct {
		v            etalon.Verdict
		ran, leftOut int
		fr, en       string
	}{
		{etalon.Pass, 8, 0, "PASS, conforme", "PASS, conforms"},
		{etalon.Pass, 1, 7, "PASS, conforme sur une partie\u00a0: 1\u00a0scénario sur 8, 7\u00a0écartés par le filtre", "PASS, conforms on a part: 1\u00a0scenario of 8, 7\u00a0left out by the filter"},
		{etalon.Pass, 7, 1, "PASS, conforme sur une partie\u00a0: 7\u00a0scénarios sur 8, 1\u00a0écarté par le filtre", "PASS, conforms on a part: 7\u00a0scenarios of 8, 1\u00a0left out by the filter"},
		{etalon.NotApplicable, 0, 3, "NOT_APPLICABLE, non jugé\u00a0: 0\u00a0scénario sur 3, 3\u00a0écartés par le filtre", "NOT_APPLICABLE, not judged: 0\u00a0scenarios of 3, 3\u00a0left out by the filter"},
		{etalon.Fail, 1, 7, "FAIL, non conforme\u00a0: 1\u00a0scénario sur 8, 7\u00a0écartés par le filtre", "FAIL, does not conform: 1\u00a0scenario of 8, 7\u00a0left out by the filter"},
	} {
		p := etalon.ProfileResult{Verdict: c.v, Ran: c.ran, LeftOut: c.leftOut}
		if got := reports.ProfileClaim(p, "fr"); got != c.fr {
			t.Errorf("got %q, want %q", got, c.fr)
		}
		if got := reports.ProfileClaim(p, "en"); got != c.en {
			t.Errorf("got %q, want %q", got, c.en)
		}
	}
}

// TestAPartIsNeverSaidAsAWhole: whatever the verdict, the sentence of a part is
// another than that of the whole.
func TestAPartIsNeverSaidAsAWhole(t *testing.T) {
	for _, v := range reports.Verdicts() {
		whole := etalon.Result{Verdict: v, Profiles: []etalon.ProfileResult{{Verdict: v, Ran: 8}}}
		cut := etalon.Result{Verdict: v, Profiles: []etalon.ProfileResult{{Verdict: v, Ran: 1, LeftOut: 7}}}
		if a, b := reports.ResultSentence(whole), reports.ResultSentence(cut); a.FR == b.FR || a.EN == b.EN {
			t.Errorf("%s: the same sentence: %v", v, b)
		}
	}
	cut := reports.ResultSentence(sample.Partial())
	const want = "Conforme au référentiel exécuté, sur une partie des scénarios (3\u00a0scénarios sur 13, 10\u00a0écartés par le filtre) — seule l’autorité homologue."
	if cut.FR != want {
		t.Errorf("got %q, want %q", cut.FR, want)
	}
	if reports.ResultWord(sample.Partial()) == reports.Word(etalon.Pass) || reports.ResultWord(sample.Whole()) != reports.Word(etalon.Pass) {
		t.Error("the word of a part is that of a whole")
	}
}
