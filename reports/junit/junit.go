package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// Input is what a JUnit report is made of.
type Input struct {
	Result etalon.Result
	Lang   string // "fr" (default) or "en", of messages; words of the format stay English
}

// Write writes junit.xml. The error is the writer's.
func Write(w io.Writer, in Input) error {
	b := builder{in: in, spoken: make([]bool, len(in.Result.Findings))}
	out, err := xml.MarshalIndent(b.build(), "", "  ")
	if err != nil {
		return fmt.Errorf("write junit report: %w", err)
	}
	if _, err := io.WriteString(w, xml.Header+string(out)+"\n"); err != nil {
		return fmt.Errorf("write junit report: %w", err)
	}
	return nil
}

type builder struct {
	in     Input
	spoken []bool // findings already told in a testcase
}

func (b *builder) build() suites {
	r := b.in.Result
	all := suites{Name: strings.TrimSpace(r.Tool.Name + " " + r.SUT.Name + " " + r.SUT.Version)}
	if cut := reports.PartOf(r).In(b.in.Lang); cut != "" {
		all.Name += b.say(", sur une partie", ", on a part") + reports.Colon(b.in.Lang) + cut
		all.add(b.parts())
	}
	for _, s := range r.Scenarios {
		all.add(b.scenario(s))
	}
	if s := b.session(all); s.Tests > 0 {
		all.add(s)
	}
	return all
}

func (b *builder) scenario(s etalon.ScenarioResult) suite {
	out := suite{Name: string(s.ID), Package: string(s.Profile), File: s.Source}
	out.Properties.List = append([]property{
		{"profile", string(s.Profile)}, {"title", s.Title.In(b.in.Lang)}, {"verdict", s.Verdict.String()},
	}, append(b.part(s.Profile), b.packs()...)...)
	class := string(s.Profile) + "." + string(s.ID)
	told := etalon.NotApplicable
	for _, c := range s.Checks {
		mine := b.findingsOf(s, c)
		tc := b.judged(string(c.ID), class, c.Verdict, mine, b.why(s, c))
		tc.Properties = &properties{[]property{
			{"requirement", string(c.ID)}, {"rules", join(c.Rules)}, {"matched", fmt.Sprint(c.Matched)}, {"source", c.Source},
		}}
		out.add(tc)
		told = told.Join(c.Verdict)
	}
	rest := b.unspoken(s.Findings)
	if told < s.Verdict || len(s.Checks) == 0 || len(rest) > 0 {
		out.add(b.judged("scenario", class, s.Verdict, rest, s.Reason.In(b.in.Lang)))
	}
	if remarks := b.remarks(s.Findings); remarks != "" {
		out.SystemOut = &message{Body: remarks}
	}
	return out
}

// parts has one skipped testcase per profile that ran in part only, so that no
// reader of the format shows a part as a whole.
func (b *builder) parts() suite {
	out := suite{Name: "profiles", Package: "profiles"}
	for _, p := range b.in.Result.Profiles {
		if p.Partial() {
			out.add(testcase{Name: string(p.ID), Class: "profiles", Skipped: &message{Message: reports.ProfileClaim(p, b.in.Lang)}})
		}
	}
	out.Properties.List = b.packs()
	return out
}

// part is the property that says which part of its profile a scenario stands for.
func (b *builder) part(id etalon.ProfileID) []property {
	for _, p := range b.in.Result.Profiles {
		if p.ID == id && p.Partial() {
			return []property{{"partial", reports.ProfileClaim(p, b.in.Lang)}}
		}
	}
	return nil
}

// session holds what belongs to no scenario, so that nothing red is lost.
func (b *builder) session(all suites) suite {
	out := suite{Name: "session", Package: "session"}
	out.Properties.List = append([]property{{"verdict", b.in.Result.Verdict.String()}}, b.packs()...)
	every := make([]int, len(b.in.Result.Findings))
	for i := range every {
		every[i] = i
	}
	v := b.in.Result.Verdict
	rest := b.unspoken(every)
	silent := all.Failures+all.Errors == 0 && v != etalon.Pass
	if len(rest) == 0 && !silent {
		return out
	}
	if v == etalon.NotApplicable {
		v = etalon.Inconclusive // nothing applied: nothing is established
	}
	out.add(b.judged("session", "session", v, rest, reports.ResultSentence(b.in.Result).In(b.in.Lang)))
	return out
}

// judged is a testcase with the element its verdict asks for, and never a
// better one than its findings allow.
func (b *builder) judged(name, class string, v etalon.Verdict, findings []int, why string) testcase {
	for _, i := range findings {
		v = v.Join(b.in.Result.Findings[i].Verdict())
	}
	tc := testcase{Name: name, Class: class}
	m := &message{Type: v.String(), Message: why, Body: b.blocks(findings)}
	if len(findings) > 0 {
		f := b.in.Result.Findings[findings[0]]
		m.Message = string(f.Rule) + reports.Colon(b.in.Lang) + f.Message.In(b.in.Lang)
	}
	switch v {
	case etalon.Pass:
	case etalon.NotApplicable:
		m.Type = ""
		tc.Skipped = m
	case etalon.Fail:
		tc.Failure = m
	default:
		tc.Error = m
	}
	return tc
}

// findingsOf are the findings of a scenario that speak for one of its checks
// and count for its verdict. Each is marked as spoken.
func (b *builder) findingsOf(s etalon.ScenarioResult, c etalon.RequirementResult) []int {
	var out []int
	for _, i := range s.Findings {
		if i < 0 || i >= len(b.spoken) {
			continue
		}
		f := b.in.Result.Findings[i]
		if f.Verdict() > etalon.Pass && (slices.Contains(f.Requirements, c.ID) || slices.Contains(c.Rules, f.Rule)) {
			out = append(out, i)
			b.spoken[i] = true
		}
	}
	return out
}

func (b *builder) unspoken(candidates []int) []int {
	var out []int
	for _, i := range candidates {
		if i >= 0 && i < len(b.spoken) && !b.spoken[i] && b.in.Result.Findings[i].Verdict() > etalon.Pass {
			out = append(out, i)
			b.spoken[i] = true
		}
	}
	return out
}

func (b *builder) why(s etalon.ScenarioResult, c etalon.RequirementResult) string {
	if c.Verdict == etalon.Pass {
		return ""
	}
	if why := s.Reason.In(b.in.Lang); why != "" {
		return why
	}
	if c.Verdict == etalon.Fail || c.Verdict == etalon.Broken {
		return c.Text.In(b.in.Lang)
	}
	return reports.WhyNot(c).In(b.in.Lang)
}

func (b *builder) packs() []property {
	var out []property
	for _, p := range b.in.Result.Packs {
		out = append(out, property{"pack." + p.Name, p.Version + " sha256:" + p.Digest})
	}
	return out
}

func join[T ~string](list []T) string {
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = string(v)
	}
	return strings.Join(parts, " ")
}
