package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// drawn has the lot fall on a session.
func (b *bench) drawn(session int) {
	b.t.Helper()
	_, err := b.store.DB().ExecContext(b.t.Context(), "INSERT INTO recheck (session, ground, at) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING", session, campaign.Genesis())
	must(b.t, err)
}

// A session that was drawn waits in the queue; an officer tells what is seen, once; no
// vendor knows of it; the figures count it.
func TestASessionIsLookedAtAgain(t *testing.T) {
	b := open(t)
	b.drawn(1)
	officer, vendor, auditor := b.enter("officer"), b.enter("vendor-tester"), b.enter("auditor")
	if _, page, _ := officer.ask("GET", "/work", nil); !strings.Contains(page, `href="/sessions/1"`) || !strings.Contains(page, "tirée au sort") {
		t.Errorf("queue: %s", page)
	}
	if _, page, _ := vendor.ask("GET", "/sessions/1", nil); strings.Contains(page, "Second regard") {
		t.Error("a vendor knows the lot")
	}
	if _, page, _ := auditor.ask("GET", "/sessions/1", nil); !strings.Contains(page, "Second regard") || strings.Contains(page, "/look") {
		t.Errorf("an auditor: %s", page)
	}
	for _, form := range []url.Values{{"note": {"vu"}}, {"seen": {"perhaps"}, "note": {"vu"}}, {"seen": {"agrees"}}} {
		if status, _, _ := officer.ask("POST", "/sessions/1/look", form); status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", form, status)
		}
	}
	said := url.Values{"seen": {"disagrees"}, "note": {"le titre <b>n'est pas</b> celui demandé"}}
	if status, _, _ := officer.ask("POST", "/sessions/1/look", said); status != http.StatusSeeOther {
		t.Errorf("recorded: %d", status)
	}
	if status, _, _ := officer.ask("POST", "/sessions/1/look", said); status != http.StatusConflict {
		t.Errorf("recorded twice: %d", status)
	}
	if _, page, _ := auditor.ask("GET", "/sessions/1", nil); !strings.Contains(page, "<strong>Désaccord</strong>") || strings.Contains(page, "<b>n") {
		t.Errorf("what was seen: %s", page)
	}
	if _, page, _ := auditor.ask("GET", "/statistics", nil); !strings.Contains(page, "revues, dont en désaccord</dt><dd>1, 1</dd>") {
		t.Errorf("figures: %s", page)
	}
	if status, _, _ := auditor.ask("GET", "/statistics?campaign=x", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("of no campaign: %d", status)
	}
}
