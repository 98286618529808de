package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/store"
)

// The lot falls on conforming sessions; who had a part in a decision does not look again,
// nobody looks twice, and the log can be drawn from again.
func TestASecondLook(t *testing.T) { both(t, aSecondLook) }

func aSecondLook(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	vendor, officer, second := w.As(w.people["vendor-tester-un"]), w.As(w.people["officer"]), w.As(w.people["second-officer"])
	var chosen []campaign.Recheck
	for i := 0; i < 400 && len(chosen) < 2; i++ {
		id, err := vendor.HandIn(ctx, w.versions[0], fmt.Sprint("head ", i), nothing)
		verdict := etalon.Pass
		if i%2 == 1 {
			verdict = etalon.Fail
		}
		must(t, err, w.Settle(ctx, id, verdict, fmt.Sprint("d", i)))
		r, drawn, err := officer.Recheck(ctx, id)
		must(t, err)
		if drawn && verdict == etalon.Fail {
			t.Fatalf("session %d does not conform and was drawn", id)
		}
		if drawn {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) < 2 {
		t.Fatal("of 200 conforming sessions not two were drawn")
	}
	acts, err := w.Log(ctx)
	must(t, err)
	there := false
	for _, a := range acts {
		there = there || a.Hash == chosen[0].Ground
	}
	if !there {
		t.Error("the lot is drawn from no line of the log")
	}
	if _, _, err := vendor.Recheck(ctx, chosen[0].Session); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("a vendor knows the lot: %v", err)
	}
	if n := waits(t, officer, campaign.Look); n != len(chosen) {
		t.Errorf("%d wait for a second look", n)
	}
	_, err = officer.Propose(ctx, w.versions[0], campaign.Accepted, "motif", time.Time{})
	must(t, err)
	if err := officer.Look(ctx, chosen[0].Session, true, "vu"); !errors.Is(err, campaign.ErrSame) {
		t.Errorf("who proposed looks again: %v", err)
	}
	must(t, second.Look(ctx, chosen[0].Session, false, "le titre n'est pas celui qui était demandé"))
	if err := second.Look(ctx, chosen[0].Session, true, "encore"); !errors.Is(err, campaign.ErrState) {
		t.Errorf("looked at twice: %v", err)
	}
	if err := second.Look(ctx, chosen[1].Session, true, " "); !errors.Is(err, campaign.ErrInvalid) {
		t.Errorf("nothing was said: %v", err)
	}
	if n := waits(t, officer, campaign.Look); n != len(chosen)-1 {
		t.Errorf("%d wait for a second look", n)
	}
	r, _, err := officer.Recheck(ctx, chosen[0].Session)
	must(t, err)
	if r.Agrees || r.By != "second-officer" || r.Done.IsZero() {
		t.Errorf("%+v", r)
	}
	s, err := officer.Statistics(ctx, 0)
	must(t, err)
	if s.Drawn != 2 || s.Looked != 1 || s.Disagree != 1 {
		t.Errorf("%+v", s.Counts)
	}
}

func waits(t *testing.T, v store.View, what campaign.Deed) (n int) {
	t.Helper()
	all, err := v.Work(t.Context())
	must(t, err)
	for _, w := range all {
		if w.Waits == what {
			n++
		}
	}
	return n
}

// Judging a session again does not draw until the lot falls on it.
func TestTheLotIsDrawnOnce(t *testing.T) { both(t, theLotIsDrawnOnce) }

func theLotIsDrawnOnce(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	vendor, officer := w.As(w.people["vendor-tester-un"]), w.As(w.people["officer"])
	var session campaign.ID
	for i := 0; session == 0; i++ {
		id, err := vendor.HandIn(ctx, w.versions[0], fmt.Sprint("head ", i), nothing)
		must(t, err, w.Settle(ctx, id, etalon.Pass, "d0"))
		if _, drawn, err := officer.Recheck(ctx, id); err == nil && !drawn {
			session = id
		}
	}
	for i := range 100 { // each with another last line of the log
		must(t, officer.Again(ctx, session, nothing), w.Settle(ctx, session, etalon.Pass, fmt.Sprint("d", i+1)))
	}
	if _, drawn, err := officer.Recheck(ctx, session); drawn || err != nil {
		t.Errorf("drawn by judging it again: %v", err)
	}
}

// Figures are over all vendors, or over a campaign, and are for the authority.
func TestStatistics(t *testing.T) { both(t, statistics) }

func statistics(t *testing.T, where string) {
	w, ctx := open(t, where), t.Context()
	one, two := w.As(w.people["vendor-tester-un"]), w.As(w.people["vendor-tester-deux"])
	officer, second, head := w.As(w.people["officer"]), w.As(w.people["second-officer"]), w.As(w.people["head"])
	first, err := one.HandIn(ctx, w.versions[0], "a", nothing)
	must(t, err, w.Settle(ctx, first, etalon.Fail, "d1"))
	again, err := one.HandIn(ctx, w.versions[0], "b", nothing)
	must(t, err, w.Settle(ctx, again, etalon.Fail, "d2"), w.Settle(ctx, again, etalon.Inconclusive, "d3"))
	other, err := two.HandIn(ctx, w.versions[1], "c", nothing)
	must(t, err, w.Settle(ctx, other, etalon.Inconclusive, "d4"))
	id, err := officer.Propose(ctx, w.versions[0], campaign.Rejected, "motif", time.Time{})
	must(t, err, second.Confirm(ctx, id), head.Sign(ctx, id, signs))
	title, err := officer.AddCampaign(ctx, "Printemps")
	must(t, err, officer.Enrol(ctx, w.versions[1], title))

	s, err := officer.Statistics(ctx, 0)
	must(t, err)
	if s.Versions != 2 || s.Sessions != 3 || s.Rejected != 1 || s.Accepted != 0 || s.Tries != 2 || s.Changed != 1 {
		t.Errorf("%+v", s)
	}
	if len(s.First) != 2 || s.First[0] != (campaign.Tally{Verdict: etalon.Fail, N: 1}) || len(s.Last) != 1 || s.Last[0] != (campaign.Tally{Verdict: etalon.Inconclusive, N: 2}) {
		t.Errorf("%+v %+v", s.First, s.Last)
	}
	if len(s.Months) != 1 || s.Months[0] != (campaign.Month{Month: "2026-11", Sessions: 3, Signed: 1}) {
		t.Errorf("%+v", s.Months)
	}
	s, err = officer.Statistics(ctx, title)
	must(t, err)
	if s.Versions != 1 || s.Sessions != 1 || s.Rejected != 0 || s.Changed != 0 {
		t.Errorf("of the campaign: %+v", s)
	}
	if _, err := one.Statistics(ctx, 0); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("a vendor reads them: %v", err)
	}
}
