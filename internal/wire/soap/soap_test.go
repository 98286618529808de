package soap_test

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

func read(t *testing.T, text string) soap.Envelope {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return soap.Read(doc)
}

func TestReadStatesWhatIsThere(t *testing.T) {
	e := read(t, `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"
	 xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><e:Header>
	 <a:Action> urn:x </a:Action><a:MessageID>urn:uuid:1</a:MessageID><a:MessageID>urn:uuid:2</a:MessageID><a:To/>
	 <a:ReplyTo><a:Address>http://reply</a:Address></a:ReplyTo><a:RelatesTo>urn:uuid:0</a:RelatesTo>
	 <w:Security><x/></w:Security><w:Security/></e:Header><e:Body><one/><two/></e:Body></e:Envelope>`)
	if e.Version != "1.2" || e.Action() != "urn:x" || e.Actions[0] != " urn:x " || e.MessageID() != "urn:uuid:1" || e.RelatesTo() != "urn:uuid:0" {
		t.Errorf("%+v", e)
	}
	if !slices.Equal(e.MessageIDs, []string{"urn:uuid:1", "urn:uuid:2"}) || !slices.Equal(e.Tos, []string{""}) || !slices.Equal(e.ReplyTos, []string{"http://reply"}) {
		t.Errorf("%q %q %q", e.MessageIDs, e.Tos, e.ReplyTos)
	}
	if e.Securities != 2 || !e.Security.Child("", "x").OK() {
		t.Errorf("securities %d", e.Securities)
	}
	if e.Payloads != 2 || e.Payload.Local() != "one" {
		t.Errorf("payload %s of %d", e.Payload.Name(), e.Payloads)
	}
}

func TestReadTellsOtherVersions(t *testing.T) {
	if e := read(t, `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><x xmlns=""/></Body></Envelope>`); e.Version != "1.1" || e.Payload.Local() != "x" {
		t.Errorf("%+v", e)
	}
	for _, text := range []string{`<Envelope/>`, `<html/>`, `<x xmlns="http://www.w3.org/2003/05/soap-envelope"/>`} {
		if e := read(t, text); e.Version != "none" || e.Root.Local() == "" || e.Payload.OK() {
			t.Errorf("%s: %+v", text, e)
		}
	}
}

func TestMessageIsReadBack(t *testing.T) {
	const odd = "a<b>&\"c'\td\r\né\U0001F600"
	m := soap.Message{
		Action: odd, MessageID: "urn:uuid:1", RelatesTo: "urn:uuid:0", ReplyTo: soap.Anonymous, WithTo: true,
		Headers: []string{`<h xmlns="urn:h"/>`}, Body: `<p xmlns="urn:p" v="` + soap.Escape(odd) + `"/>`,
	}
	e := read(t, string(m.Bytes()))
	if e.Version != "1.2" || e.Actions[0] != odd || e.MessageID() != "urn:uuid:1" || e.RelatesTo() != "urn:uuid:0" || e.ReplyTos[0] != soap.Anonymous || len(e.Tos) != 1 {
		t.Errorf("%+v", e)
	}
	if e.Payload.Attr("", "v") != odd || !e.Header.Child("urn:h", "h").OK() {
		t.Errorf("payload %q", e.Payload.Attr("", "v"))
	}
	for n := range e.Header.ChildrenNamed(soap.NSWSA, "Action") {
		if n.Attr(soap.NS12, "mustUnderstand") != "true" {
			t.Error("Action without mustUnderstand")
		}
	}
	if empty := string(soap.Message{Action: "a"}.Bytes()); strings.Contains(empty, "wsa:To") || strings.Contains(empty, "RelatesTo") {
		t.Error("absent headers written", empty)
	}
}

func TestEscapeLeavesNothingForbidden(t *testing.T) {
	text := soap.Escape("\x00\x01\uFFFE\xffok")
	var v struct {
		S string `xml:",chardata"`
	}
	if err := xml.Unmarshal([]byte("<x>"+text+"</x>"), &v); err != nil || !strings.HasSuffix(v.S, "ok") {
		t.Errorf("%q: %v", text, err)
	}
}

func TestFaults(t *testing.T) {
	f := soap.Fault{Code: soap.Sender, Space: "urn:s", Subcode: "DMPInvalidCertificate", ReasonFR: "certificat <invalide>", ReasonEN: "bad", Detail: "<d/>"}
	e := read(t, string(soap.Message{Action: soap.ActionSOAPFault, Body: f.XML()}.Bytes()))
	code, sub, reason, ok := e.Fault()
	if !ok || code != "Sender" || sub != "DMPInvalidCertificate" || reason != "certificat <invalide>" {
		t.Errorf("%q %q %q %v", code, sub, reason, ok)
	}
	var order []string
	for n := range e.Payload.Children() {
		order = append(order, n.Local())
	}
	if !slices.Equal(order, []string{"Code", "Reason", "Detail"}) {
		t.Errorf("order %v", order)
	}
	code, _, reason, ok = read(t, string(soap.Fault11("no <1.1>"))).Fault()
	if !ok || code != "VersionMismatch" || reason != "no <1.1>" {
		t.Errorf("1.1: %q %q", code, reason)
	}
	if _, _, _, ok := read(t, string(soap.Message{Body: "<x/>"}.Bytes())).Fault(); ok {
		t.Error("a payload that is not a fault was taken for one")
	}
	if got := soap.ContentType(`urn:a"b`); got != `application/soap+xml; charset=UTF-8; action="urn:a\"b"` {
		t.Error(got)
	}
}
