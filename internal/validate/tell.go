package validate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/formats"
)

// Telling is how the verdicts on documents are told.
type Telling struct {
	Format string // text, json, svrl, sarif, junit, html, gitb or gazelle
	Lang   string // fr or en
	Sink   verdicts.Sink
	Tool   etalon.ToolInfo
	At     string // when it was judged, RFC 3339; "" where that is not to be told
}

// Tell writes the report in the format asked for, on an output and in the sink
// when there is one. Words that are no report go to words.
func (t Telling) Tell(out, words io.Writer, packs []etalon.PackInfo, said []Judged) error {
	if t.Format == "svrl" && t.Sink == nil {
		return writeSVRL(out, words, said)
	}
	var b bytes.Buffer
	file, err := "validation.txt", error(nil)
	switch t.Format {
	case "json":
		file, err = "validation.json", writeJSON(&b, packs, said)
	case "sarif", "junit", "html", "gitb", "gazelle":
		f, _ := formats.Named(t.Format)
		file, err = f.File, f.Write(&b, reports.Input{Result: resultOf(t.Tool, packs, said), Lang: t.Lang, At: t.At, Artifact: func(f etalon.Finding) string { return string(f.Scenario) }})
	default: // text; svrl whose files are in the sink
		writeText(&b, packs, said, t.Lang)
	}
	if err != nil {
		return err
	}
	if t.Sink != nil {
		if err := t.Sink.Put(map[string][]byte{file: b.Bytes()}); err != nil {
			return exit.Usage(err, OutHint)
		}
	}
	_, err = out.Write(b.Bytes())
	return err
}

// writeSVRL shows the one report there is.
func writeSVRL(out, words io.Writer, said []Judged) error {
	var all []svrl
	for _, j := range said {
		all = append(all, j.svrl...)
	}
	if len(all) == 1 {
		_, err := out.Write(all[0].text)
		return err
	}
	if len(all) == 0 {
		writeText(words, nil, said, "fr")
		return nil // the verdict says the rest
	}
	return exit.Usage(fmt.Errorf("%d rapports SVRL ne tiennent pas sur une sortie (SVRL reports do not fit one output)", len(all)),
		"Ajoutez --out DOSSIER, ou choisissez une entrée : --entry IHE. (Add --out FOLDER, or choose one entry.)")
}

// The form of --format json: an array with one object for each document.
type (
	documentJSON struct {
		File     string            `json:"file"`
		Verdict  etalon.Verdict    `json:"verdict"`
		Reason   *etalon.Text      `json:"reason,omitempty"` // why, when no finding says it
		Packs    []etalon.PackInfo `json:"packs"`
		Entries  []entryJSON       `json:"entries"`
		Findings []findingJSON     `json:"findings"`
		Defects  []defectJSON      `json:"defects"`
	}
	entryJSON struct {
		Name      string          `json:"name"`
		File      string          `json:"file,omitempty"`
		Kind      judge.EntryKind `json:"kind"`
		Verdict   etalon.Verdict  `json:"verdict"`
		Rules     int             `json:"rules"`        // asserts and reports loaded
		Fired     int             `json:"fired"`        // rules whose context was met
		Evaluated int             `json:"evaluated"`    // asserts and reports evaluated
		Failed    int             `json:"failed"`       // findings that fail the document
		Open      int             `json:"inconclusive"` // findings that leave the verdict open
		Remarks   int             `json:"warnings"`
	}
	findingJSON struct {
		Entry string `json:"entry"`
		etalon.Finding
	}
	defectJSON struct {
		Entry string `json:"entry"`
		Code  string `json:"code"`
		File  string `json:"file"`
		Line  int    `json:"line,omitempty"`
		Text  string `json:"text"`
	}
)

