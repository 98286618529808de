package facts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

var received = time.Date(2026, 11, 22, 10, 0, 3, 250_000_000, time.UTC)

// crlf makes the line ends of a hand-written message those of the wire.
func crlf(s string) string { return strings.ReplaceAll(strings.TrimPrefix(s, "\n"), "\n", "\r\n") }

// post puts an HTTP request around a body.
func post(path, contentType, body string) []byte {
	return []byte("POST " + path + " HTTP/1.1\r\nHost: dmp.example\r\nContent-Type: " + contentType +
		"\r\nContent-Length: " + itoa(len(body)) + "\r\n\r\n" + body)
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

const query = `<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">
 <s:Header>
  <a:Action s:mustUnderstand="1"> urn:ihe:iti:2007:RegistryStoredQuery </a:Action>
  <a:MessageID>urn:uuid:11111111-2222-4333-8444-555555555555</a:MessageID>
 </s:Header>
 <s:Body><AdhocQueryRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"><r:AdhocQuery id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d" xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
  <r:Slot name="$XDSDocumentEntryPatientId"><r:ValueList><r:Value>'123456789012345^^^&amp;1.2.3&amp;ISO^NH'</r:Value></r:ValueList></r:Slot>
  <r:Slot name="$XDSDocumentEntryStatus"><r:ValueList><r:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved','urn:asip:ci-sis:2010:StatusType:Archived')</r:Value></r:ValueList></r:Slot>
 </r:AdhocQuery></AdhocQueryRequest></s:Body>
</s:Envelope>`

func simple(raw []byte) facts.ExchangeInput {
	return facts.ExchangeInput{
		Exchange: etalon.Exchange{
			ID: "x0003", Scenario: "td3.1", Step: "s02", Actor: etalon.Registry, Transaction: etalon.ITI18,
			Connection: "c0001", Received: received, Answered: received.Add(time.Second),
		},
		Connection: etalon.Connection{ID: "c0001", Opened: received, TLS: etalon.TLS{Version: "1.2", CipherSuite: "TLS_X"}},
		Request:    raw,
	}
}

// parse parses an evidence document that must be well-formed.
func parse(t *testing.T, e *facts.Evidence) *xmldoc.Doc {
	t.Helper()
	doc, err := e.Doc()
	if err != nil {
		t.Fatalf("evidence is not well-formed: %v\n%s", err, e.Text)
	}
	return doc
}

// all are the elements of a local name, in document order.
func all(doc *xmldoc.Doc, local string) []xmldoc.Node {
	var found []xmldoc.Node
	for n := range doc.Document().Descendants() {
		if n.Local() == local {
			found = append(found, n)
		}
	}
	return found
}

// only is the one element of a local name.
func only(t *testing.T, doc *xmldoc.Doc, local string) xmldoc.Node {
	t.Helper()
	found := all(doc, local)
	if len(found) != 1 {
		t.Fatalf("%d elements %s, want 1\n%s", len(found), local, doc.Source())
	}
	return found[0]
}

// want checks attributes by name/value pairs.
func want(t *testing.T, n xmldoc.Node, pairs ...string) {
	t.Helper()
	if !n.OK() {
		t.Fatalf("no node to hold %q", pairs)
	}
	for i := 0; i < len(pairs); i += 2 {
		if v, ok := n.LookupAttr("", pairs[i]); !ok || v != pairs[i+1] {
			t.Errorf("%s/@%s = %q (present %v), want %q", n.Name(), pairs[i], v, ok, pairs[i+1])
		}
	}
}

func TestSimpleSOAP(t *testing.T) {
	raw := post("/si-dmp-server/v2/services/registry", `application/soap+xml; charset=UTF-8; action="urn:x"`, query)
	e := facts.Exchange(simple(raw))
	doc := parse(t, e)
	want(t, doc.Root(), "id", "x0003", "sut-role", "client", "transaction", "ITI-18", "received", "2026-11-22T10:00:03.250Z", "answered", "2026-11-22T10:00:04.250Z")
	want(t, only(t, doc, "connection"), "id", "c0001", "tls", "1.2", "suite", "TLS_X", "error", "")
	request := only(t, doc, "request")
	want(t, request, "sent-by", "sut", "method", "POST", "path", "/si-dmp-server/v2/services/registry", "protocol", "HTTP/1.1", "bytes", itoa(len(raw)))
	headers := all(doc, "header")
	if len(headers) != 3 {
		t.Fatalf("%d headers, want 3", len(headers))
	}
	want(t, headers[1], "name", "content-type", "value", `application/soap+xml; charset=UTF-8; action="urn:x"`)
	want(t, only(t, doc, "media"), "type", "application/soap+xml")
	want(t, all(doc, "param")[1], "name", "action", "value", "urn:x")
	want(t, only(t, doc, "part"), "index", "0", "root", "true", "type", "application/soap+xml", "kind", "soap", "referenced", "false", "inline", "false")
	want(t, only(t, doc, "soap"), "version", "1.2", "action", "urn:ihe:iti:2007:RegistryStoredQuery")
	if n := len(all(doc, "anomaly")); n != 0 {
		t.Errorf("%d anomalies, want none\n%s", n, e.Text)
	}
	if n := len(all(doc, "response")); n != 0 {
		t.Error("ev:response for a response that was not sent")
	}
	// A name without prefix keeps the namespace of its own message.
	if n := only(t, doc, "AdhocQueryRequest"); n.Space() != "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" {
		t.Errorf("namespace %q", n.Space())
	}
	if got := string(e.PartXML("request", 0)); got != query {
		t.Errorf("PartXML is not the part: %q", got)
	}
}

func TestLocateInSimpleSOAP(t *testing.T) {
	raw := post("/r", "application/soap+xml", query)
	e := facts.Exchange(simple(raw))
	doc := parse(t, e)
	at := func(s string) int64 { return int64(strings.Index(string(raw), s)) }
	slot := all(doc, "Slot")[1]
	for _, c := range []struct {
		what string
		node xmldoc.Node
		want etalon.Location
	}{
		{"element", slot, etalon.Location{Direction: "request", XPath: "/s:Envelope/s:Body/AdhocQueryRequest/r:AdhocQuery/r:Slot[2]", Line: 9, Offset: at(`<r:Slot name="$XDSDocumentEntryStatus"`)}},
		{"attribute", slot.Attribute("", "name"), etalon.Location{Direction: "request", XPath: "/s:Envelope/s:Body/AdhocQueryRequest/r:AdhocQuery/r:Slot[2]/@name", Line: 9, Offset: at(`name="$XDSDocumentEntryStatus"`)}},
		{"root of the part", only(t, doc, "Envelope"), etalon.Location{Direction: "request", XPath: "/s:Envelope", Line: 2, Offset: at("<s:Envelope")}},
		{"header", all(doc, "header")[1], etalon.Location{Direction: "request", XPath: "content-type", Offset: at("Content-Type")}},
		{"message", only(t, doc, "request"), etalon.Location{Direction: "request", Offset: 0}},
		{"fact of an element", only(t, doc, "soap"), etalon.Location{Direction: "request", XPath: "/s:Envelope/s:Header/a:Action", Line: 4, Offset: at("<a:Action")}},
		{"connection", only(t, doc, "connection"), etalon.Location{Direction: "request", XPath: "tls", Offset: -1}},
		{"whole exchange", doc.Root(), etalon.Location{Offset: -1}},
	} {
		got, id := e.Locate(c.node)
		if got != c.want || id != "x0003" {
			t.Errorf("%s: %+v of %q, want %+v", c.what, got, id, c.want)
		}
	}
	if got, _ := e.Locate(xmldoc.Node{}); got.Offset != -1 {
		t.Errorf("absent node: %+v", got)
	}
	wantLine := etalon.Location{Direction: "request", XPath: "/s:Envelope/s:Header/a:MessageID", Line: 5, Offset: at("<a:MessageID")}
	if got := e.LocateLine("request", 0, 5); got != wantLine {
		t.Errorf("LocateLine: %+v, want %+v", got, wantLine)
	}
}
