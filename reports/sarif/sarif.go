package sarif

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// schemaURI names the published schema of the format; nothing reads it.
const schemaURI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// valueLimit is how many characters of a value are written.
const valueLimit = 2000

// Input is what a SARIF log is made of.
type Input struct {
	Result etalon.Result
	Lang   string // "fr" (default) or "en"
	// Artifact gives the path of the file a finding is about, with slashes,
	// relative to where the log is read; "" when there is none. Nil: none has.
	Artifact func(etalon.Finding) string
}

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
	inv := invocation{Successful: r.Verdict != etalon.Broken, ExitCode: r.Verdict.ExitCode()}
	out := run{
		Tool:     tool{driver{Name: "Étalon", Version: r.Tool.Version, Language: in.Lang, Rules: []rule{}}},
		Language: in.Lang, Results: []result{},
		Properties: runProperties{
			Product: strings.TrimSpace(r.SUT.Name + " " + r.SUT.Version), Verdict: r.Verdict.String(),
			RulesRan: r.Rules.Ran, Matched: r.Rules.Matched, Packs: []string{}, Seed: r.Seed,
		},
	}
	for _, p := range r.Packs {
		out.Properties.Packs = append(out.Properties.Packs, p.Name+" "+p.Version+" sha256:"+p.Digest)
	}
	for _, p := range r.Profiles {
		if p.Partial() { // a log without results would look like a whole pass
			claim := string(p.ID) + reports.Colon(in.Lang) + reports.ProfileClaim(p, in.Lang)
			out.Properties.Partial = append(out.Properties.Partial, claim)
			inv.Notifications = append(inv.Notifications, notification{"warning", text{claim}})
		}
	}
	index := map[etalon.RuleID]int{}
	for _, f := range r.Findings {
		if f.Verdict() == etalon.Broken {
			inv.Successful = false
			inv.Notifications = append(inv.Notifications, notification{"error", text{tell(f, in.Lang)}})
			continue
		}
		i, seen := index[f.Rule]
		if !seen {
			i = len(out.Tool.Driver.Rules)
			index[f.Rule] = i
			out.Tool.Driver.Rules = append(out.Tool.Driver.Rules, newRule(f, in.Lang))
		}
		out.Results = append(out.Results, newResult(f, i, in))
	}
	out.Invocations = []invocation{inv}
	return out
}

func newRule(f etalon.Finding, lang string) rule {
	_, level := kind(f)
	if level == "none" {
		level = "error" // what the rule says when it can be established
	}
	out := rule{
		ID: string(f.Rule), Short: text{say(f.Message.In(lang), string(f.Rule))}, Default: configuration{level},
		Properties: ruleProperties{Tags: names(f.Requirements), Clause: f.Source, Confidence: string(f.Confidence)},
	}
	if hint := f.Hint.In(lang); hint != "" {
		out.Help = &text{hint}
	}
	return out
}

func newResult(f etalon.Finding, index int, in Input) result {
	k, level := kind(f)
	out := result{
		Rule: string(f.Rule), Index: index, Kind: k, Level: level, Message: text{tell(f, in.Lang)},
		Fingerprints: map[string]string{"etalonPlace/v1": fingerprint(f)},
		Properties: resultProperties{
			Requirements: names(f.Requirements), Exchange: string(f.Exchange), Scenario: string(f.Scenario),
			Expected: reports.Visible(f.Expected, valueLimit), Observed: reports.Visible(f.Observed, valueLimit),
		},
	}
	if l, ok := newLocation(f, in); ok {
		out.Locations = []location{l}
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

func newLocation(f etalon.Finding, in Input) (location, bool) {
	var l location
	if in.Artifact != nil {
		if path := in.Artifact(f); path != "" {
			l.Physical = &physical{Artifact: artifact{(&url.URL{Path: path}).String()}, Region: newRegion(f.Location)}
		}
	}
	if f.Location.XPath != "" {
		l.Logical = []logical{{f.Location.XPath, "element"}}
	}
	if l.Physical == nil && l.Logical == nil {
		return l, false
	}
	l.Message = &text{reports.Place(f.Location, in.Lang)}
	return l, true
}

// newRegion is the line of a document on its own. In a captured message lines
// are those of a part and only the offset is that of the file.
func newRegion(at etalon.Location) *region {
	switch {
	case at.Direction == "" && at.Part == 0 && at.Line > 0:
		return &region{Line: at.Line}
	case at.Offset >= 0 && (at.Direction != "" || at.XPath != ""):
		offset, one := at.Offset, 1
		return &region{Offset: &offset, Length: &one}
	default:
		return nil
	}
}

// tell is a finding in plain text: what, expected, observed, hint.
func tell(f etalon.Finding, lang string) string {
	var b strings.Builder
	b.WriteString(say(f.Message.In(lang), string(f.Rule)))
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
		out[i] = string(id)
	}
	return out
}

func say(s, instead string) string {
	if s == "" {
		return instead
	}
	return reports.Visible(s, valueLimit)
}
