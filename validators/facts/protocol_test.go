package facts_test

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// over is an exchange of a protocol.
func over(p etalon.Protocol, request, response []byte) facts.ExchangeInput {
	return facts.ExchangeInput{
		Exchange:   etalon.Exchange{ID: "x0001", Protocol: p, Transaction: etalon.Unknown, Received: received},
		Connection: etalon.Connection{ID: "c0001", Opened: received},
		Request:    request, Response: response,
	}
}

const audit = `<AuditMessage><EventIdentification EventActionCode="R"/></AuditMessage>`

const header = `<85>1 2026-11-22T10:00:00.003Z host.example logiciel 42 IHE+RFC-3881 `

func TestASyslogFrame(t *testing.T) {
	body := header + `[meta@32473 ip="192.0.2.1" q="a\"b\]c"][timeQuality tzKnown="1"] ` + "\xEF\xBB\xBF" + audit
	raw := []byte(itoa(len(body)) + " " + body)
	e := facts.Exchange(over(etalon.ProtocolSyslog, raw, nil))
	doc := parse(t, e)
	want(t, doc.Root(), "protocol", "syslog", "answered", "")
	s := only(t, doc, "syslog")
	want(t, s, "sent-by", "sut", "bytes", itoa(len(raw)), "framing", "octet-counting", "declared-length", itoa(len(body)),
		"pri", "85", "facility", "10", "severity", "5", "version", "1", "timestamp", "2026-11-22T10:00:00.003Z",
		"hostname", "host.example", "app-name", "logiciel", "procid", "42", "msgid", "IHE+RFC-3881", "bom", "true",
		"utf8", "true", "message-bytes", itoa(len(audit)))
	data := all(doc, "structured-data")
	if len(data) != 2 {
		t.Fatalf("%d elements of structured data", len(data))
	}
	want(t, data[0], "id", "meta@32473")
	want(t, data[0].Child(ev, "param"), "name", "ip", "value", "192.0.2.1")
	want(t, all(doc, "param")[1], "name", "q", "value", `a"b]c`)
	want(t, only(t, doc, "part"), "kind", "xml", "size", itoa(len(audit)))
	event := only(t, doc, "EventIdentification")
	loc, id := e.Locate(event)
	if at := int64(bytes.Index(raw, []byte("<EventIdentification"))); loc.Offset != at || loc.XPath != "/AuditMessage/EventIdentification" || id != "x0001" {
		t.Errorf("%+v of %s, want offset %d", loc, id, at)
	}
	for _, name := range []string{"anomaly", "soap", "request", "response", "text"} {
		if n := len(all(doc, name)); n != 0 {
			t.Errorf("%d elements %s\n%s", n, name, e.Text)
		}
	}
}

func TestWhatAFrameMayLack(t *testing.T) {
	for _, c := range []struct{ name, raw, code, framing, version string }{
		{"nothing", "", "empty", "none", ""},
		{"text", "hello\n", "pri", "non-transparent", ""},
		{"no end of the priority", "<85", "pri", "none", ""},
		{"a priority too large", "<192>1 - - - - - - x", "pri", "none", "1"},
		{"a priority with a zero", "<085>1 - - - - - - x", "pri", "none", "1"},
		{"the older format", "<85>Nov 22 10:00:00 host app: x", "header", "none", ""},
		{"half a header", "<85>1 - - x", "header", "none", "1"},
		{"two spaces", "<85>1 -  - - - - - x", "header", "none", "1"},
		{"no structured data", "<85>1 - - - - - x", "structured-data", "none", "1"},
		{"structured data without an end", `<85>1 - - - - - [a b="c`, "structured-data", "none", "1"},
		{"a parameter without a value", `<85>1 - - - - - [a b] x`, "structured-data", "none", "1"},
		{"no space before the message", `<85>1 - - - - - -x`, "structured-data", "none", "1"},
		{"more than announced", "18 <85>1 - - - - - - xyz", "extra-bytes", "octet-counting", "1"},
		{"less than announced", "100 <85>1 - - - - - - x", "truncated", "octet-counting", "1"},
		{"a length of many digits", strings.Repeat("9", 40) + " <85>1 - - - - - - x", "length", "octet-counting", "1"},
		{"elements without number", "<85>1 - - - - - " + strings.Repeat("[a]", 2000), "structured-data", "none", "1"},
	} {
		doc := parse(t, facts.Exchange(over(etalon.ProtocolSyslog, []byte(c.raw), nil)))
		want(t, only(t, doc, "syslog"), "framing", c.framing, "version", c.version)
		found := false
		for _, a := range all(doc, "anomaly") {
			found = found || a.Attr("", "layer") == "syslog" && a.Attr("", "code") == c.code
		}
		if !found {
			t.Errorf("%s: no anomaly %s\n%.1000s", c.name, c.code, doc.Source())
		}
	}
	for _, sound := range []string{"<85>1 - - - - - -", "<85>1 - - - - - - x", "<85>1 - - - - - [a] x\n", "19 <85>1 - - - - - - x"} {
		doc := parse(t, facts.Exchange(over(etalon.ProtocolSyslog, []byte(sound), nil)))
		if n := len(all(doc, "anomaly")); n != 0 {
			t.Errorf("%q: %d anomalies\n%s", sound, n, doc.Source())
		}
	}
}

