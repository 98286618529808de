package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

func TestDocumentOnItsOwn(t *testing.T) {
	cda := "<?xml version=\"1.0\"?>\n<!DOCTYPE ClinicalDocument>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><id root=\"1.2\"/></ClinicalDocument>"
	e := facts.Document([]byte(cda))
	doc := parse(t, e)
	want(t, doc.Root(), "capture", "document", "transaction", "unknown")
	want(t, only(t, doc, "part"), "kind", "cda", "root", "false", "index", "0", "offset", "0")
	if len(all(doc, "request"))+len(all(doc, "response"))+len(all(doc, "anomaly"))+len(all(doc, "connection")) != 0 {
		t.Errorf("a document became a message\n%s", e.Text)
	}
	got, _ := e.Locate(only(t, doc, "id").Attribute("", "root"))
	if w := (etalon.Location{XPath: "/ClinicalDocument/id/@root", Line: 3, Offset: int64(strings.Index(cda, "root="))}); got != w {
		t.Errorf("%+v, want %+v", got, w)
	}
	if string(e.PartXML("", 0)) != cda {
		t.Error("PartXML is not the document")
	}
}

// What a part says of its own type is shown, and the encoding that its XML is in,
// whatever the message announces.
func TestPartTypeAndEncoding(t *testing.T) {
	latin := strings.ReplaceAll("--b\nContent-Type: Application/XOP+xml; Charset=\"UTF-8\"; type=\"application/soap+xml\"\nContent-ID: <r>\n\n"+
		strings.Replace(query, `encoding="UTF-8"`, "encoding='latin1'", 1)+"\n--b--\n", "\n", "\r\n")
	doc := parse(t, facts.Document([]byte(latin)))
	part := only(t, doc, "part")
	want(t, part, "charset", "ISO-8859-1", "type", "application/xop+xml")
	if params := all(doc, "param"); len(params) != 2 {
		t.Errorf("%d parameters", len(params))
	} else {
		want(t, params[0], "name", "charset", "value", "UTF-8")
		want(t, params[1], "name", "type", "value", "application/soap+xml")
	}
	want(t, only(t, parse(t, facts.Document([]byte("\xef\xbb\xbf"+query))), "part"), "charset", "UTF-8")
	want(t, only(t, parse(t, facts.Document([]byte(pdf))), "part"), "charset", "")
}

func TestElsewhere(t *testing.T) {
	const action = "urn:ihe:iti:2007:CrossGatewayQuery"
	e := facts.Document([]byte(strings.Replace(query, "urn:ihe:iti:2007:RegistryStoredQuery", action, 1)))
	want(t, parse(t, e).Root(), "transaction", "unknown")
	if e.Elsewhere != action {
		t.Errorf("elsewhere is %q", e.Elsewhere)
	}
	if e := facts.Document([]byte(query)); e.Elsewhere != "" {
		t.Errorf("ITI-18 is elsewhere: %q", e.Elsewhere)
	}
}

func TestCaptures(t *testing.T) {
	for _, c := range []struct {
		name, raw                   string
		capture, element, direction string
		transaction                 string
	}{
		{"request", string(post("/r", "application/soap+xml", query)), "http", "request", "request", "ITI-18"},
		{"response", string(answer("200", "application/soap+xml", soapAnswer(fault))), "http", "response", "response", "unknown"},
		{"envelope", query, "soap", "request", "request", "ITI-18"},
		{"fault", soapAnswer(fault), "soap", "response", "response", "unknown"},
		{"multipart", lot(), "mtom", "request", "request", "ITI-41"},
		{"pdf", pdf, "document", "document", "", "unknown"},
		{"broken XML", "<a>", "document", "document", "", "unknown"},
		{"nothing", "", "document", "document", "", "unknown"},
	} {
		e := facts.Document([]byte(c.raw))
		doc := parse(t, e)
		want(t, doc.Root(), "capture", c.capture, "transaction", c.transaction)
		n := only(t, doc, c.element)
		want(t, n, "sent-by", "sut", "bytes", itoa(len(c.raw)))
		for _, p := range e.Parts {
			if p.Direction != c.direction {
				t.Errorf("%s: part of %q, want %q", c.name, p.Direction, c.direction)
			}
		}
	}
	doc := parse(t, facts.Document([]byte(lot())))
	if n := len(all(doc, "part")); n != 4 {
		t.Errorf("%d parts in a multipart body, want 4", n)
	}
	if n := len(all(doc, "media")) + len(all(doc, "anomaly")); n != 0 {
		t.Errorf("%d facts about a header that was not there", n)
	}
	broken := parse(t, facts.Document([]byte("<a>")))
	want(t, only(t, broken, "anomaly"), "layer", "xml", "code", "not-well-formed", "line", "1")
}

func TestAssertionOnItsOwn(t *testing.T) {
	text := vihf(t, issuerDN)
	text = text[strings.Index(text, "<saml:Assertion"):strings.Index(text, "</w:Security>")]
	doc := parse(t, facts.Capture(facts.CaptureInput{Raw: []byte(text), At: received}))
	want(t, only(t, doc, "signature"), "kind", "vihf", "digest-valid", "true", "value-valid", "true")
	want(t, only(t, doc, "dn-issuer"), "equals-signer", "true")
	want(t, only(t, doc, "assertion-time"), "skew-seconds", "3")
	want(t, only(t, doc, "certificate"), "valid-at", "true", "trusted", "unknown")
}
