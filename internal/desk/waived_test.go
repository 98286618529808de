package desk_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/desk"
)

// Waivers lift findings of the session that was judged last, by rule, group or scenario;
// an expired one says what it would lift, and one without a finding that it has none.
func TestWhatWaiversLift(t *testing.T) {
	raw, err := json.Marshal(etalon.Result{Findings: []etalon.Finding{
		{Rule: "V05.role", Severity: etalon.SeverityError, Scenario: "td0.2-active"},
		{Rule: "V05.mode", Severity: etalon.SeverityError, Scenario: "td2.1-pdf"},
		{Rule: "H01", Severity: etalon.SeverityWarning, Scenario: "td2.1-pdf"},
	}})
	must(t, err)
	digest := campaign.Digest(string(raw))
	at := func(text string) time.Time {
		day, err := time.Parse(time.DateOnly, text)
		must(t, err)
		return day
	}
	d := &desk.Desk{
		Reports: func(string) desk.Folder { return drawer{campaign.ResultFile(digest): raw} },
		Clock:   func() time.Time { return at("2026-11-28") },
	}
	sessions := []campaign.Session{{ID: 3, State: campaign.Received}, {ID: 2, State: campaign.Judged, Digest: digest}}
	got, err := d.Waived(sessions, []campaign.Waiver{
		{ID: 1, Rule: "V05", Until: at("2026-11-28")},
		{ID: 2, Rule: "V05", Scenario: "td2.1-pdf", Until: at("2026-11-27")},
		{ID: 3, Rule: "H01", Until: at("2026-12-28")},
		{ID: 4, Rule: "V05", Until: at("2026-12-28"), Ended: at("2026-11-01")},
	})
	must(t, err)
	type short struct {
		id    campaign.ID
		state string
		n     int
	}
	want := []short{{1, "used", 2}, {2, "expired", 1}, {3, "unneeded", 0}} // a warning is nobody's to lift
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i, w := range want {
		if (short{got[i].ID, got[i].State, got[i].Findings}) != w {
			t.Errorf("%+v, not %+v", got[i], w)
		}
	}
	if got, err := d.Waived(sessions[:1], []campaign.Waiver{{ID: 1, Rule: "V05", Until: at("2027-01-01")}}); err != nil || len(got) != 0 {
		t.Errorf("of no judged session: %v, %v", got, err)
	}
}
