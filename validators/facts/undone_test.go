package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// What a capture tool did to a message is undone where the length announced proves
// it, and said; where it does not, the message is as defective as it looks.
func TestWhatACaptureToolDidIsUndone(t *testing.T) {
	multipart := "--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <r>\r\n\r\n" + query + "\r\n--b\r\nContent-ID: <d>\r\n\r\na\nb\r\n--b--\r\n"
	head := "HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=b; type=\"application/xop+xml\"; start=\"<r>\"; start-info=\"application/soap+xml\"\r\n"
	counted := head + "Content-Length: " + itoa(len(multipart)) + "\r\n\r\n" + multipart
	lf := strings.ReplaceAll(counted, "\r\n", "\n")
	everywhere := strings.ReplaceAll(strings.ReplaceAll(multipart, "\r\n", "\n"), "\n", "\r\n")
	text := "<a>\r\n</a>"
	for _, c := range []struct{ name, raw, code, layer string }{
		{"as sent", counted, "", ""},
		{"chunks joined", head + "Transfer-Encoding: chunked\r\n\r\n" + multipart, "dechunked", "capture"},
		{"CRs lost between parts", lf, "line-ends", "capture"},
		{"CRs lost everywhere", strings.ReplaceAll(head+"Content-Length: "+itoa(len(everywhere))+"\r\n\r\n"+everywhere, "\r\n", "\n"), "line-ends", "capture"},
		{"CRs lost in one text", "HTTP/1.1 200 OK\nContent-Type: application/soap+xml\nContent-Length: " + itoa(len(text)) + "\n\n" + strings.ReplaceAll(text, "\r\n", "\n"), "line-ends", "capture"},
		{"one byte more is missing", strings.Replace(lf, "a\nb", "a\n", 1), "truncated", "http"},
		{"chunks and a defect", head + "Transfer-Encoding: chunked\r\n\r\n5\r\n<a/>\r\nzz", "body-malformed", "http"},
	} {
		e := facts.Document([]byte(c.raw))
		doc := parse(t, e)
		said := ""
		for _, n := range all(doc, "anomaly") {
			if n.Attr("", "layer") == c.layer && n.Attr("", "code") == c.code {
				said = c.code
			}
		}
		undone := c.layer == "capture"
		if said != c.code || undone != (len(e.Captured) == 1) || undone && len(all(doc, "anomaly")) != 1 {
			t.Errorf("%s: %v\n%s", c.name, e.Captured, e.Text)
		}
	}
}

// An envelope kept without the parts that it names says nothing of them.
func TestPartsThatWereNotKept(t *testing.T) {
	whole := parse(t, facts.Document([]byte(lot())))
	for _, n := range all(whole, "include") {
		if n.Attr("", "resolves") == "" {
			t.Errorf("with its parts an envelope tells whether %s is one", n.Attr("", "href"))
		}
	}
	_, rest, _ := strings.Cut(lot(), "\r\n\r\n")
	alone, _, _ := strings.Cut(rest, "\r\n--")
	doc := parse(t, facts.Document([]byte(alone)))
	want(t, doc.Root(), "capture", "soap")
	for _, n := range all(doc, "include") {
		want(t, n, "resolves", "", "part", "")
	}
	if len(all(doc, "include")) == 0 {
		t.Error("no include in the envelope")
	}
}

// A text that lies in a part of its own is in the message as it was before it was
// optimized: for rules, schemas and signatures.
func TestATextInAPartOfItsOwn(t *testing.T) {
	inline := strings.Replace(query, "</s:Header>", "<k:Certificate xmlns:k=\"urn:k\">YQpi</k:Certificate></s:Header>", 1)
	include := "<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:d\"/>"
	head := "HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=b; type=\"application/xop+xml\"; start=\"<r>\"; start-info=\"application/soap+xml\"\r\n\r\n"
	message := func(held string) string {
		return head + "--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <r>\r\n\r\n" + strings.Replace(inline, "YQpi", held, 1) +
			"\r\n--b\r\nContent-ID: <d>\r\n\r\na\nb\r\n--b--\r\n"
	}
	for _, c := range []struct {
		name, held, text string
		included         int
	}{
		{"in place", "YQpi", "YQpi", 0},
		{"in a part", include, "YQpi", 1},
		{"with a comment", "<!--c-->" + include, "YQpi", 1},
		{"in no part", strings.Replace(include, "cid:d", "cid:e", 1), "", 1},
		{"beside other text", "Y" + include, "Y", 1},
	} {
		e := facts.Document([]byte(message(c.held)))
		doc := parse(t, e)
		if got := only(t, doc, "Certificate").Value(); got != c.text || len(all(doc, "include")) != c.included {
			t.Errorf("%s: %q, %d includes\n%s", c.name, got, len(all(doc, "include")), e.Text)
		}
		if c.text == "YQpi" && !strings.Contains(string(e.Parts[0].Raw), "YQpi") {
			t.Errorf("%s: a schema would not see the text", c.name)
		}
	}
}
