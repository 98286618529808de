package svrl_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/svrl"
)

func write(t *testing.T, in svrl.Input) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := svrl.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seen is the report as a reader takes it, in order.
type seen struct {
	name, pattern, rule, text string
	attrs                     map[string]string
	diagnostics               map[string]string
}

// read reads the report and lists what breaks the grammar of ISO/IEC 19757-3.
func read(raw []byte) (all []seen, faults []string) {
	must := map[string][]string{"failed-assert": {"location", "test"}, "successful-report": {"location", "test"}, "fired-rule": {"context"}, "diagnostic-reference": {"diagnostic"}}
	order := []string{"text", "active-pattern"}
	var stack []string
	var chars strings.Builder
	pattern, rule, last := "", "", ""
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return all, faults
		}
		if err != nil {
			return all, append(faults, err.Error())
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			n := tok.Name.Local
			attrs := map[string]string{}
			for _, a := range tok.Attr {
				attrs[a.Name.Local] = a.Value
			}
			for _, a := range must[n] {
				if attrs[a] == "" {
					faults = append(faults, n+" without "+a)
				}
			}
			if tok.Name.Space != "http://purl.oclc.org/dsdl/svrl" {
				faults = append(faults, "namespace "+tok.Name.Space)
			}
			switch len(stack) {
			case 0:
				if n != "schematron-output" {
					faults = append(faults, "root "+n)
				}
			case 1:
				switch n {
				case "active-pattern":
					pattern, rule = attrs["name"], ""
				case "fired-rule":
					if last == "" || slices.Contains(order[:1], last) {
						faults = append(faults, "a rule without a pattern")
					}
					rule = attrs["role"] + " " + attrs["id"]
				case "failed-assert", "successful-report":
					if rule == "" {
						faults = append(faults, n+" without a rule")
					}
				}
				all = append(all, seen{name: n, pattern: pattern, rule: rule, attrs: attrs, diagnostics: map[string]string{}})
				last = n
			case 2:
				all[len(all)-1].diagnostics[attrs["diagnostic"]+attrs["lang"]] = ""
			}
			stack = append(stack, n+" "+attrs["diagnostic"]+attrs["lang"])
			chars.Reset()
		case xml.EndElement:
			if top := stack[len(stack)-1]; len(stack) == 3 {
				if n, key, _ := strings.Cut(top, " "); n == "text" {
					all[len(all)-1].text = chars.String()
				} else {
					all[len(all)-1].diagnostics[key] = chars.String()
				}
			} else if len(stack) == 2 && strings.HasPrefix(top, "text ") {
				all[len(all)-1].text = chars.String()
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			chars.Write(tok)
		}
	}
}

func only(all []seen, name string) []seen {
	return slices.DeleteFunc(slices.Clone(all), func(s seen) bool { return s.name != name })
}

func TestSample(t *testing.T) {
	all, faults := read(write(t, svrl.Input{Result: sample.Result()}))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	failed := only(all, "failed-assert")
	var got []string
	for _, f := range failed {
		got = append(got, fmt.Sprint(f.attrs["id"], " ", f.attrs["role"], " ", f.attrs["flag"], " in ", strings.Fields(f.pattern + " -")[0], ", ", f.rule))
	}
	want := []string{
		"V06 error  in td2.1-pdf, FAIL DMP-V06", "X05 error  in td2.1-pdf, FAIL DMP-X05", "X04.label warning  in td2.1-pdf, PASS DMP-X04",
		"ETALON.verdict.inconclusive error inconclusive in td2.1-pdf, INCONCLUSIVE DMP-X16",
		"V06 error  in td2.1-fault, FAIL DMP-V06", "S02 error inconclusive in td2.1-fault, INCONCLUSIVE DMP-S02",
		"ETALON.verdict.inconclusive error inconclusive in td3.1-documents,  ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	f := failed[0]
	if f.text != "Le VIHF n’annonce pas la version attendue." || f.diagnostics["expected"] != "3.0" || f.diagnostics["observed"] != "2.0" ||
		!strings.HasPrefix(f.diagnostics["placefr"], "échange x0003, requête, partie 0, ligne 12") || !strings.HasPrefix(f.diagnostics["hinten"], "Write 3.0") ||
		!strings.HasPrefix(f.attrs["location"], "/s:Envelope/s:Header/") {
		t.Errorf("%+v", f)
	}
	if n := len(only(all, "active-pattern")); n != 5 {
		t.Errorf("%d patterns, want one for each scenario", n)
	}
}

// TestFailedAssertsExactlyWhenNotPass: the tools that gather SVRL count them.
func TestFailedAssertsExactlyWhenNotPass(t *testing.T) {
	for _, v := range []etalon.Verdict{etalon.NotApplicable, etalon.Pass, etalon.Inconclusive, etalon.Fail, etalon.Broken} {
		for name, r := range map[string]etalon.Result{
			"alone":    {Verdict: v},
			"scenario": {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: v, Reason: etalon.Text{FR: "délai"}}}},
			"check":    {Verdict: v, Scenarios: []etalon.ScenarioResult{{ID: "s", Verdict: v, Checks: []etalon.RequirementResult{{ID: "R", Verdict: v}}}}},
		} {
			all, faults := read(write(t, svrl.Input{Result: r, Lang: "en"}))
			if red := len(only(all, "failed-assert")) > 0; red != (v != etalon.Pass) || len(faults) > 0 {
				t.Errorf("%s, %s: red is %v; %v", v, name, red, faults)
			}
		}
	}
}

func TestAPartIsToldAsAPart(t *testing.T) {
	all, faults := read(write(t, svrl.Input{Result: sample.Partial()}))
	told := only(all, "successful-report")
	if len(faults) > 0 || len(told) != 3 || !strings.Contains(told[1].text, "sur une partie\u00a0: 1\u00a0scénario sur 8") {
		t.Errorf("%v %+v", faults, told)
	}
	if raw := write(t, svrl.Input{Result: sample.Whole()}); bytes.Contains(raw, []byte("partie")) {
		t.Error("a whole pass is told as a part")
	}
}

func TestNoFindingIsLost(t *testing.T) {
	for name, r := range map[string]etalon.Result{"sample": sample.Result(), "many": sample.Many(500), "hostile": sample.Poisoned("x")} {
		all, _ := read(write(t, svrl.Input{Result: r}))
		if n := len(only(all, "failed-assert")); n < len(r.Findings) {
			t.Errorf("%s: %d of %d findings", name, n, len(r.Findings))
		}
	}
}

func TestGivenResultStaysAsItIs(t *testing.T) {
	r := sample.Result()
	r.Findings[0].Scenario = ""
	first, second := write(t, svrl.Input{Result: r}), write(t, svrl.Input{Result: r})
	if r.Findings[0].Scenario != "" || !bytes.Equal(first, second) {
		t.Error("writing changes what is written")
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("")
	f.Add(sample.Hostile)
	f.Add(sample.Unspeakable)
	f.Fuzz(func(t *testing.T, evil string) {
		all, faults := read(write(t, svrl.Input{Result: sample.Poisoned(evil)}))
		if len(faults) > 0 || len(only(all, "failed-assert")) < 5 {
			t.Errorf("%q: %v", evil, faults)
		}
	})
}
