package store_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// What chance picked waits for somebody, once, who proposed nothing on that version.
func TestASessionThatWasDrawnIsLookedAtByAnother(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		w := open(t, where)
		ctx := t.Context()
		id, err := w.As(w.people["vendor-tester-un"]).HandIn(ctx, w.versions[0], strings.Repeat("a", 64), func(*sql.Tx, campaign.ID) error { return nil })
		must(t, err, w.Settle(ctx, id, etalon.Pass, strings.Repeat("d", 64)), w.Draw(ctx, id), w.Draw(ctx, id))
		officer, second := w.As(w.people["officer"]), w.As(w.people["second-officer"])
		_, err = officer.Propose(ctx, w.versions[0], campaign.Accepted, "conforme", time.Time{})
		must(t, err)
		waiting := func() (n int) {
			all, err := second.Work(ctx)
			must(t, err)
			for _, one := range all {
				if one.Waits == campaign.LookAgain && one.Session == id {
					n++
				}
			}
			return n
		}
		if waiting() != 1 {
			t.Error("it does not wait, or twice")
		}
		if err := officer.Rechecked(ctx, id, "bon"); !errors.Is(err, campaign.ErrSame) {
			t.Errorf("by who proposed: %v", err)
		}
		if err := w.As(w.people["vendor-tester-un"]).Rechecked(ctx, id, "bon"); !errors.Is(err, campaign.ErrForbidden) {
			t.Errorf("by the vendor: %v", err)
		}
		if err := second.Rechecked(ctx, id, " "); !errors.Is(err, campaign.ErrInvalid) {
			t.Errorf("nothing found: %v", err)
		}
		must(t, second.Rechecked(ctx, id, "le verdict est le bon"))
		if err := second.Rechecked(ctx, id, "encore"); !errors.Is(err, campaign.ErrState) {
			t.Errorf("twice: %v", err)
		}
		r, err := second.Recheck(ctx, id)
		must(t, err)
		if r == nil || r.By != "second-officer" || r.Text != "le verdict est le bon" || waiting() != 0 {
			t.Errorf("%+v, %d wait", r, waiting())
		}
	})
}