func TestATextOfAFrameIsShownInPart(t *testing.T) {
	doc := parse(t, facts.Exchange(over(etalon.ProtocolSyslog, []byte("<85>1 - - - - - - "+strings.Repeat("é", 4000)), nil)))
	text := only(t, doc, "text")
	want(t, text, "cut", "true")
	if n := len(text.Value()); n != 4096 {
		t.Errorf("%d bytes of text", n)
	}
}

func TestDatagrams(t *testing.T) {
	in := over(etalon.ProtocolDatagram, []byte{0x23, 0x00, 0xFF}, bytes.Repeat([]byte{0x24}, 3000))
	in.Exchange.AnswerAnomalies = []etalon.Anomaly{{Layer: "datagram", Code: "late", Offset: -1}}
	doc := parse(t, facts.Exchange(in))
	pair := all(doc, "datagram")
	if len(pair) != 2 {
		t.Fatalf("%d datagrams", len(pair))
	}
	want(t, pair[0], "direction", "request", "sent-by", "sut", "bytes", "3", "hex", "2300ff", "cut", "false")
	want(t, pair[1], "direction", "response", "sent-by", "etalon", "bytes", "3000", "cut", "true")
	if n := len(pair[1].Attr("", "hex")); n != 4096 || pair[1].Child(ev, "anomaly").Attr("", "code") != "late" {
		t.Errorf("%d digits, anomaly %q", n, pair[1].Child(ev, "anomaly").Attr("", "code"))
	}
	if n := len(all(parse(t, facts.Exchange(over(etalon.ProtocolDatagram, []byte{1}, nil))), "datagram")); n != 1 {
		t.Errorf("%d datagrams where one was not answered", n)
	}
}

func TestHTTPWithoutAnEnvelope(t *testing.T) {
	doc := parse(t, facts.Exchange(over(etalon.ProtocolHTTP, []byte("GET /document?id=1 HTTP/1.1\r\nHost: x\r\n\r\n"), answer("200", "text/xml", `<a/>`))))
	want(t, only(t, doc, "request"), "method", "GET", "path", "/document?id=1", "sent-by", "sut")
	want(t, only(t, doc, "part"), "kind", "xml", "root", "true")
	if len(all(doc, "soap")) != 0 || len(all(doc, "anomaly")) != 0 {
		t.Errorf("an envelope is looked for\n%s", doc.Source())
	}
}

// helloBytes is what a client sends first.
func helloBytes(t *testing.T) []byte {
	t.Helper()
	here, there := net.Pipe()
	defer here.Close()
	config := &tls.Config{ServerName: "dmp.example", NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12}
	go func() {
		_ = tls.Client(there, config).HandshakeContext(t.Context())
		there.Close()
	}()
	_ = here.SetReadDeadline(time.Now().Add(time.Minute))
	b := make([]byte, 16<<10)
	n := 0
	for n < 5 || n < 5+int(binary.BigEndian.Uint16(b[3:])) {
		more, err := here.Read(b[n:])
		if n += more; err != nil {
			t.Fatal(errors.Join(err, errors.New("no hello")))
		}
	}
	return b[:n]
}

