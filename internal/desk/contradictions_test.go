package desk_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// What is claimed and was not played, and what was sent and nobody asked for.
func TestClaimsAgainstTraffic(t *testing.T) {
	raw, err := json.Marshal(etalon.Result{Exchanges: []etalon.ExchangeSummary{
		{ID: "x1", Transaction: "ITI-18"}, {ID: "x2", Transaction: "ITI-62"}, {ID: "x3", Transaction: "ITI-62"},
	}})
	must(t, err)
	p := plan.Plan{
		Schema: plan.Schema, SUT: etalon.SUT{Name: "LPS", Version: "1", Mode: etalon.ModeDirect}, Profiles: []plan.Profile{{ID: "consultation"}},
		Scenarios: []plan.Scenario{{ID: "s", Profile: "consultation", Steps: []plan.Step{{ID: "e", Kind: "expect", Expect: &plan.Expectation{Transaction: "ITI-18"}}}}},
	}
	planned, err := p.Marshal()
	must(t, err)
	digest := campaign.Digest(string(raw))
	d := &desk.Desk{Reports: func(string) desk.Folder {
		return drawer{campaign.ResultFile(digest): raw, "plan.json": planned}
	}}
	version := campaign.Version{Scope: &campaign.Scope{Profiles: []etalon.ProfileID{"acces", "consultation"}, Modes: []etalon.AuthMode{etalon.ModeDirect, etalon.ModeAIR}}}
	got, err := d.Contradictions(version, []campaign.Session{{State: campaign.Judged, Digest: digest}, {State: campaign.Received}})
	must(t, err)
	want := []campaign.Contradiction{{Kind: campaign.ProfileUnplayed, Subject: "acces"}, {Kind: campaign.ModeUnplayed, Subject: string(etalon.ModeAIR)}, {Kind: campaign.TrafficUnasked, Subject: "ITI-62", N: 2}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got, err := d.Contradictions(version, nil); err != nil || len(got) != 0 {
		t.Errorf("before anything is judged: %+v, %v", got, err)
	}
}
