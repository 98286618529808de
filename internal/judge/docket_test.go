package judge_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/schemas"
)

// failing is a Schematron file of one rule that fails wherever it looks.
func failing(id, context string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">` +
		`<sch:ns prefix="ev" uri="urn:etalon:evidence:1"/><sch:pattern id="P"><sch:rule context="` + context + `">` +
		`<sch:assert id="` + id + `" role="error" test="false()">faux</sch:assert></sch:rule></sch:pattern></sch:schema>`)}
}

// twoPacks are a general pack and one that extends it, each with a rule over
// exchanges and one over the scenarios of a session.
func twoPacks() fstest.MapFS {
	head := func(name, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("name: " + name + "\nversion: \"1\"\n" + more + "entries:\n  - {name: x, file: x.sch, over: soap}\n  - {name: s, file: s.sch, over: session}\n")}
	}
	return fstest.MapFS{
		"base/pack.yaml": head("base", "environment: ihe\n"), "base/x.sch": failing("BASE.x", "ev:exchange"), "base/s.sch": failing("BASE.s", "ev:scenario"),
		"more/pack.yaml": head("more", "environment: dmp\nextends: [base]\n"), "more/x.sch": failing("MORE.x", "ev:exchange"), "more/s.sch": failing("MORE.s", "ev:scenario"),
	}
}

