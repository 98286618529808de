package waiver_test

import (
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/waiver"
)

// Whatever a file of waivers holds, its faults are told, or each waiver says what it
// lifts, why, and until when; and none lifts what the harness did.
func FuzzRead(f *testing.F) {
	f.Add([]byte(file))
	f.Add([]byte("waivers: []\n"))
	f.Add([]byte("waivers:\n  - rule: ''\n    reason: x\n    owner: y\n    until: 2026-02-30\n"))
	f.Add([]byte("waivers: [{rule: V, reason: a, owner: b, until: 9999-12-31}]\n"))
	broken := []etalon.Finding{
		{Rule: "V05.role", Severity: etalon.SeverityHarness, Outcome: etalon.OutcomeFailed},
		{Rule: "V05.role", Severity: etalon.SeverityError, Outcome: etalon.OutcomeError},
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		list, problems := waiver.Read("w.yaml", src)
		if len(problems) > 0 {
			return
		}
		for _, w := range list {
			if _, err := time.Parse(time.DateOnly, w.Until); err != nil || w.Rule == "" || w.Reason == "" || w.Owner == "" {
				t.Errorf("%+v was read from %q", w, src)
			}
		}
		for _, lifted := range waiver.Lifted(waiver.Apply(list, broken, time.Unix(0, 0)), len(broken)) {
			if lifted {
				t.Errorf("what the harness did is lifted by %q", src)
			}
		}
	})
}
