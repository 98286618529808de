package validate

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
)

func told(verdict etalon.Verdict, findings ...etalon.Finding) judge.DocumentReport {
	return judge.DocumentReport{Verdict: verdict, Entries: []judge.EntryReport{{Findings: findings}}}
}

func finding(rule, xpath string, severity etalon.Severity) etalon.Finding {
	return etalon.Finding{
		Rule: etalon.RuleID(rule), Outcome: etalon.OutcomeFailed, Severity: severity, Location: etalon.Location{XPath: xpath, Line: 3},
		Message: etalon.Text{FR: "faute <" + rule + ">", EN: "fault <" + rule + ">"},
	}
}

// TestSideBySide: what two packs say of one element, or of an element and its
// child, stands at one place; who refuses alone is told.
func TestSideBySide(t *testing.T) {
	d := sideBySide("a.xml",
		told(etalon.Fail,
			finding("MINE.1", "/*:ClinicalDocument[1]/*:author[2]/*:time[1]", etalon.SeverityError),
			finding("MINE.2", "/*:ClinicalDocument[1]/*:title[1]", etalon.SeverityError)),
		told(etalon.Fail, finding("their", "/hl7:ClinicalDocument/hl7:author[2]", etalon.SeverityError)))
	if d.Disagree() || len(d.Places) != 2 {
		t.Fatalf("%+v", d)
	}
	shared, alone := d.Places[0], d.Places[1]
	if len(shared.Said[0]) != 1 || len(shared.Said[1]) != 1 || shared.Alone() != -1 || shared.Place != "/ClinicalDocument/author[2]/time" {
		t.Errorf("the author: %+v", shared)
	}
	if alone.Alone() != 0 || len(alone.Said[1]) != 0 {
		t.Errorf("the title: %+v", alone)
	}
	s := &Sides{Packs: [2]string{"mine", "theirs"}, Documents: []TwoSided{d}}
	var text, page, data bytes.Buffer
	s.Text(&text, "en")
	if err := s.HTML(&page, "fr"); err != nil {
		t.Fatal(err)
	}
	if err := s.JSON(&data); err != nil || !json.Valid(data.Bytes()) {
		t.Fatalf("%v: %s", err, data.Bytes())
	}
	if !strings.Contains(text.String(), "A alone refuses") || !strings.Contains(text.String(), "fault <MINE.1>") {
		t.Errorf("text: %s", text.String())
	}
	if !strings.Contains(page.String(), "faute &lt;MINE.1&gt;") || strings.Contains(page.String(), "<MINE.1>") {
		t.Errorf("page: %s", page.String())
	}
	if s.First() != etalon.Fail {
		t.Errorf("joined: %s", s.First())
	}
}

// TestSidesOfADocumentThatOnePackAloneJudges: the other side says so.
func TestSidesOfADocumentThatOnePackAloneJudges(t *testing.T) {
	said := bothSaid{before: []Judged{{Name: "m.http", Report: told(etalon.Pass)}}, after: []Judged{{Name: "m.http#1", Report: told(etalon.Fail)}}}
	got := said.sides()
	if len(got) != 2 || got[0].Verdict[1] != etalon.NotApplicable.String() || got[1].Verdict[0] != etalon.NotApplicable.String() {
		t.Errorf("%+v", got)
	}
}
