package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// A waiver is the authority's, is read by its vendor alone among vendors, stays when it is
// ended, and is part of what a decision is on.
func TestWaivers(t *testing.T) { both(t, waivers) }

func waivers(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	vendor, other, officer, second := w.As(w.people["vendor-admin-un"]), w.As(w.people["vendor-admin-deux"]), w.As(w.people["officer"]), w.As(w.people["second-officer"])
	id, err := vendor.HandIn(ctx, w.versions[0], "a", nothing)
	must(t, err, w.Settle(ctx, id, etalon.Fail, "d1"))
	one := campaign.Waiver{Version: w.versions[0], Rule: "V05.role", Reason: "le rôle vient d'une table de 2025", Owner: "N. Om", Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	if err := vendor.AddWaiver(ctx, one); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("a vendor lifts its own findings: %v", err)
	}
	decision, err := officer.Propose(ctx, w.versions[0], campaign.Accepted, "motif", time.Time{})
	must(t, err, officer.AddWaiver(ctx, one))
	if err := second.Confirm(ctx, decision); !errors.Is(err, campaign.ErrState) {
		t.Errorf("confirmed beside a waiver that nobody had seen: %v", err)
	}
	must(t, officer.Withdraw(ctx, decision, "dérogation"))
	decision, err = officer.Propose(ctx, w.versions[0], campaign.Accepted, "motif", time.Time{})
	must(t, err, second.Confirm(ctx, decision))
	all, err := vendor.Waivers(ctx, w.versions[0])
	must(t, err)
	if len(all) != 1 || all[0].Reason != one.Reason || !all[0].Until.Equal(one.Until) || all[0].By != "officer" {
		t.Errorf("%+v", all)
	}
	if all, err := other.Waivers(ctx, w.versions[0]); err != nil || len(all) != 0 {
		t.Errorf("another vendor reads it: %v, %v", all, err)
	}
	version, err := officer.EndWaiver(ctx, all[0].ID)
	must(t, err)
	if _, err := officer.EndWaiver(ctx, all[0].ID); version != w.versions[0] || !errors.Is(err, campaign.ErrState) {
		t.Errorf("ended twice, or of %d: %v", version, err)
	}
	if all, err = vendor.Waivers(ctx, w.versions[0]); err != nil || len(all) != 1 || all[0].Ended.IsZero() {
		t.Errorf("what was ended is gone: %+v, %v", all, err)
	}
}
