package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/seal"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// What is said after a decision names it and what was said before: whoever leaves a
// statement out, or puts it elsewhere, is found out.
func TestStatementsFollowEachOther(t *testing.T) {
	key, err := seal.New()
	must(t, err)
	files, err := key.Files()
	must(t, err)
	pinned, sign := files[seal.PublicFile], (&desk.Desk{}).Signer(key)
	at := time.Date(2026, 11, 28, 1, 0, 0, 0, time.UTC)
	what := campaign.Saying{At: at, Decision: campaign.Decision{ID: 7, Outcome: campaign.Rejected, Reason: "<non>"}, Version: campaign.Version{
		Label: "1", Build: strings.Repeat("b", 64), Product: campaign.Product{Name: "LPS", Vendor: "V"}, Scope: &campaign.Scope{Digest: "s", Profiles: []etalon.ProfileID{"acces"}},
	}}
	var lines, digests []string
	say := func(k campaign.Kind, text string) {
		t.Helper()
		what.Kind, what.Previous, what.Text = k, digests, text
		jws, err := sign(what)
		must(t, err)
		lines, digests = append(lines, jws), append(digests, campaign.Digest(jws))
	}
	what.Kind = campaign.OfRevocation
	if _, err := sign(what); !errors.Is(err, campaign.ErrState) {
		t.Errorf("revoked before it was signed: %v", err)
	}
	say(campaign.OfDecision, "")
	say(campaign.OfCorrection, "lire 1.0")
	all, revoked, err := desk.VerifyAll(strings.Join(lines, "\n")+"\n", pinned)
	must(t, err)
	if len(all) != 2 || revoked || all[1].Later.Text != "lire 1.0" || all[1].Later.Of != digests[0] || !strings.Contains(string(all[0].Predicate), `"verdict":"INCONCLUSIVE"`) {
		t.Errorf("%+v, %t", all, revoked)
	}
	say(campaign.OfRevocation, "erreur")
	if _, revoked, err := desk.VerifyAll(strings.Join(lines, "\n"), pinned); err != nil || !revoked {
		t.Errorf("%t, %v", revoked, err)
	}
	for name, text := range map[string]string{
		"one left out": lines[0] + "\n" + lines[2], "another order": lines[0] + "\n" + lines[2] + "\n" + lines[1],
	} {
		if _, _, err := desk.VerifyAll(text, pinned); !errors.Is(err, desk.ErrChain) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other, err := seal.New()
	must(t, err)
	files, err = other.Files()
	must(t, err)
	if _, _, err := desk.VerifyAll(lines[0], files[seal.PublicFile]); !errors.Is(err, desk.ErrKey) {
		t.Errorf("by another key: %v", err)
	}
	for name, text := range map[string]string{"nothing": " \n", "no statement": "x", "altered": lines[0][:len(lines[0])-8] + "AAAAAAAA"} {
		if _, _, err := desk.VerifyAll(text, pinned); err == nil {
			t.Errorf("%s: verified", name)
		}
	}
	seal1, err := key.Sign([]byte("{}"))
	must(t, err)
	if _, _, err := desk.VerifyAll(seal1, pinned); err == nil {
		t.Error("the seal of a dossier is taken for a statement")
	}
}
