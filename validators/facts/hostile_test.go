package facts_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// An oddity of the wire is an anomaly with its code and place, in a document
// that is still well-formed.
func TestAnomalies(t *testing.T) {
	soap := "application/soap+xml"
	deep := strings.Repeat("<a>", 10_000) + strings.Repeat("</a>", 10_000)
	for _, c := range []struct {
		name, raw, layer, code string
		mark                   string // the anomaly is where this is in raw; "" at -1
	}{
		{"garbage", "\x16\x03\x01\x00\xff\x00hello", "http", "malformed", "\x16"},
		{"not HTTP", "HELLO world\r\n\r\n", "http", "malformed", "HELLO"},
		{"no end of headers", "POST / HTTP/1.1\r\nHost: x\r\n", "http", "truncated", "$"},
		{"header without colon", "POST / HTTP/1.1\r\nHost x\r\n\r\n", "http", "header-line", "Host x"},
		{"folded header", "POST / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", "http", "folded-header", " y"},
		{"short body", "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc", "http", "truncated", "$"},
		{"long body", "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nabc", "http", "extra-bytes", "bc"},
		{"odd length", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nabc", "http", "content-length", "abc"},
		{"two framings", "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "http", "length-conflict", "Content-Length"},
		{"two framings in the other order", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n", "http", "length-conflict", "Content-Length"},
		{"an empty length beside chunks", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length:\r\n\r\n0\r\n\r\n", "http", "length-conflict", "Content-Length"},
		{"two lengths", "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "http", "length-repeated", "Content-Length"},
		{"the same length twice", "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "http", "length-repeated", "Content-Length"},
		{"lengths in a list", "POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\nabc", "http", "length-repeated", "Content-Length"},
		{"chunks in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "http", "encoding-version", "Transfer-Encoding"},
		{"a second encoding", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\nabc", "http", "transfer-encoding", "abc"},
		{"bad chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "http", "body-malformed", "zz"},
		{"cut chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc", "http", "truncated", "$"},
		{"huge chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\nabc", "http", "truncated", "$"},
		{"not XML", string(post("/", soap, "<a>\r\n <b></a>")), "xml", "not-well-formed", "</a>"},
		{"a document type", string(post("/", soap, `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`)), "xml", "dtd", "<!DOCTYPE"},
		{"10 000 deep", string(post("/", soap, deep)), "xml", "depth", "?"},
		{"unbound prefix", string(post("/", soap, "<a><ev:b/></a>")), "xml", "not-well-formed", "?"},
		{"not UTF-8", string(post("/", soap, "<a>\xff</a>")), "xml", "encoding", "\xff"},
		{"strange encoding", string(post("/", soap, `<?xml version="1.0" encoding="EBCDIC"?><a/>`)), "xml", "encoding", "?"},
		{"no boundary", string(post("/", `multipart/related; type="application/xop+xml"`, "--x\r\n\r\n<a/>\r\n--x--")), "mime", "boundary-missing", "Content-Type"},
		{"no delimiter", string(post("/", `multipart/related; boundary=b; type="application/xop+xml"`, "<a/>")), "mime", "boundary-not-found", "<a/>"},
		{"inline that is not base64", string(post("/", soap, `<a><Document xmlns="urn:ihe:iti:xds-b:2007">***</Document></a>`)), "mtom", "inline-base64", "<Document"},
	} {
		e := facts.Exchange(simple([]byte(c.raw)))
		doc := parse(t, e)
		found := false
		for _, a := range all(doc, "anomaly") {
			if a.Attr("", "layer") != c.layer || a.Attr("", "code") != c.code {
				continue
			}
			found = true
			place := int64(strings.Index(c.raw, c.mark))
			switch c.mark {
			case "$":
				place = int64(len(c.raw))
			case "?":
				continue
			}
			if got, _ := e.Locate(a); got.Offset != place || got.Direction != "request" {
				t.Errorf("%s: at %+v, want offset %d", c.name, got, place)
			}
		}
		if !found {
			t.Errorf("%s: no anomaly %s/%s\n%.2000s", c.name, c.layer, c.code, e.Text)
		}
		if c.layer == "xml" && (len(all(doc, "xml")) != 0 || e.PartXML("request", 0) != nil) {
			t.Errorf("%s: it is shown as XML", c.name)
		}
	}
}

func TestAnomaliesOfTheEndpoint(t *testing.T) {
	in := simple([]byte("POST / HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nabc"))
	in.Exchange.Anomalies = []etalon.Anomaly{
		{Layer: "tls", Code: "expired", Offset: -1, Detail: "a & b"},
		{Layer: "http", Code: "truncated", Offset: 3, Detail: "seen here too"},
	}
	found := all(parse(t, facts.Exchange(in)), "anomaly")
	if len(found) != 2 || found[0].Value() != "a & b" || found[1].Attr("", "offset") != "68" {
		t.Errorf("%d anomalies: %v", len(found), found)
	}
}

func TestWhatXMLCannotHold(t *testing.T) {
	in := simple([]byte("POST /\xff&<\"\x01 HTTP/1.1\r\nX: a\tb\x00\ufffec]]>\r\n\r\n"))
	in.Exchange.Note = "]]>\v\n"
	doc := parse(t, facts.Exchange(in))
	want(t, doc.Root(), "note", "]]>\ufffd\n")
	want(t, only(t, doc, "request"), "path", "/\ufffd&<\"\ufffd")
	want(t, only(t, doc, "header"), "name", "x", "value", "a\tb\ufffd\ufffdc]]>")
}

// A part may bind the prefix of the wrapper to what it likes, and names
// without prefix stay in no namespace.
func TestPrefixOfTheWrapper(t *testing.T) {
	doc := parse(t, facts.Exchange(simple(post("/", "text/xml", `<a xmlns:ev="urn:mine"><ev:b/></a>`))))
	if n := only(t, doc, "b"); n.Space() != "urn:mine" {
		t.Errorf("b is in %q", n.Space())
	}
	if n := only(t, doc, "a"); n.Space() != "" {
		t.Errorf("a is in %q", n.Space())
	}
}

func TestCompressedBody(t *testing.T) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, _ = w.Write([]byte(query))
	_ = w.Close()
	raw := append([]byte("POST / HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Encoding: gzip\r\nContent-Length: "+itoa(z.Len())+"\r\n\r\n"), z.Bytes()...)
	e := facts.Exchange(simple(raw))
	doc := parse(t, e)
	got, _ := e.Locate(all(doc, "Slot")[1])
	if got.Offset != -1 || got.Line != 9 {
		t.Errorf("%+v, want line 9 and no offset", got)
	}
}

func TestMediumBase64Stays(t *testing.T) {
	short, prose := strings.Repeat("QUJD", 1000), strings.Repeat("word ", 1000)
	doc := parse(t, facts.Exchange(simple(post("/", "text/xml", "<a><b>"+short+"</b><c>"+prose+"</c></a>"))))
	if only(t, doc, "b").Value() != short || only(t, doc, "c").Value() != prose || len(all(doc, "attachment")) != 0 {
		t.Error("text was cut that is short or no base64")
	}
	long := strings.Repeat("QUJD", 1025)
	doc = parse(t, facts.Exchange(simple(post("/", "text/xml", "<a><b>"+long+"</b><c><![CDATA["+long+"]]></c></a>"))))
	if only(t, doc, "b").Value() != "" || only(t, doc, "c").Value() != "" {
		t.Error("long base64 is still there")
	}
	if got := all(doc, "attachment"); len(got) != 2 || got[1].Attr("", "size") != "3075" || got[1].Attr("", "kind") != "text" {
		t.Errorf("attachments: %d", len(got))
	}
}
