package sarif

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// schemaURI names the published schema of the format; nothing reads it.
const schemaURI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// valueLimit is how many characters of a value are written.
const valueLimit = 2000

// descriptionLimit is how many of a message: GitHub cuts a description at 1024.
const descriptionLimit = 1000

// mostResults is how many results one log holds: GitHub refuses a file of more
// than 25 000. What is left out is told in a notification.
const mostResults = 20_000

// mostTags is how many tags GitHub takes for one rule.
const mostTags = 20

// Input is what every report is made of.
type Input = reports.Input

// Write writes the log. The error is the writer's.
func Write(w io.Writer, in Input) error {
	if in.Lang != "en" {
		in.Lang = "fr"
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(log{Schema: schemaURI, Version: "2.1.0", Runs: []run{newRun(in)}}); err != nil {
		return fmt.Errorf("write sarif report: %w", err)
	}
	return nil
}

func newRun(in Input) run {
	r := in.Result
	b := builder{in: in, index: map[etalon.RuleID]int{}, seen: map[string]int{}, invocation: invocation{Successful: r.Verdict != etalon.Broken, ExitCode: r.Verdict.ExitCode()}}
	b.run = run{
		Tool:       tool{driver{Name: "Étalon", Version: visible(r.Tool.Version), Language: in.Lang, Rules: []rule{}}},
		Automation: automation{"etalon/" + strings.ReplaceAll(say(r.SUT.Name, "-"), "/", "-") + "/"},
		Language:   in.Lang, Results: []result{},
		Properties: runProperties{
			Product: visible(strings.TrimSpace(r.SUT.Name + " " + r.SUT.Version)), Verdict: r.Verdict.String(),
			RulesRan: r.Rules.Ran, Matched: r.Rules.Matched, Packs: []string{}, Seed: r.Seed,
		},
	}
	for _, p := range r.Packs {
		b.run.Properties.Packs = append(b.run.Properties.Packs, visible(p.Name+" "+p.Version+" sha256:"+p.Digest))
	}
	for _, p := range r.Profiles {
		if p.Partial() { // a log without results would look like a whole pass
			claim := visible(string(p.ID)) + reports.Colon(in.Lang) + reports.ProfileClaim(p, in.Lang)
			b.run.Properties.Partial = append(b.run.Properties.Partial, claim)
			b.notify("warning", claim)
		}
	}
	for _, f := range r.Findings {
		b.add(f)
	}
	for _, f := range reports.Unfound(r) {
		b.add(f)
	}
	if b.left > 0 {
		b.notify("warning", reports.Plural(b.left, in.Lang, etalon.Text{FR: "constat n’est pas dans ce journal : voir verdict.json", EN: "finding is not in this log: see verdict.json"}.In(in.Lang),
			etalon.Text{FR: "constats ne sont pas dans ce journal : voir verdict.json", EN: "findings are not in this log: see verdict.json"}.In(in.Lang)))
	}
	b.run.Invocations = []invocation{b.invocation}
	return b.run
}

type builder struct {
	in         Input
	run        run
	invocation invocation
	index      map[etalon.RuleID]int
	seen       map[string]int // fingerprints, and how often
	left       int            // results left out
}

func (b *builder) notify(level, what string) {
	b.invocation.Notifications = append(b.invocation.Notifications, notification{level, text{what}})
}

func (b *builder) add(f etalon.Finding) {
	if f.Verdict() == etalon.Broken {
		b.invocation.Successful = false
		b.notify("error", tell(f, b.in.Lang))
		return
	}
	if len(b.run.Results) == mostResults {
		b.left++
		return
	}
	i, seen := b.index[f.Rule]
	if !seen {
		i = len(b.run.Tool.Driver.Rules)
		b.index[f.Rule] = i
		b.run.Tool.Driver.Rules = append(b.run.Tool.Driver.Rules, newRule(f, b.in.Lang))
	}
	b.run.Results = append(b.run.Results, b.result(f, i))
}

func newRule(f etalon.Finding, lang string) rule {
	_, level := kind(f)
	if level == "none" {
		level = "error" // what the rule says when it can be established
	}
	what := say(f.Message.In(lang), ruleID(f))
	return rule{
		ID: ruleID(f), Short: text{what}, Full: text{what}, Help: text{say(f.Hint.In(lang), "etalon explain "+ruleID(f))}, Default: configuration{level},
		Properties: ruleProperties{Tags: names(f.Requirements[:min(len(f.Requirements), mostTags)]), Clause: visible(f.Source), Confidence: visible(string(f.Confidence))},
	}
}

func (b *builder) result(f etalon.Finding, index int) result {
	k, level := kind(f)
	mark := fingerprint(f)
	b.seen[mark]++
	out := result{
		Rule: ruleID(f), Index: index, Kind: k, Level: level, Message: text{tell(f, b.in.Lang)}, Locations: []location{b.location(f)},
		Fingerprints: map[string]string{
			"etalonPlace/v1": mark,
			// The one GitHub follows: the place, and which of the findings there.
			"primaryLocationLineHash": fmt.Sprintf("%s:%d", mark[:16], b.seen[mark]),
		},
		Properties: resultProperties{
			Requirements: names(f.Requirements), Exchange: visible(string(f.Exchange)), Scenario: visible(string(f.Scenario)),
			Expected: reports.Visible(f.Expected, valueLimit), Observed: reports.Visible(f.Observed, valueLimit),
		},
	}
	if at := f.Location; at.Direction != "" {
		out.Properties.Message = &message{Direction: visible(at.Direction), Part: at.Part, Line: at.Line}
		if at.Offset >= 0 {
			out.Properties.Message.Offset = &at.Offset
		}
	}
	return out
}

// kind is the SARIF kind and level of a finding.
func kind(f etalon.Finding) (kind, level string) {
	switch {
	case f.Verdict() == etalon.Inconclusive, f.Outcome == etalon.OutcomeInconclusive:
		return "open", "none"
	case f.Verdict() == etalon.Fail:
		return "fail", "error"
	case f.Severity == etalon.SeverityWarning:
		return "fail", "warning"
	default:
		return "fail", "note"
	}
}

// tell is a finding in plain text: what, expected, observed, hint.
func tell(f etalon.Finding, lang string) string {
	var b strings.Builder
	b.WriteString(say(f.Message.In(lang), ruleID(f)))
	add := func(fr, en, value string) {
		if value != "" {
			b.WriteString("\n" + etalon.Text{FR: fr, EN: en}.In(lang) + reports.Colon(lang) + reports.Visible(value, valueLimit))
		}
	}
	add("Attendu", "Expected", f.Expected)
	add("Observé", "Observed", f.Observed)
	add("Clause", "Clause", f.Source)
	add("Remède", "Hint", f.Hint.In(lang))
	return b.String()
}

// fingerprint names the place of a finding apart from the values there, so that
// a host follows it from one log to the next.
func fingerprint(f etalon.Finding) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		string(f.Rule), string(f.Scenario), f.Location.Direction, fmt.Sprint(f.Location.Part), f.Location.XPath,
	}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func names(ids []etalon.RequirementID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = visible(string(id))
	}
	return out
}

func say(s, instead string) string {
	if s == "" {
		return instead
	}
	return reports.Visible(s, descriptionLimit)
}

func visible(s string) string { return reports.Visible(s, valueLimit) }

// ruleID is never empty: a result without one is refused.
func ruleID(f etalon.Finding) string { return say(string(f.Rule), "ETALON.unnamed") }
