package verdicts

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/waiver"
	"github.com/etalon-dmp/etalon/reports"
)

// Waiving reads a file of waivers, and gives what they lift on a day. A file with
// faults is an error of usage that tells them all.
func Waiving(file string, src []byte, today time.Time) (func([]etalon.Finding) []waiver.Entry, error) {
	list, problems := waiver.Read(file, src)
	if err := repertoire.Check(problems, nil); err != nil {
		return nil, err
	}
	return func(f []etalon.Finding) []waiver.Entry { return waiver.Apply(list, f, today) }, nil
}

// Exit is how a command ends that judged: by the verdict, or where there are waivers
// by that with them, unless one has expired or is not needed any more.
func (v Verdict) Exit() error {
	switch {
	case v.Waived == nil:
		return exit.Verdict(v.Result.Verdict)
	case v.Waived.Stale && v.Waived.Verdict != etalon.Broken:
		return exit.Error{Code: etalon.ExitWaiverExpired}
	}
	return exit.Verdict(v.Waived.Verdict)
}

// lifted are the findings that waivers lift.
func (m Means) lifted(findings []etalon.Finding) []bool {
	if m.Waivers == nil {
		return make([]bool, len(findings))
	}
	return waiver.Lifted(m.Waivers(findings), len(findings))
}

// waived lays the verdict with waivers beside the one without.
func waived(entries []waiver.Entry, first, after etalon.Result) *reports.Waived {
	w := &reports.Waived{
		SchemaVersion: reports.WaivedSchema, First: first.Verdict, Verdict: after.Verdict, Stale: waiver.Stale(entries),
		Profiles: []reports.WaivedProfile{}, Waivers: []reports.Waiver{},
	}
	for i, p := range first.Profiles {
		w.Profiles = append(w.Profiles, reports.WaivedProfile{ID: p.ID, First: p.Verdict, Verdict: after.Profiles[i].Verdict})
	}
	for _, e := range entries {
		w.Waivers = append(w.Waivers, reports.Waiver{
			Rule: e.Rule, Scenario: e.Scenario, Path: e.Path, Reason: e.Reason, Owner: e.Owner, Until: e.Until, State: string(e.State), Findings: e.Findings,
		})
	}
	return w
}
