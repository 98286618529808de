package reports_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

func TestPlace(t *testing.T) {
	full := etalon.Location{Direction: "request", Part: 0, Line: 12, Offset: 812, XPath: "/s:Envelope/s:Body"}
	for _, c := range []struct {
		name, lang string
		at         etalon.Location
		want       string
	}{
		{"all known", "fr", full, "requête, partie 0, ligne 12, octet 812\u00a0: /s:Envelope/s:Body"},
		{"english", "en", full, "request, part 0, line 12, byte 812: /s:Envelope/s:Body"},
		{"offset unknown", "fr", etalon.Location{Direction: "response", Part: 1, Line: 3, Offset: -1, XPath: "/a"}, "réponse, partie 1, ligne 3\u00a0: /a"},
		{"message as a whole", "fr", etalon.Location{Direction: "request", Offset: -1}, "requête"},
		{"header part", "en", etalon.Location{Direction: "request", Part: 2, Offset: -1}, "request, part 2"},
		{"session", "fr", etalon.Location{Offset: -1}, "la session entière"},
		{"zero", "en", etalon.Location{}, "the whole session"},
		{"a file alone", "fr", etalon.Location{Line: 4, Offset: 90, XPath: "/c"}, "ligne 4, octet 90\u00a0: /c"},
		{"hostile", "en", etalon.Location{Line: 1, Offset: -1, XPath: "/a\x1b[2J"}, `line 1: /a\u001B[2J`},
	} {
		if got := reports.Place(c.at, c.lang); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"Hélène 3.0":              "Hélène 3.0",
		"a\nb\tc\r":               `a\nb\tc\r`,
		"\x1b[31mrouge":           `\u001B[31mrouge`,
		"a\u202eb":                `a\u202Eb`,
		"caf\xe9":                 `caf\xE9`,
		"a\u200bb\ufeff":          `a\u200Bb\uFEFF`,
		"\u009b2J":                `\u009B2J`,
		"a\u2066b\u061c":          `a\u2066b\u061C`,
		"a\U000e0041\u3164\u2060": `a\U000E0041\u3164\u2060`,
		"\ufdd0\U0001ffff\x00":    `\uFDD0\U0001FFFF\u0000`,
	} {
		if got := reports.Visible(in, 0); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
	if got := reports.Visible("ééééé", 3); got != "ééé… [5]" {
		t.Errorf("cut: %q", got)
	}
	if got := reports.Visible("ééé", 3); got != "ééé" {
		t.Errorf("not to be cut: %q", got)
	}
}

func TestPhrase(t *testing.T) {
	for in, want := range map[string]string{"": "", "été": "Été.", "Fini.": "Fini.", "quoi ?": "Quoi ?"} {
		if got := reports.Phrase(in); got != want {
			t.Errorf("Phrase(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCountAndPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1\u202f000", 1234567: "1\u202f234\u202f567", -1234: "-1\u202f234"} {
		if got := reports.Count(n, "fr"); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
	if got := reports.Count(12345, "en"); got != "12,345" {
		t.Errorf("english: %q", got)
	}
	if got := reports.Plural(0, "fr", "règle", "règles"); got != "0\u00a0règle" {
		t.Errorf("zero in French: %q", got)
	}
	if got := reports.Plural(0, "en", "rule", "rules"); got != "0\u00a0rules" {
		t.Errorf("zero in English: %q", got)
	}
}

func TestSortGroupsByEffectThenRule(t *testing.T) {
	r := sample.Result()
	r.Findings = append(r.Findings, etalon.Finding{Rule: "A01", Severity: etalon.SeverityHarness, Outcome: etalon.OutcomeFailed})
	g := reports.Sort(r.Findings)
	if len(g.Failed) != 2 || g.Failed[0].Rule != "V06" || g.Failed[1].Rule != "X05" {
		t.Fatalf("failed: %+v", g.Failed)
	}
	if got := g.Failed[0].Findings; len(got) != 2 || got[0] != 0 || got[1] != 3 {
		t.Errorf("V06 findings: %v", got)
	}
	if len(g.Broken) != 1 || len(g.Inconclusive) != 1 || len(g.Remarks) != 1 {
		t.Errorf("groups: %+v", g)
	}
	all := reports.Total(g.Broken) + reports.Total(g.Failed) + reports.Total(g.Inconclusive) + reports.Total(g.Remarks)
	if all != len(r.Findings) {
		t.Errorf("%d findings in groups, %d in the result", all, len(r.Findings))
	}
}

func TestUnsettleSaysWhy(t *testing.T) {
	got := reports.Unsettle(sample.Result())
	if len(got) != 3 {
		t.Fatalf("%d entries: %+v", len(got), got)
	}
	if len(got[0].Scenarios) != 1 || got[0].Scenarios[0] != "td2.1-pdf" || got[0].Requirement != "DMP-X16" || got[0].Why != reports.WhyNot(etalon.RequirementResult{Rules: []etalon.RuleID{"X16"}}) {
		t.Errorf("first: %+v", got[0])
	}
	if got[1].Scenarios[0] != "td3.1-documents" || got[1].Requirement != "" || got[1].Why.EN != "no ITI-18 request arrived within 30 s (step s02)" {
		t.Errorf("second: %+v", got[1])
	}
	none := reports.WhyNot(etalon.RequirementResult{})
	unmet := reports.WhyNot(etalon.RequirementResult{Rules: []etalon.RuleID{"Q01"}})
	if none == unmet || none.FR == "" || unmet.EN == "" {
		t.Errorf("the reasons must differ: %v, %v", none, unmet)
	}
	missing := reports.WhyNot(etalon.RequirementResult{Missing: []etalon.Proof{"X10.size"}})
	if !strings.Contains(missing.EN, "X10.size") {
		t.Errorf("rules that speak for it but met nothing: %v", missing)
	}
}

func TestSelftestOK(t *testing.T) {
	good := reports.Selftest{
		Conforming: reports.Conforming{Verdict: etalon.Pass},
		Mutants:    []reports.Mutant{{Name: "m", Killed: true}},
	}
	if !good.OK() {
		t.Error("a clean self-test is not OK")
	}
	for name, spoil := range map[string]func(*reports.Selftest){
		"a finding on the conforming product": func(s *reports.Selftest) { s.Conforming.Findings = 1 },
		"an inconclusive conforming run":      func(s *reports.Selftest) { s.Conforming.Verdict = etalon.Inconclusive },
		"a survivor":                          func(s *reports.Selftest) { s.Mutants = append(s.Mutants, reports.Mutant{Name: "n"}) },
		"no mutant":                           func(s *reports.Selftest) { s.Mutants = nil },
	} {
		s := good
		spoil(&s)
		if s.OK() {
			t.Errorf("%s: still OK", name)
		}
	}
}
