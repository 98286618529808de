package waiver

import (
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
)

// State is what became of a waiver.
type State string

// The states of a waiver.
const (
	Used     State = "used"
	Expired  State = "expired"  // it lifts nothing any longer
	Unneeded State = "unneeded" // there is no such finding
)

// Entry is a waiver and the findings that it lifted, or would have: indices into
// those of the result.
type Entry struct {
	Waiver
	State    State `json:"state"`
	Findings []int `json:"findings"`
}

// Apply tells what waivers lift of findings on a day.
func Apply(list []Waiver, findings []etalon.Finding, today time.Time) []Entry {
	out := make([]Entry, 0, len(list))
	for _, w := range list {
		e := Entry{Waiver: w, State: Unneeded, Findings: []int{}}
		for i, f := range findings {
			if w.lifts(f) {
				e.Findings = append(e.Findings, i)
				e.State = Used
			}
		}
		if w.expired(today) {
			e.State = Expired
		}
		out = append(out, e)
	}
	return out
}

// Lifted tells which findings are lifted by an entry that is in use.
func Lifted(entries []Entry, n int) []bool {
	out := make([]bool, n)
	for _, e := range entries {
		if e.State == Used {
			for _, i := range e.Findings {
				out[i] = true
			}
		}
	}
	return out
}

// Stale tells that a waiver has expired or is not needed any more.
func Stale(entries []Entry) bool {
	return slices.ContainsFunc(entries, func(e Entry) bool { return e.State != Used })
}
