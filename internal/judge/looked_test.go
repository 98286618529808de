package judge_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// given are terminologies of which one, system 1.2.3, is whole and knows the code A.
type given struct{}

func (given) Whole(system string) bool             { return system == "1.2.3" }
func (given) Has(system, code string) (bool, bool) { return system == "1.2.3" && code == "A", false }
func (given) Labels(string, string) []string       { return nil }

// termed judges a document for what hangs on terminologies.
func termed(t *testing.T, with bool, codes string) (etalon.Result, etalon.RequirementResult) {
	t.Helper()
	b := book(t)
	if with {
		b.Codes = given{}
	}
	r := judgedBy(t, b, []etalon.RequirementID{"CISIS-TERMS"}, func(w *dossier.Writer) {
		must(t, w.Begin("s"))
		c, err := w.Connection(etalon.Connection{TLS: etalon.TLS{Version: "1.2", Certificates: [][]byte{{1}}}})
		must(t, err)
		x, err := w.Request(etalon.Arrival{Connection: c, Transaction: etalon.ITI41, Raw: feeding(clinical("1.2.250.1.213.1.1.1.37", codes))})
		must(t, err, w.Response(x, etalon.Answer{Raw: []byte("HTTP/1.1 200 OK\r\n\r\n")}))
		must(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received}),
			w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
	})
	return r, r.Profiles[0].Requirements[0]
}

// What hangs on terminologies is open, with what settles it and beside the verdict, where
// none is given, where one that is published whole is missing, and where none of those
// given has a code; a code that is not of its terminology fails all the same.
func TestWhatHangsOnTerminologiesIsOpenWithoutThem(t *testing.T) {
	const (
		known   = `<code code="A" codeSystem="1.2.3"/>`
		unknown = `<code code="B" codeSystem="1.2.3"/>`
		loinc   = `<value code="1" codeSystem="2.16.840.1.113883.6.1"/>`
		table   = `<value code="1" codeSystem="2.16.840.1.113883.5.4"/>`
	)
	for name, c := range map[string]struct {
		with    bool
		codes   string
		verdict etalon.Verdict
		open    string
	}{
		"none given":                    {false, known, etalon.Inconclusive, "terminology:"},
		"all known":                     {true, known, etalon.Pass, ""},
		"not of its terminology":        {true, unknown, etalon.Fail, ""},
		"one published is missing":      {true, known + loinc, etalon.Inconclusive, "2.16.840.1.113883.6.1"},
		"one fails, another is missing": {true, unknown + loinc, etalon.Fail, ""},
		"a table that is not published": {true, known + table, etalon.Pass, ""},
		"nothing could be looked up":    {true, table, etalon.Inconclusive, "terminology:"},
	} {
		r, q := termed(t, c.with, c.codes)
		if q.Verdict != c.verdict || !strings.Contains(q.Open.EN, c.open) || !strings.Contains(q.Open.FR, c.open) || (c.open == "") != (q.Open == etalon.Text{}) {
			t.Errorf("%s: %s, open %q", name, q.Verdict, q.Open.EN)
		}
		for _, f := range r.Findings {
			if f.Rule == "TERM.absent" || f.Outcome == etalon.OutcomeInconclusive {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}