func compiled(t *testing.T, fsys fstest.MapFS) (*judge.Book, error) {
	t.Helper()
	l, err := schemas.Shelved(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return judge.Compile(l.Packs())
}

// several is a session of one scenario of each profile, with one exchange in each
// and one outside.
func several(t *testing.T, p plan.Plan) *dossier.Dossier {
	t.Helper()
	for _, q := range p.Profiles {
		p.Scenarios = append(p.Scenarios, plan.Scenario{ID: etalon.ScenarioID("s-" + q.ID), Profile: q.ID})
	}
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	m := &dossier.Memory{}
	clock := func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
	w, err := dossier.NewWriter(m, clock, dossier.Session{Plan: raw})
	if err != nil {
		t.Fatal(err)
	}
	exchange := func() {
		c, err := w.Connection(etalon.Connection{TLS: etalon.TLS{Certificates: [][]byte{{1}}}})
		must(t, err)
		x, err := w.Request(etalon.Arrival{Connection: c, Transaction: etalon.ITI18, Raw: []byte("POST / HTTP/1.1\r\n\r\n")})
		must(t, err, w.Response(x, etalon.Answer{Raw: []byte("HTTP/1.1 200 OK\r\n\r\n")}))
	}
	for _, s := range p.Scenarios {
		must(t, w.Begin(s.ID))
		exchange()
		must(t, w.End(s.ID, outcome.Completed, ""))
	}
	exchange()
	must(t, w.Seal(outcome.Completed))
	d, err := dossier.Read(m)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// said lists what was found, as "rule of pack in scenario".
func said(t *testing.T, b *judge.Book, d *dossier.Dossier) []string {
	t.Helper()
	r, err := b.Judge(t.Context(), d, judge.Schemas{}, etalon.ToolInfo{}, etalon.Build{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s of %s in %s", f.Rule, f.Pack, f.Scenario))
	}
	slices.Sort(out)
	return out
}

// Each scenario meets the packs of its own profile, with what they extend; what is
// outside any meets those of the session's environment.
func TestEachScenarioMeetsItsOwnPacks(t *testing.T) {
	b, err := compiled(t, twoPacks())
	if err != nil {
		t.Fatal(err)
	}
	plain := plan.Profile{ID: "plain", Packs: []string{"base"}, Environment: etalon.EnvironmentIHE}
	french := plan.Profile{ID: "french", Packs: []string{"more"}, Environment: etalon.EnvironmentDMP}
	inPlain := []string{"BASE.s of base in s-plain", "BASE.x of base in s-plain"}
	inFrench := []string{"BASE.s of base in s-french", "BASE.x of base in s-french", "MORE.s of more in s-french", "MORE.x of more in s-french"}
	for _, c := range []struct {
		name string
		plan plan.Plan
		want [][]string
	}{
		{"plain", plan.Plan{Profiles: []plan.Profile{plain}}, [][]string{inPlain, {"BASE.x of base in "}}},
		{"french", plan.Plan{Profiles: []plan.Profile{french}, Environment: plan.Environment{VIHF: true}}, [][]string{inFrench, {"BASE.x of base in ", "MORE.x of more in "}}},
		{"both", plan.Plan{Profiles: []plan.Profile{plain, french}, Environment: plan.Environment{VIHF: true}}, [][]string{inPlain, inFrench, {"BASE.x of base in ", "MORE.x of more in "}}},
		{"exploration", plan.Plan{}, [][]string{{"BASE.x of base in "}}},
	} {
		want := slices.Concat(c.want...)
		slices.Sort(want)
		if got := said(t, b, several(t, c.plan)); !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// A plan that names a pack which is not there cannot be judged, and a scenario
// whose profile the plan does not know is judged as what is outside any.
func TestPlansThatDoNotFit(t *testing.T) {
	b, err := compiled(t, twoPacks())
	if err != nil {
		t.Fatal(err)
	}
	d := several(t, plan.Plan{Profiles: []plan.Profile{{ID: "p", Packs: []string{"other"}}}})
	if _, err := b.Judge(t.Context(), d, judge.Schemas{}, etalon.ToolInfo{}, etalon.Build{}); err == nil || !strings.Contains(err.Error(), "the rule pack other is not there") {
		t.Errorf("a pack that is not there: %v", err)
	}
	d = several(t, plan.Plan{Scenarios: []plan.Scenario{{ID: "s", Profile: "nobody's"}}})
	if got := said(t, b, d); !slices.Contains(got, "BASE.x of base in s") {
		t.Errorf("a scenario of no profile: %v", got)
	}
}

// Two rules of one name would be one in every verdict.
func TestARuleHasOnePack(t *testing.T) {
	fsys := twoPacks()
	fsys["more/x.sch"] = failing("BASE.x", "ev:request")
	if _, err := compiled(t, fsys); err == nil || !strings.Contains(err.Error(), "the rule BASE.x is already defined in base/x.sch:1") {
		t.Errorf("two packs with one rule: %v", err)
	}
	fsys = twoPacks()
	fsys["more/pack.yaml"].Data = append(fsys["more/pack.yaml"].Data, "schemas:\n  - {id: BASE.s, part: root, schema: m.xsd, requirements: [R], source: s, confidence: A}\n"...)
	if _, err := compiled(t, fsys); err == nil || !strings.Contains(err.Error(), "the rule BASE.s is already defined") {
		t.Errorf("a schema with the name of a rule: %v", err)
	}
}

// A pack needs what it extends.
func TestAPackIsNotJudgedByHalf(t *testing.T) {
	l, err := schemas.Shelved(twoPacks())
	if err != nil {
		t.Fatal(err)
	}
	more, _ := l.Pack("more")
	if _, err := judge.Compile([]*schemas.Pack{more}); err == nil || !strings.Contains(err.Error(), "base is not there") {
		t.Errorf("half a pack: %v", err)
	}
}

// A verdict names the schemas that it stands on: another schema, another digest.
func TestAVerdictNamesItsSchemas(t *testing.T) {
	fsys := twoPacks()
	fsys["base/pack.yaml"].Data = append(fsys["base/pack.yaml"].Data, "schemas:\n  - {id: XSD.m, part: root, schema: m.xsd, requirements: [R], source: s, confidence: A}\n"...)
	b, err := compiled(t, fsys)
	if err != nil {
		t.Fatal(err)
	}
	d := several(t, plan.Plan{Profiles: []plan.Profile{{ID: "plain", Packs: []string{"base"}}}})
	on := func(text, other string) etalon.StandsOn {
		r, err := b.Judge(t.Context(), d, judge.Schemas{
			Engine: refusing{}, Files: fstest.MapFS{"m.xsd": {Data: []byte(text)}, "other.xsd": {Data: []byte(other)}, "NOTES": {}},
		}, etalon.ToolInfo{}, etalon.Build{Version: "v"})
		if err != nil {
			t.Fatal(err)
		}
		return r.StandsOn
	}
	first := on("<one/>", "<two/>")
	if len(first.Schemas.Used) != 1 || first.Schemas.Used[0].Rule != "XSD.m" || first.Schemas.Used[0].Pack != "base" || len(first.Schemas.Used[0].Digest) != 64 {
		t.Fatalf("%+v", first.Schemas)
	}
	if again := on("<one/>", "<two/>"); again.Schemas.Digest != first.Schemas.Digest {
		t.Error("the same schemas have two digests")
	}
	if changed := on("<one />", "<two/>"); changed.Schemas.Digest == first.Schemas.Digest || changed.Schemas.Used[0].Digest == first.Schemas.Used[0].Digest {
		t.Error("a schema changes and the verdict does not say so")
	}
	if drawn := on("<one/>", "<three/>"); drawn.Schemas.Digest == first.Schemas.Digest {
		t.Error("a schema that another draws in changes and the verdict does not say so")
	}
	if len(first.Packs) != 2 || first.Packs[0].Digest == "" || len(first.Requirements) != 64 || first.Build.Version != "v" {
		t.Errorf("%+v", first)
	}
}