func TestAHandshakeThatFailed(t *testing.T) {
	hello := helloBytes(t)
	in := over(etalon.ProtocolHandshake, append(bytes.Clone(hello), 21, 3, 3, 0, 2, 2, 48), []byte{21, 3, 3, 0, 2, 2, 40})
	in.Connection.TLS = etalon.TLS{Error: "certificate-missing: none"}
	e := facts.Exchange(in)
	doc := parse(t, e)
	want(t, only(t, doc, "handshake"), "sent-by", "sut", "outcome", "failed", "error", "certificate-missing: none", "bytes", itoa(len(hello)+7), "tls", "")
	want(t, only(t, doc, "client-hello"), "server-name", "dmp.example", "legacy-version", "1.2")
	versions := all(doc, "offered-version")
	if len(versions) != 2 || versions[0].Attr("", "value") != "1.3" {
		t.Errorf("versions\n%s", doc.Source())
	}
	want(t, only(t, doc, "offered-protocol"), "value", "http/1.1")
	if !strings.Contains(string(e.Text), `code="c02f" name="TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"`) {
		t.Errorf("suites\n%s", doc.Source())
	}
	alerts := all(doc, "alert")
	if len(alerts) != 2 {
		t.Fatalf("%d alerts", len(alerts))
	}
	want(t, alerts[0], "sent-by", "sut", "level", "fatal", "description", "48", "offset", itoa(len(hello)))
	want(t, alerts[1], "sent-by", "etalon", "description", "40")
	if n := len(all(doc, "anomaly")); n != 0 {
		t.Errorf("%d anomalies\n%s", n, doc.Source())
	}
}

func TestOutcomesOfAHandshake(t *testing.T) {
	hello := helloBytes(t)
	for _, c := range []struct {
		name, outcome string
		raw           []byte
		tls           etalon.TLS
		anomaly       string
	}{
		{"nothing came", "silent", nil, etalon.TLS{}, ""},
		{"HTTP in the clear", "not-tls", []byte("GET / HTTP/1.1\r\n\r\n"), etalon.TLS{Error: "not-tls"}, "record"},
		{"no request followed", "completed", hello, etalon.TLS{Version: "1.2", CipherSuite: "X"}, ""},
		{"cut short", "failed", hello[:len(hello)-9], etalon.TLS{Error: "handshake: EOF"}, "record"},
		{"nothing kept", "failed", nil, etalon.TLS{Error: "handshake: EOF"}, ""},
	} {
		in := over(etalon.ProtocolHandshake, c.raw, nil)
		in.Connection.TLS = c.tls
		doc := parse(t, facts.Exchange(in))
		want(t, only(t, doc, "handshake"), "outcome", c.outcome)
		if found := all(doc, "anomaly"); (len(found) > 0) != (c.anomaly != "") || c.anomaly != "" && found[0].Attr("", "code") != c.anomaly {
			t.Errorf("%s\n%s", c.name, doc.Source())
		}
	}
}

// What the TLS library read of a greeting stands with the connection.
func TestWhatAClientOffered(t *testing.T) {
	in := simple(nil)
	in.Connection.TLS.Offered = &etalon.Offered{Versions: []string{"1.3", "1.2"}, CipherSuites: []string{"TLS_X", "0x00FF"}, ServerName: "dmp.example", Protocols: []string{"h2"}}
	hello := only(t, parse(t, facts.Exchange(in)), "connection").Child(ev, "client-hello")
	want(t, hello, "server-name", "dmp.example", "legacy-version", "", "bytes", "")
	var told []string
	for n := range hello.Descendants() {
		told = append(told, n.Local()+" "+n.Attr("", "value")+n.Attr("", "name"))
	}
	if got := strings.Join(told, ", "); got != "offered-version 1.3, offered-version 1.2, offered-suite TLS_X, offered-suite 0x00FF, offered-protocol h2" {
		t.Error(got)
	}
}

// keyObject is a small manifest.
func keyObject() dicom.Dataset {
	refer := func(uid string) dicom.Element {
		return dicom.Sequence("ReferencedSOPSequence", dicom.Dataset{dicom.Texts("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2"), dicom.Texts("ReferencedSOPInstanceUID", uid)})
	}
	return dicom.Dataset{
		dicom.Texts("SpecificCharacterSet", "ISO_IR 100"),
		dicom.Texts("SOPClassUID", "1.2.840.10008.5.1.4.1.1.88.59"),
		dicom.Texts("SOPInstanceUID", "1.2.3.4"),
		dicom.Texts("PatientName", "\xc9TALON^Camille"),
		dicom.Sequence("CurrentRequestedProcedureEvidenceSequence", dicom.Dataset{
			dicom.Sequence("ReferencedSeriesSequence", dicom.Dataset{refer("2.25.1"), dicom.Texts("SeriesInstanceUID", "2.25.9")}),
		}),
		dicom.Sequence("ContentSequence", dicom.Dataset{refer("2.25.2")}),
	}
}

