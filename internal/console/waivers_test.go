package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An officer has the authority live with a finding, the vendor reads why, and it ends.
func TestAWaiver(t *testing.T) {
	b := open(t)
	officer, vendor := b.enter("officer"), b.enter("vendor-tester")
	form := url.Values{"rule": {"V05.role"}, "why": {"une <i>table</i> de 2025"}, "owner": {"N. Om"}, "last": {"2099-01-01"}}
	for _, field := range []string{"rule", "why", "owner", "last"} {
		less := url.Values{}
		for k, v := range form {
			if k != field {
				less[k] = v
			}
		}
		if status, _, _ := officer.ask("POST", "/versions/1/waivers", less); status != http.StatusUnprocessableEntity {
			t.Errorf("without %s: %d", field, status)
		}
	}
	if status, _, _ := officer.ask("POST", "/versions/1/waivers", form); status != http.StatusSeeOther {
		t.Errorf("added: %d", status)
	}
	_, page, _ := vendor.ask("GET", "/versions/1", nil)
	if !strings.Contains(page, "qu&#39;aucun scénario n&#39;attendait : <code>ITI-62</code>, 3 ×") {
		t.Errorf("what was seen and not asked for: %s", page)
	}
	if !strings.Contains(page, "sans objet : le constat n") || !strings.Contains(page, "une &lt;i&gt;table") || strings.Contains(page, `action="/waivers`) {
		t.Errorf("the vendor reads: %s", page)
	}
	if _, page, _ := officer.ask("GET", "/versions/1?lang=en", nil); !strings.Contains(page, "not needed") || !strings.Contains(page, `action="/waivers/1/end"`) {
		t.Errorf("the officer reads: %s", page)
	}
	if status, _, _ := officer.ask("POST", "/waivers/1/end", nil); status != http.StatusSeeOther {
		t.Errorf("ended: %d", status)
	}
	if _, page, _ := vendor.ask("GET", "/versions/1", nil); strings.Contains(page, "sans objet : le constat n") || !strings.Contains(page, "finie le") {
		t.Errorf("after its end: %s", page)
	}
	if status, _, _ := officer.ask("POST", "/waivers/9/end", nil); status != http.StatusNotFound {
		t.Errorf("one that is not there: %d", status)
	}
}
