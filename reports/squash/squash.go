package squash

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// The statuses of Squash TM 13.
const (
	success = "SUCCESS"
	failure = "FAILURE"
	blocked = "BLOCKED"
	skipped = "SKIPPED"
)

const (
	detailLimit = 2000 // characters of what is told of a finding
	mostDetails = 100  // findings of one scenario
)

type imported struct {
	Suite suite  `json:"automated_test_suite"`
	Tests []test `json:"tests"`
}

type suite struct {
	Status string `json:"status"`
}

type test struct {
	Reference string   `json:"reference"`
	Status    string   `json:"status"`
	Details   []string `json:"failure_details,omitempty"`
}

// Write writes results to import. The error is the writer's.
func Write(w io.Writer, in reports.Input) error {
	r := in.Result
	out := imported{Suite: suite{status(r.Verdict)}, Tests: []test{}}
	if out.Suite.Status == success && reports.PartOf(r) != (etalon.Text{}) {
		out.Suite.Status = blocked
	}
	for _, s := range r.Scenarios {
		out.Tests = append(out.Tests, test{
			Reference: reports.Visible(string(s.Profile)+"."+string(s.ID), 200), Status: status(s.Verdict), Details: details(s, in),
		})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("write squash results: %w", err)
	}
	return nil
}

func status(v etalon.Verdict) string {
	switch v {
	case etalon.Pass:
		return success
	case etalon.Fail:
		return failure
	case etalon.NotApplicable:
		return skipped
	default: // not established, or the harness broke
		return blocked
	}
}

// part says which part of its profile a session played; nothing of a whole.
func part(id etalon.ProfileID, in reports.Input) []string {
	for _, p := range in.Result.Profiles {
		if cut := reports.Part(p).In(in.Lang); p.ID == id && cut != "" {
			return []string{reports.Visible(etalon.Text{FR: "sur une partie", EN: "on a part"}.In(in.Lang)+reports.Colon(in.Lang)+cut, detailLimit)}
		}
	}
	return nil
}

// details tells why a scenario is no success, and that its profile was played in part.
func details(s etalon.ScenarioResult, in reports.Input) []string {
	out := part(s.Profile, in)
	if s.Verdict == etalon.Pass || s.Verdict == etalon.NotApplicable {
		return out
	}
	if why := s.Reason.In(in.Lang); why != "" {
		out = append(out, reports.Visible(why, detailLimit))
	}
	more := 0
	for _, i := range s.Findings {
		if i < 0 || i >= len(in.Result.Findings) {
			continue
		}
		f := in.Result.Findings[i]
		if f.Verdict() == etalon.Pass || f.Verdict() == etalon.NotApplicable {
			continue
		}
		if len(out) >= mostDetails {
			more++
			continue
		}
		out = append(out, reports.Visible(fmt.Sprintf("%s : %s", f.Rule, f.Message.In(in.Lang)), detailLimit))
	}
	if more > 0 {
		out = append(out, fmt.Sprintf("… +%d", more))
	}
	return out
}
