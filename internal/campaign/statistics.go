package campaign

import (
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Course is what became of one version, from its first session to what was decided.
type Course struct {
	Sessions int       // that were handed in
	From     time.Time // of the first
	// First and Last are the verdicts of the sessions that were judged first and last;
	// none is NotApplicable.
	First, Last etalon.Verdict
	Judged      bool      // one was judged
	Signed      time.Time // of the first signed decision; zero: none
	Outcome     Outcome   // of that decision
}

// Day is what happened on one day, UTC.
type Day struct {
	On       time.Time
	Sessions int // handed in
	Signed   int // decisions
}

// Tally counts versions by a verdict.
type Tally struct {
	Verdict etalon.Verdict `json:"verdict"`
	N       int            `json:"n"`
}

// Month is what happened in one month, UTC.
type Month struct {
	Month    string `json:"month"` // 2006-01
	Sessions int    `json:"sessions"`
	Signed   int    `json:"signed"`
}

// Statistics are the figures of campaigns. They name nobody.
type Statistics struct {
	Versions int     `json:"versions"` // of which a session was handed in
	Sessions int     `json:"sessions"`
	First    []Tally `json:"first"` // verdicts of the sessions that were judged first
	Last     []Tally `json:"last"`
	Accepted int     `json:"accepted"` // versions, by their first signed decision
	Rejected int     `json:"rejected"`
	// Tries is the median number of sessions of the versions that were decided on; Days and
	// Slowest are the median and the ninth decile of the days from the first session to the
	// signature. 0 when nothing was decided.
	Tries   int     `json:"tries"`
	Days    int     `json:"days"`
	Slowest int     `json:"slowest"`
	Months  []Month `json:"months"` // those in which something happened, the newest first
	Counts
}

// Counts are figures that a store counts by itself.
type Counts struct {
	Changed  int `json:"changed"` // sessions that a later judgement gave another verdict
	Revoked  int `json:"revoked"` // decisions
	Appeals  int `json:"appeals"`
	Upheld   int `json:"upheld"`
	Drawn    int `json:"drawn"` // sessions to look at again
	Looked   int `json:"looked"`
	Disagree int `json:"disagree"` // of Looked
}

// Count makes the figures of courses, days and counts.
func Count(courses []Course, days []Day, counts Counts) Statistics {
	s := Statistics{Versions: len(courses), Counts: counts, Months: []Month{}}
	var first, last []etalon.Verdict
	var tries, waits []int
	for _, c := range courses {
		s.Sessions += c.Sessions
		if c.Judged {
			first, last = append(first, c.First), append(last, c.Last)
		}
		if c.Signed.IsZero() {
			continue
		}
		if c.Outcome == Accepted {
			s.Accepted++
		} else {
			s.Rejected++
		}
		tries = append(tries, c.Sessions)
		waits = append(waits, int(c.Signed.Sub(c.From)/(24*time.Hour)))
	}
	s.First, s.Last = tallies(first), tallies(last)
	s.Tries, s.Days, s.Slowest = quantile(tries, 5), quantile(waits, 5), quantile(waits, 9)
	for _, d := range days {
		name := d.On.UTC().Format("2006-01")
		i := slices.IndexFunc(s.Months, func(m Month) bool { return m.Month == name })
		if i < 0 {
			i = len(s.Months)
			s.Months = append(s.Months, Month{Month: name})
		}
		s.Months[i].Sessions += d.Sessions
		s.Months[i].Signed += d.Signed
	}
	slices.SortFunc(s.Months, func(a, b Month) int { return strings.Compare(b.Month, a.Month) })
	return s
}

// tallies counts verdicts, the good ones first.
func tallies(of []etalon.Verdict) []Tally {
	out := []Tally{}
	for _, v := range []etalon.Verdict{etalon.Pass, etalon.Fail, etalon.Inconclusive, etalon.Broken, etalon.NotApplicable} {
		if n := len(slices.DeleteFunc(slices.Clone(of), func(x etalon.Verdict) bool { return x != v })); n > 0 {
			out = append(out, Tally{v, n})
		}
	}
	return out
}

// quantile is the value that tenths of ten values do not pass, 0 of none.
func quantile(of []int, tenths int) int {
	if len(of) == 0 {
		return 0
	}
	slices.Sort(of)
	return of[(len(of)*tenths+9)/10-1]
}
