package desk_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/store"
)

// Every statement is stamped once, whenever the authority answers; whoever signs does not
// wait for it.
func TestStatementsAreStamped(t *testing.T) {
	ctx := t.Context()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "etalon.db"), time.Now)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	must(t, s.First(ctx, "admin", "A", "x"))
	org, err := s.As(campaign.Person{ID: 1, Login: "admin", Role: campaign.Administrator}).AddOrganisation(ctx, "V")
	must(t, err)
	vendor := s.As(campaign.Person{ID: 1, Login: "v", Role: campaign.VendorAdmin, Organisation: org})
	product, err := vendor.AddProduct(ctx, "LPS")
	must(t, err)
	version, err := vendor.AddVersion(ctx, product, "1", "")
	must(t, err, vendor.Declare(ctx, version, []etalon.ProfileID{"acces"}, []etalon.ProfileID{"acces"}))
	as := func(id campaign.ID, r campaign.Role) store.View {
		return s.As(campaign.Person{ID: id, Login: string(r), Role: r})
	}
	admin := s.As(campaign.Person{ID: 1, Login: "admin", Role: campaign.Administrator})
	for _, r := range []campaign.Role{campaign.Officer, campaign.SecondOfficer, campaign.Head} {
		_, err := admin.AddPerson(ctx, campaign.Person{Login: string(r), Name: "N", Role: r}, "x")
		must(t, err)
	}
	sign := func(what campaign.Saying) (string, error) { return "jws of " + string(what.Kind), nil }
	id, err := as(2, campaign.Officer).Propose(ctx, version, campaign.Rejected, "motif", time.Time{})
	must(t, err, as(3, campaign.SecondOfficer).Confirm(ctx, id), as(4, campaign.Head).Sign(ctx, id, sign), as(4, campaign.Head).Revoke(ctx, id, "erreur", sign))
	at := time.Date(2026, 11, 28, 6, 0, 0, 0, time.UTC)
	asked, answers := []string{}, false
	by := func(_ context.Context, text string) ([]byte, time.Time, error) {
		asked = append(asked, text)
		if !answers && len(asked) == 2 {
			return nil, at, errors.New("away")
		}
		return []byte("token of " + text), at, nil
	}
	d := &desk.Desk{Store: s}
	if err := d.Stamp(ctx, by); err == nil || !strings.Contains(err.Error(), "away") {
		t.Errorf("%v", err)
	}
	answers = true
	must(t, d.Stamp(ctx, by), d.Stamp(ctx, by))
	if got := strings.Join(asked, ", "); got != "jws of decision, jws of revocation, jws of revocation" {
		t.Error(got)
	}
	said, err := s.Statements(ctx, id)
	must(t, err)
	stamped, err := s.Stamped(ctx, id)
	must(t, err)
	for _, one := range said {
		if token, err := s.StampOf(ctx, one.ID); err != nil || string(token) != "token of "+one.JWS || !stamped[one.ID].Equal(at) {
			t.Errorf("%s: %q, %v, %s", one.Kind, token, err, stamped[one.ID])
		}
	}
	must(t, s.Stamp(ctx, said[0].ID, at.Add(time.Hour), []byte("another")))
	if token, err := s.StampOf(ctx, said[0].ID); err != nil || string(token) != "token of jws of decision" {
		t.Errorf("the first stays: %q, %v", token, err)
	}
	if _, err := s.StampOf(ctx, 99); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("%v", err)
	}
	for _, change := range []string{"UPDATE stamp SET at = 1", "DELETE FROM stamp"} {
		if _, err := s.DB().ExecContext(ctx, change); err == nil {
			t.Errorf("%s: done", change)
		}
	}
}
