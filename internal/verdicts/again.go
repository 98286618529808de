package verdicts

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
)

// Again says in a few lines what a judgement of a stored dossier has not in common
// with its session and with an earlier verdict: what each stands on, from → to, and
// what that changed. "" when both are the same, or the session did not say. earlier
// holds a verdict.json, or nothing; one that cannot be read is none.
func (v Verdict) Again(earlier []byte) string {
	var lines []string
	if p, err := plan.Unmarshal(v.Dossier.Session.Plan); err == nil && p.StandsOn != nil {
		if d := standing.Differences(*p.StandsOn, v.Result.StandsOn); len(d) > 0 {
			lines = append(lines, "Depuis la session (since the session): "+joined(d))
		}
	}
	if d := departed(v.Result); len(d) > 0 {
		lines = append(lines, "Au regard du catalogue (against the catalogue): "+strings.Join(d, " ; "))
	}
	var before etalon.Result
	if len(earlier) == 0 || json.Unmarshal(earlier, &before) != nil {
		return strings.Join(lines, "\n")
	}
	changed := standing.Changes(before, v.Result)
	switch {
	case len(changed) > 0:
		lines = append(lines, "Ce qui change (what changes): "+joined(changed))
	case len(lines) > 0:
		lines = append(lines, "Le résultat est le même (the result is the same).")
	}
	return strings.Join(lines, "\n")
}

// joined tells differences, of each kind the first few: many of one kind hide none
// of another.
func joined(list []standing.Difference) string {
	const most = 5
	var out []string
	for i := 0; i < len(list); {
		kind, _, _ := strings.Cut(list[i].What, " ")
		n := i
		for n < len(list) && strings.HasPrefix(list[n].What+" ", kind+" ") {
			n++
		}
		for _, d := range list[i:min(n, i+most)] {
			out = append(out, d.String())
		}
		if more := n - i - most; more > 0 {
			out = append(out, fmt.Sprintf("%s : et %d autres (and %d more)", kind, more, more))
		}
		i = n
	}
	return strings.Join(out, ", ")
}

// departed tells in what a session was not what the catalogue asks, the first few of
// each profile.
func departed(r etalon.Result) []string {
	const most = 5
	var out []string
	for _, p := range r.Profiles {
		for i, d := range p.Departures {
			if i == most {
				out = append(out, fmt.Sprintf("%s : et %d autres (and %d more)", p.ID, len(p.Departures)-most, len(p.Departures)-most))
				break
			}
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s", p.ID, d.Scenario))+" "+d.What.FR)
		}
	}
	return out
}
