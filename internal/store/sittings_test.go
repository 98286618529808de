package store_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// A sitting is one of its version at a time, is nobody else's, and becomes one session
// whoever says so how often.
func TestASittingBecomesOneSession(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		w := open(t, where)
		ctx := t.Context()
		tester, other := w.As(w.people["vendor-tester-un"]), w.As(w.people["vendor-tester-deux"])
		id, err := tester.Sit(ctx, w.versions[0], known[:1], []byte("the plan"))
		must(t, err)
		if _, err := tester.Sit(ctx, w.versions[0], known, nil); !errors.Is(err, campaign.ErrState) {
			t.Errorf("two at a time: %v", err)
		}
		if _, err := other.Sit(ctx, w.versions[0], known, nil); !errors.Is(err, campaign.ErrUnknown) {
			t.Errorf("of another's version: %v", err)
		}
		for _, err := range []error{
			other.StopSitting(ctx, id), other.Said(ctx, id, "yes"), other.Certify(ctx, w.versions[0], nil), other.EndCertificates(ctx, w.versions[0]),
			func() error { _, err := other.Sitting(ctx, id); return err }(),
		} {
			if !errors.Is(err, campaign.ErrUnknown) {
				t.Errorf("another vendor: %v", err)
			}
		}
		if _, err := w.As(w.people["officer"]).Sit(ctx, w.versions[1], known, nil); !errors.Is(err, campaign.ErrForbidden) {
			t.Errorf("an officer plays: %v", err)
		}
		all, err := w.UnderWay(ctx)
		must(t, err)
		if len(all) != 1 || all[0].ID != id || string(all[0].Plan) != "the plan" || all[0].Profiles[0] != known[0] {
			t.Errorf("under way: %+v", all)
		}
		must(t, tester.Said(ctx, id, "yes"), tester.StopSitting(ctx, id))
		if err := tester.Said(ctx, id, "no"); !errors.Is(err, campaign.ErrState) {
			t.Errorf("said after it was stopped: %v", err)
		}
		ordered := 0
		var sessions []campaign.ID
		for range 2 { // the program was killed before it could tell that it had done so
			s, err := w.Conclude(ctx, id, strings.Repeat("a", 64), func(*sql.Tx, campaign.ID) error { ordered++; return nil })
			must(t, err)
			sessions = append(sessions, s)
		}
		got, err := tester.Sitting(ctx, id)
		must(t, err)
		if ordered != 1 || sessions[0] == 0 || got.State != campaign.HandedIn || got.Session != sessions[0] || got.Ended.IsZero() {
			t.Errorf("%d, %v, %+v", ordered, sessions, got)
		}
		of, err := tester.Sessions(ctx, w.versions[0])
		must(t, err)
		if len(of) != 1 || of[0].By != "vendor-tester-un" {
			t.Errorf("handed in: %+v", of)
		}
		if all, err = w.UnderWay(ctx); err != nil || len(all) != 0 {
			t.Errorf("still under way: %+v %v", all, err)
		}
		second, err := tester.Sit(ctx, w.versions[0], known, []byte("p"))
		must(t, err, w.Abandon(ctx, second, "no dossier"))
		if got, err = tester.Sitting(ctx, second); err != nil || got.State != campaign.Failed || got.Why != "no dossier" {
			t.Errorf("%+v %v", got, err)
		}
	})
}

func TestACertificateIsOfOneVersionUntilItIsEnded(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		w := open(t, where)
		ctx := t.Context()
		tester := w.As(w.people["vendor-tester-un"])
		one := campaign.Certificate{Fingerprint: strings.Repeat("1", 64), Name: "structure-auth", Until: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)}
		must(t, tester.Certify(ctx, w.versions[0], []campaign.Certificate{one}))
		if err := w.As(w.people["vendor-tester-deux"]).Certify(ctx, w.versions[1], []campaign.Certificate{one}); !errors.Is(err, campaign.ErrInvalid) {
			t.Errorf("of two versions: %v", err)
		}
		if v, err := w.Holder(ctx, one.Fingerprint); err != nil || v != w.versions[0] {
			t.Errorf("%d %v", v, err)
		}
		if _, err := w.Holder(ctx, strings.Repeat("2", 64)); !errors.Is(err, campaign.ErrUnknown) {
			t.Errorf("nobody's: %v", err)
		}
		must(t, tester.EndCertificates(ctx, w.versions[0]))
		if _, err := w.Holder(ctx, one.Fingerprint); !errors.Is(err, campaign.ErrUnknown) {
			t.Errorf("ended: %v", err)
		}
		all, err := tester.Certificates(ctx, w.versions[0])
		must(t, err)
		if len(all) != 1 || all[0].Ended.IsZero() || all[0].Name != "structure-auth" {
			t.Errorf("%+v", all)
		}
	})
}