func TestADICOMObject(t *testing.T) {
	raw := dicom.Write(keyObject(), dicom.ExplicitLittle)
	doc := parse(t, facts.Exchange(over(etalon.ProtocolObject, raw, nil)))
	want(t, only(t, doc, "object"), "kind", "kos", "bytes", itoa(len(raw)), "sent-by", "sut")
	want(t, only(t, doc, "dicom"), "sop-class", "1.2.840.10008.5.1.4.1.1.88.59", "sop-instance", "1.2.3.4", "transfer-syntax", "1.2.840.10008.1.2.1", "source-ae", "")
	want(t, only(t, doc, "references"), "studies", "1", "series", "1", "instances", "1", "repeated", "", "misplaced", "", "unlisted", "2.25.2", "unshown", "2.25.1", "reclassed", "")
	if n := len(all(doc, "anomaly")); n != 0 {
		t.Errorf("%d anomalies\n%s", n, doc.Source())
	}
	broken := keyObject().Without("SOPInstanceUID")
	for _, raw := range [][]byte{raw[:150], dicom.Write(broken, dicom.ExplicitLittle)} {
		doc := parse(t, facts.Exchange(over(etalon.ProtocolObject, raw, nil)))
		meta := 0
		for _, a := range all(doc, "anomaly") {
			want(t, a, "layer", "dicom")
			if a.Attr("", "code") == "meta" {
				meta++
			}
		}
		if meta == 0 {
			t.Errorf("no anomaly of the meta information\n%s", doc.Source())
		}
	}
	doc = parse(t, facts.Exchange(over(etalon.ProtocolObject, []byte("%PDF-1.4"), nil)))
	want(t, only(t, doc, "object"), "kind", "pdf")
	if len(all(doc, "dicom")) != 0 {
		t.Error("a PDF with the facts of DICOM")
	}
}

// A manifest on its own is shown with its attributes, and each is found in the file.
func TestAManifestOnItsOwn(t *testing.T) {
	raw := dicom.Write(keyObject(), dicom.ExplicitLittle)
	e := facts.Document(raw)
	doc := parse(t, e)
	want(t, only(t, doc, "part"), "kind", "kos")
	for _, a := range all(doc, "attribute") {
		switch a.Attr("", "name") {
		case "PatientName":
			want(t, a, "tag", "0010,0010", "vr", "PN", "due", "PN", "whole", "true", "cut", "false")
			if v := a.Value(); v != "\u00c9TALON^Camille\n" {
				t.Errorf("name %q", v)
			}
			if loc, _ := e.Locate(a); loc.XPath != "/PatientName" || loc.Offset != int64(bytes.Index(raw, []byte("\x10\x00\x10\x00PN"))) {
				t.Errorf("%+v", loc)
			}
		case "SeriesInstanceUID":
			if loc, _ := e.Locate(a); loc.XPath != "/CurrentRequestedProcedureEvidenceSequence[1]/ReferencedSeriesSequence[1]/SeriesInstanceUID" {
				t.Errorf("%+v", loc)
			}
		}
	}
}

// A call has the child of its protocol and no other: a rule that asks for the
// facts of one meets no other.
func TestACallHasOneChildOfItsProtocol(t *testing.T) {
	hello := helloBytes(t)
	bytesOf := map[etalon.Protocol][2][]byte{
		etalon.ProtocolSOAP:      {post("/r", "application/soap+xml", query), answer("200", "application/soap+xml", soapAnswer(fault))},
		etalon.ProtocolHTTP:      {[]byte("GET /d HTTP/1.1\r\n\r\n"), answer("200", "application/pdf", "%PDF-")},
		etalon.ProtocolSyslog:    {[]byte(header + "- " + audit), nil},
		etalon.ProtocolDatagram:  {{1, 2}, {3}},
		etalon.ProtocolHandshake: {hello, nil},
		etalon.ProtocolObject:    {dicom.Write(keyObject(), dicom.ExplicitLittle), nil},
	}
	child := map[etalon.Protocol]string{
		etalon.ProtocolSOAP: "soap", etalon.ProtocolHTTP: "http", etalon.ProtocolSyslog: "syslog",
		etalon.ProtocolDatagram: "datagram", etalon.ProtocolHandshake: "handshake", etalon.ProtocolObject: "dicom",
	}
	for _, p := range etalon.Protocols() {
		in := over(p, bytesOf[p][0], bytesOf[p][1])
		doc := parse(t, facts.Session(facts.SessionInput{Calls: []facts.Summary{facts.Summarise(in)}}))
		call := only(t, doc, "call")
		want(t, call, "protocol", string(p), "exchange", "x0001", "received", "2026-11-22T10:00:03.250Z")
		var names []string
		for n := range call.Children() {
			if n.Local() != "clock" { // what a message says of the time, whatever its protocol
				names = append(names, n.Local())
			}
		}
		if len(names) != 1 || names[0] != child[p] {
			t.Errorf("%s: children %v", p, names)
		}
	}
}
