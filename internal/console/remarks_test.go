package console_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// written sends a remark with a file, as a browser does.
func (v *visitor) written(text, name, file string) int {
	v.b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(v.b.t, form.WriteField("requirement", "EX_2.1-1070"), form.WriteField("text", text))
	part, err := form.CreateFormFile("file", name)
	must(v.b.t, err)
	_, err = part.Write([]byte(file))
	must(v.b.t, err, form.Close())
	r, err := http.NewRequestWithContext(v.b.t.Context(), http.MethodPost, v.b.server.URL+"/versions/1/remarks", &body)
	must(v.b.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(v.cookie)
	resp, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	must(v.b.t, err, resp.Body.Close())
	return resp.StatusCode
}

// A remark goes with a file, which its readers keep as a file: it is never shown as a page.
func TestARemarkHasAFile(t *testing.T) {
	b := open(t)
	vendor, officer := b.enter("vendor-tester"), b.enter("officer")
	if status := vendor.written("la fenêtre « À propos »", `C:\captures\"écran" <1>.html`, "<script>1</script>"); status != http.StatusSeeOther {
		t.Fatalf("written: %d", status)
	}
	if _, page, _ := officer.ask("GET", "/versions/1", nil); !strings.Contains(page, `href="/remarks/1/file"`) || !strings.Contains(page, "&lt;1&gt;.html") || !strings.Contains(page, "18 octets") {
		t.Errorf("%s", page)
	}
	_, raw, h := officer.ask("GET", "/remarks/1/file", nil)
	if raw != "<script>1</script>" || h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v %q", h, raw)
	}
	if status, _, _ := b.enter("admin").ask("GET", "/remarks/1/file", nil); status != http.StatusForbidden {
		t.Errorf("the administrator reads it: %d", status)
	}
	if status, _, _ := vendor.ask("POST", "/versions/1/remarks", url.Values{"text": {"sans fichier"}}); status != http.StatusSeeOther {
		t.Errorf("without a file: %d", status)
	}
	if status, _, _ := officer.ask("GET", "/remarks/2/file", nil); status != http.StatusNotFound {
		t.Errorf("the file of a remark without one: %d", status)
	}
	if status := vendor.written("trop", "grand", strings.Repeat("x", 17<<20)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", status)
	}
}
