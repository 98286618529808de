package judge

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// A document that breaks a rule in each of its nodes fails as any other. The first of
// what the rule says is kept, and how much was not is said.
func TestWhatIsSaidOfOneDocumentIsBounded(t *testing.T) {
	const nodes = 1500
	doc := "<letter>" + strings.Repeat("<to/>", nodes) + "</letter>"
	r := hear(t, letters(false), doc, nil, "fails")
	kept, told := 0, ""
	for _, f := range r.Findings() {
		switch f.Rule {
		case "LIMIT.findings":
			if told = f.Observed; f.Expected != "1000" || f.Verdict() == etalon.Fail {
				t.Errorf("%+v", f)
			}
		default:
			kept++
		}
	}
	if r.Verdict != etalon.Fail || kept != 1000 || told != "1500" {
		t.Errorf("%s, %d findings, %q of them told", r.Verdict, kept, told)
	}
	if e := r.Entries[0]; e.Failed != 1000 || e.Evaluated != nodes+1 {
		t.Errorf("%+v", e)
	}
}

// A document of more nodes than there is room to judge is beyond the limits, and says so:
// it neither conforms nor fails.
func TestADocumentOfTooManyNodesIsOpen(t *testing.T) {
	doc := "<letter>" + strings.Repeat("<to/>", documentLimits.Nodes) + "</letter>"
	r := hear(t, letters(false), doc, nil, "fails")
	if r.Verdict != etalon.Inconclusive || len(r.Findings()) != 1 || r.Findings()[0].Rule != "XML.nodes" {
		t.Errorf("%s, %+v", r.Verdict, r.Findings())
	}
}