func writeJSON(w io.Writer, packs []etalon.PackInfo, said []Judged) error {
	all := make([]documentJSON, 0, len(said))
	for _, j := range said {
		d := documentJSON{File: j.Name, Verdict: j.Report.Verdict, Packs: packs, Entries: []entryJSON{}, Findings: []findingJSON{}, Defects: []defectJSON{}}
		if j.Report.Reason != (etalon.Text{}) {
			d.Reason = &j.Report.Reason
		}
		for _, f := range j.Report.Own {
			d.Findings = append(d.Findings, findingJSON{"", listed(f)})
		}
		for _, e := range j.Report.Entries {
			d.Entries = append(d.Entries, entryJSON{e.Name, e.File, e.Kind, e.Verdict, e.Rules, e.Fired, e.Evaluated, e.Failed, e.Open, e.Remarks})
			for _, f := range e.Findings {
				d.Findings = append(d.Findings, findingJSON{e.Name, listed(f)})
			}
			for _, x := range e.Defects {
				d.Defects = append(d.Defects, defectJSON{e.Name, x.Code, x.File, x.Line, x.Text})
			}
		}
		all = append(all, d)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(all)
}

// listed has a list of requirements, even an empty one.
func listed(f etalon.Finding) etalon.Finding {
	if f.Requirements == nil {
		f.Requirements = []etalon.RequirementID{}
	}
	return f
}

// resultOf is the verdict tree that other reports know: a scenario for each
// document, a check for each entry that was run on it.
func resultOf(tool etalon.ToolInfo, packs []etalon.PackInfo, said []Judged) etalon.Result {
	r := etalon.Result{
		SchemaVersion: etalon.ResultSchema, Tool: tool, Verdict: Joined(said), Packs: packs,
		SUT: etalon.SUTInfo{Name: "documents", Version: fmt.Sprint(len(said))}, Findings: []etalon.Finding{}, Exchanges: []etalon.ExchangeSummary{},
	}
	profile := etalon.ProfileResult{ID: "documents", Title: etalon.Text{FR: "Documents jugés seuls", EN: "Documents on their own"}, Verdict: r.Verdict}
	work := map[etalon.RuleID]*etalon.RuleWork{}
	loaded := map[string]int{}
	index := map[etalon.RequirementID]int{}
	for _, j := range said {
		s := etalon.ScenarioResult{
			ID: etalon.ScenarioID(j.Name), Profile: profile.ID, Title: etalon.Text{FR: j.Name, EN: j.Name}, Source: j.Name,
			Verdict: j.Report.Verdict, Checks: []etalon.RequirementResult{}, Findings: []int{},
		}
		if s.Verdict != etalon.Pass {
			s.Reason = j.Report.Reason
		}
		keep := func(f etalon.Finding, check etalon.RequirementID) {
			f.Scenario = s.ID
			if len(f.Requirements) == 0 && check != "" {
				f.Requirements = []etalon.RequirementID{check}
			}
			s.Findings = append(s.Findings, len(r.Findings))
			r.Findings = append(r.Findings, listed(f))
			if work[f.Rule] == nil {
				work[f.Rule] = &etalon.RuleWork{Rule: f.Rule}
			}
			work[f.Rule].Failed++
		}
		for _, f := range j.Report.Own {
			keep(f, "")
		}
		for _, e := range j.Report.Entries {
			check := etalon.RequirementResult{
				ID: etalon.RequirementID(e.Name), Verdict: e.Verdict, Source: e.File, Matched: e.Evaluated,
				Text:  etalon.Text{FR: "Règles de " + e.Name, EN: "Rules of " + e.Name},
				Rules: []etalon.RuleID{}, Scenarios: []etalon.ScenarioID{s.ID},
			}
			for _, f := range e.Findings {
				keep(f, check.ID)
			}
			s.Checks = append(s.Checks, check)
			loaded[e.Name] = e.Rules
			r.Rules.Matched += e.Evaluated
			i, known := index[check.ID]
			if !known {
				i = len(profile.Requirements)
				index[check.ID] = i
				profile.Requirements = append(profile.Requirements, check)
				continue
			}
			all := &profile.Requirements[i]
			all.Verdict, all.Matched, all.Scenarios = all.Verdict.Join(check.Verdict), all.Matched+check.Matched, append(all.Scenarios, s.ID)
		}
		r.Scenarios = append(r.Scenarios, s)
	}
	for _, n := range loaded {
		r.Rules.Loaded += n
	}
	r.Rules.ByRule = sortedWork(work)
	r.Profiles = []etalon.ProfileResult{profile}
	return r
}
