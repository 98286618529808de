package svrl

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// valueLimit is how many characters of a value are written.
const valueLimit = 2000

// unnamed stands for a rule without an id: the format asks for a test.
const unnamed = "ETALON.unnamed"

// Input is what every report is made of.
type Input = reports.Input

// Write writes the report. The error is the writer's.
func Write(w io.Writer, in Input) error {
	if in.Lang != "en" {
		in.Lang = "fr"
	}
	b := builder{in: in, findings: slices.Concat(in.Result.Findings, reports.Unfound(in.Result))}
	raw, err := xml.MarshalIndent(b.build(), "", " ")
	if err == nil {
		_, err = io.WriteString(w, xml.Header+string(raw)+"\n")
	}
	if err != nil {
		return fmt.Errorf("write svrl report: %w", err)
	}
	return nil
}

type builder struct {
	in       Input
	findings []etalon.Finding
	told     []bool
	of       map[etalon.ScenarioID][]int // findings of each scenario; "" has those of none
	out      output
	patterns int
}

func (b *builder) build() output {
	r := b.in.Result
	b.told = make([]bool, len(b.findings))
	sentence := reports.ResultSentence(r)
	b.out = output{
		Space: namespace, Version: visible(r.Tool.Version),
		Title: visible(strings.TrimSpace(r.SUT.Name+" "+r.SUT.Version)) + reports.Colon(b.in.Lang) + r.Verdict.String() + ", " + reports.ResultWord(r).In(b.in.Lang),
		Texts: []text{{Lang: "fr", Body: sentence.FR}, {Lang: "en", Body: sentence.EN}},
	}
	for _, p := range r.Packs {
		b.out.Texts = append(b.out.Texts, text{Body: visible(p.Name + " " + p.Version + " sha256:" + p.Digest)})
	}
	b.parts()
	b.sort()
	for _, s := range r.Scenarios {
		b.scenario(s)
	}
	b.session()
	return b.out
}

// sort gives each finding to its scenario. One that names none belongs to the
// scenario that lists it.
func (b *builder) sort() {
	for _, s := range b.in.Result.Scenarios {
		for _, i := range s.Findings {
			if i >= 0 && i < len(b.in.Result.Findings) && b.findings[i].Scenario == "" {
				b.findings[i].Scenario = s.ID
			}
		}
	}
	b.of = map[etalon.ScenarioID][]int{}
	for i, f := range b.findings {
		b.of[f.Scenario] = append(b.of[f.Scenario], i)
	}
}

func (b *builder) say(element any) { b.out.Said = append(b.out.Said, element) }

func (b *builder) pattern(title string, v etalon.Verdict) {
	b.patterns++
	b.say(pattern{ID: fmt.Sprintf("p%d", b.patterns), Name: visible(title), Role: v.String()})
}

// parts reports each profile that ran in part only.
func (b *builder) parts() {
	for _, p := range b.in.Result.Profiles {
		if !p.Partial() {
			continue
		}
		b.pattern(string(p.ID), p.Verdict)
		b.say(fired{Context: "/", Role: p.Verdict.String()})
		b.say(check{
			XMLName: xml.Name{Local: "svrl:successful-report"}, ID: "ETALON.part", Test: "ETALON.part", Role: "warning", Location: "/",
			Text: text{Lang: b.in.Lang, Body: reports.ProfileClaim(p, b.in.Lang)},
		})
	}
}

// scenario tells its checks in turn, each with its findings, and then what
// belongs to none of them.
func (b *builder) scenario(s etalon.ScenarioResult) {
	b.pattern(strings.TrimSpace(string(s.ID)+" "+s.Title.In(b.in.Lang)), s.Verdict)
	mine := b.of[s.ID]
	for _, c := range s.Checks {
		list := b.take(mine, func(f etalon.Finding) bool {
			return slices.Contains(f.Requirements, c.ID) || slices.Contains(c.Rules, f.Rule)
		})
		if c.Matched == 0 && len(list) == 0 {
			continue // nothing fired
		}
		b.say(fired{ID: name(string(c.ID)), Context: "/", Role: c.Verdict.String()})
		b.checks(list)
	}
	if list := b.take(mine, everything); len(list) > 0 {
		b.say(fired{Context: "/"})
		b.checks(list)
	}
}

// session tells what belongs to no scenario.
func (b *builder) session() {
	every := make([]int, len(b.findings))
	for i := range every {
		every[i] = i
	}
	if list := b.take(every, everything); len(list) > 0 {
		b.pattern("session", b.in.Result.Verdict)
		b.say(fired{Context: "/", Role: b.in.Result.Verdict.String()})
		b.checks(list)
	}
}

func everything(etalon.Finding) bool { return true }

// take gives those of some findings that were not told yet and are wanted.
func (b *builder) take(some []int, wanted func(etalon.Finding) bool) []etalon.Finding {
	var out []etalon.Finding
	for _, i := range some {
		if !b.told[i] && wanted(b.findings[i]) {
			b.told[i] = true
			out = append(out, b.findings[i])
		}
	}
	return out
}

func (b *builder) checks(list []etalon.Finding) {
	for _, f := range list {
		b.say(b.check(f))
	}
}

func (b *builder) check(f etalon.Finding) check {
	c := check{
		XMLName: xml.Name{Local: "svrl:failed-assert"}, ID: name(string(f.Rule)), Test: visible(string(f.Rule)), Location: visible(f.Location.XPath),
		Role: visible(string(f.Severity)), Text: text{Lang: "fr", Body: visible(f.Message.FR)},
	}
	if c.Test == "" {
		c.ID, c.Test = unnamed, unnamed
	}
	if f.Message.FR == "" {
		c.Text = text{Lang: "en", Body: visible(f.Message.EN)}
	}
	if c.Text.Body == "" {
		c.Text = text{Body: c.Test}
	}
	if c.Location == "" {
		c.Location = "/"
	}
	switch f.Verdict() {
	case etalon.Broken:
		c.Role, c.Flag = "fatal", "harness"
	case etalon.Inconclusive:
		c.Flag = "inconclusive"
	case etalon.NotApplicable, etalon.Pass, etalon.Fail: // the role of its severity says it
	}
	add := func(name, lang, value string) {
		if value != "" {
			c.Diagnostics = append(c.Diagnostics, diagnostic{Name: name, Lang: lang, Body: visible(value)})
		}
	}
	if f.Message.FR != "" {
		add("message", "en", f.Message.EN)
	}
	add("expected", "", f.Expected)
	add("observed", "", f.Observed)
	add("source", "", f.Source)
	place := reports.Place(f.Location, b.in.Lang)
	if f.Exchange != "" {
		place = etalon.Text{FR: "échange ", EN: "exchange "}.In(b.in.Lang) + string(f.Exchange) + ", " + place
	}
	add("place", b.in.Lang, place)
	add("hint", "fr", f.Hint.FR)
	add("hint", "en", f.Hint.EN)
	return c
}
