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

// Input is what every report is made of.
type Input = reports.Input

// Write writes junit.xml: messages in the language asked, the words of the
// format in English. The error is the writer's.
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
	all := suites{Name: line(strings.TrimSpace(r.Tool.Name + " " + r.SUT.Name + " " + r.SUT.Version)), Time: unmeasured}
	if cut := reports.PartOf(r).In(b.in.Lang); cut != "" {
		all.Name += line(b.say(", sur une partie", ", on a part") + reports.Colon(b.in.Lang) + cut)
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
	out := suite{Name: line(s.ID)}
	out.Properties.List = append(list(
		"profile", string(s.Profile), "title", s.Title.In(b.in.Lang), "source", s.Source, "verdict", s.Verdict.String(),
	), append(b.part(s.Profile), b.packs()...)...)
	class := line(string(s.Profile) + "." + string(s.ID))
	told := etalon.NotApplicable
	for _, c := range s.Checks {
		tc := b.judged(line(c.ID), class, c.Verdict, b.findingsOf(s, c), b.why(s, c))
		tc.SystemOut = &output{text(b.worked(c) + b.remarks(s.Findings, func(f etalon.Finding) bool { return speaks(f, c) }))}
		out.add(tc)
		told = told.Join(c.Verdict)
	}
	rest := b.unspoken(s.Findings)
	if told < s.Verdict || len(s.Checks) == 0 || len(rest) > 0 {
		out.add(b.judged("scenario", class, s.Verdict, rest, s.Reason.In(b.in.Lang)))
	}
	if remarks := b.remarks(s.Findings, everything); remarks != "" {
		first := &out.Cases[0] // there is always one
		if first.SystemOut == nil {
			first.SystemOut = &output{}
		}
		first.SystemOut.Body += text(remarks)
	}
	return out
}

// parts has one skipped testcase per profile that ran in part only, so that no
// reader of the format shows a part as a whole.
func (b *builder) parts() suite {
	out := suite{Name: "profiles"}
	for _, p := range b.in.Result.Profiles {
		if p.Partial() {
			out.add(testcase{Name: line(p.ID), Class: "profiles", Skipped: &message{Message: line(reports.ProfileClaim(p, b.in.Lang))}})
		}
	}
	out.Properties.List = b.packs()
	return out
}

// part is the property that says which part of its profile a scenario stands for.
func (b *builder) part(id etalon.ProfileID) []property {
	for _, p := range b.in.Result.Profiles {
		if p.ID == id && p.Partial() {
			return list("partial", reports.ProfileClaim(p, b.in.Lang))
		}
	}
	return nil
}

// session holds what belongs to no scenario, so that nothing red is lost.
func (b *builder) session(all suites) suite {
	out := suite{Name: "session"}
	out.Properties.List = append(list("verdict", b.in.Result.Verdict.String()), b.packs()...)
	every := make([]int, len(b.in.Result.Findings))
	for i := range every {
		every[i] = i
	}
	v := b.in.Result.Verdict
	rest := b.unspoken(every)
	silent := all.Failures+all.Errors == 0 && v != etalon.Pass
	remarks := b.remarks(every, everything)
	if len(rest) == 0 && !silent {
		if remarks != "" {
			out.add(testcase{Name: "session", Class: "session", SystemOut: &output{text(remarks)}})
		}
		return out
	}
	if v == etalon.NotApplicable {
		v = etalon.Inconclusive // nothing applied: nothing is established
	}
	tc := b.judged("session", "session", v, rest, reports.ResultSentence(b.in.Result).In(b.in.Lang))
	if remarks != "" {
		tc.SystemOut = &output{text(remarks)}
	}
	out.add(tc)
	return out
}

// judged is a testcase with the element its verdict asks for, and never a
// better one than its findings allow.
func (b *builder) judged(name, class line, v etalon.Verdict, findings []int, why string) testcase {
	for _, i := range findings {
		v = v.Join(b.in.Result.Findings[i].Verdict())
	}
	tc := testcase{Name: name, Class: class}
	m := &message{Type: line(v.String()), Message: line(why), Body: text(b.blocks(findings))}
	if len(findings) > 0 {
		f := b.in.Result.Findings[findings[0]]
		m.Message = line(string(f.Rule) + reports.Colon(b.in.Lang) + f.Message.In(b.in.Lang))
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
		if f.Verdict() > etalon.Pass && speaks(f, c) {
			out = append(out, i)
			b.spoken[i] = true
		}
	}
	return out
}

// speaks tells whether a finding is about a check.
func speaks(f etalon.Finding, c etalon.RequirementResult) bool {
	return slices.Contains(f.Requirements, c.ID) || slices.Contains(c.Rules, f.Rule)
}

func everything(etalon.Finding) bool { return true }

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
		out = append(out, list("pack."+p.Name, p.Version+" sha256:"+p.Digest)...)
	}
	return out
}

// list pairs names and values.
func list(pairs ...string) []property {
	var out []property
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, property{line(pairs[i]), line(pairs[i+1])})
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
