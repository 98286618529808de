package standing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/schemas"
)

// ground is a small pack, its schema and a plan of one profile.
func ground() (fstest.MapFS, fstest.MapFS, *plan.Plan) {
	packs := fstest.MapFS{
		"p/pack.yaml": {Data: []byte("name: p\nversion: \"1\"\nentries:\n  - {name: a, file: a.sch, over: soap}\n" +
			"schemas:\n  - {id: XSD.a, part: root, schema: a.xsd, requirements: [R1], source: s, confidence: A}\n")},
		"p/a.sch":             {Data: []byte("<a/>")},
		"p/valuesets/own.xml": {Data: []byte("<v/>")},
		"p/requirements.yaml": {Data: []byte("requirements:\n  - {id: R1, level: must, source: s, clause: c, confidence: A, text: {fr: un, en: one}}\n")},
	}
	return packs, fstest.MapFS{"a.xsd": {Data: []byte("<x/>")}, "b.xsd": {Data: []byte("<y/>")}},
		&plan.Plan{Profiles: []plan.Profile{{ID: "q", Planned: "1", Whole: "1"}}}
}

func of(t *testing.T, change func(packs, xsd fstest.MapFS, p *plan.Plan)) etalon.StandsOn {
	t.Helper()
	packs, xsd, p := ground()
	change(packs, xsd, p)
	l, err := schemas.Shelved(packs)
	if err != nil {
		t.Fatal(err)
	}
	on, err := standing.Of(standing.Input{Build: etalon.Build{Version: "v"}, Packs: l.Packs(), Schemas: xsd, Plan: p})
	if err != nil {
		t.Fatal(err)
	}
	return on
}

// Whatever changes of what a verdict stands on, the verdict says so, and only that.
func TestEveryChangeIsNamed(t *testing.T) {
	first := of(t, func(fstest.MapFS, fstest.MapFS, *plan.Plan) {})
	if same := standing.Differences(first, of(t, func(fstest.MapFS, fstest.MapFS, *plan.Plan) {})); len(same) > 0 {
		t.Errorf("nothing changed: %v", same)
	}
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	for name, c := range map[string]struct {
		change func(packs, xsd fstest.MapFS, p *plan.Plan)
		want   string
	}{
		"rule":      {func(p, _ fstest.MapFS, _ *plan.Plan) { p["p/a.sch"] = text("<b/>") }, "référentiel p"},
		"value set": {func(p, _ fstest.MapFS, _ *plan.Plan) { p["p/valuesets/own.xml"] = text("<w/>") }, "référentiel p"},
		"requirement": {func(p, _ fstest.MapFS, _ *plan.Plan) {
			p["p/requirements.yaml"].Data = []byte(strings.Replace(string(p["p/requirements.yaml"].Data), "one", "two", 1))
		}, "référentiel p, exigences"},
		"schema":   {func(_, x fstest.MapFS, _ *plan.Plan) { x["a.xsd"] = text("<z/>") }, "schémas XML, XSD.a"},
		"drawn in": {func(_, x fstest.MapFS, _ *plan.Plan) { x["b.xsd"] = text("<z/>") }, "schémas XML"},
		"part":     {func(_, _ fstest.MapFS, p *plan.Plan) { p.Profiles[0].Planned = "2" }, "scénarios"},
		"scenario": {func(_, _ fstest.MapFS, p *plan.Plan) { p.Profiles[0].Planned, p.Profiles[0].Whole = "2", "2" }, "scénarios, scénarios des profils"},
	} {
		var said []string
		for _, d := range standing.Differences(first, of(t, c.change)) {
			said = append(said, d.What)
			if d.From == d.To || !strings.Contains(d.String(), " → ") {
				t.Errorf("%s: %s", name, d)
			}
		}
		if got := strings.Join(said, ", "); got != c.want {
			t.Errorf("%s: differs by %q, want %q", name, got, c.want)
		}
	}
}

func TestDifferencesOfBuilds(t *testing.T) {
	a := etalon.StandsOn{Build: etalon.Build{Version: "1", Revision: strings.Repeat("a", 40), Engines: []etalon.Engine{{Name: "helium", Version: "1"}, {Name: "libxml2", Version: "2"}}}}
	b := etalon.StandsOn{Build: etalon.Build{Version: "1", Revision: strings.Repeat("b", 40), Modified: true, Engines: []etalon.Engine{{Name: "helium", Version: "2"}}}}
	want := []string{"source aaaaaaaaaaaa → bbbbbbbbbbbb+", "moteur helium 1 → 2", "moteur libxml2 2 → –"}
	var got []string
	for _, d := range standing.Differences(a, b) {
		got = append(got, fmt.Sprint(d))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// What changed in a result: verdict, profiles, requirements, findings.
func TestChanges(t *testing.T) {
	result := func(v etalon.Verdict, rules ...etalon.RuleID) etalon.Result {
		r := etalon.Result{Verdict: v, Profiles: []etalon.ProfileResult{
			{ID: "a", Verdict: v, Requirements: []etalon.RequirementResult{{ID: "R1", Verdict: v}, {ID: "R2", Verdict: etalon.Pass}}},
			{ID: "b", Verdict: etalon.Pass, Requirements: []etalon.RequirementResult{{ID: "R1", Verdict: etalon.Pass}}},
		}}
		for _, id := range rules {
			r.Findings = append(r.Findings, etalon.Finding{Rule: id})
		}
		return r
	}
	if same := standing.Changes(result(etalon.Fail, "A", "A"), result(etalon.Fail, "A", "A")); len(same) > 0 {
		t.Errorf("nothing changed: %v", same)
	}
	want := []string{"verdict FAIL → PASS", "profil a FAIL → PASS", "exigence R1 FAIL → PASS", "constats A 2 → –", "constats B 1 → 2", "constats C – → 1"}
	var got []string
	for _, d := range standing.Changes(result(etalon.Fail, "B", "A", "A"), result(etalon.Pass, "B", "C", "B")) {
		got = append(got, fmt.Sprint(d))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
