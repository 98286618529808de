package facts

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The kinds of a capture: ev:exchange/@capture of a document on its own.
const (
	CaptureHTTP     = "http"     // a raw HTTP message, request or response
	CaptureMTOM     = "mtom"     // a multipart body without its HTTP headers
	CaptureSOAP     = "soap"     // an envelope
	CapturePayload  = "payload"  // what an envelope carries, without it: ebRIM, XDS.b
	CaptureDocument = "document" // anything else: CDA, signature, other XML, other bytes
)

// CaptureInput is a file that a person asks about, and what is known beside it.
type CaptureInput struct {
	Raw         []byte
	Environment Environment        // zero values: not known
	At          time.Time          // when it was captured; zero: not known
	TrustedCAs  [][]byte           // DER
	Transaction etalon.Transaction // when the message itself does not say it; empty: not known
	Previous    []byte             // an earlier version of a document on its own; empty: none is known
	Codes       Codes              // terminologies to look codes up in; nil: none was given
}

// Document is Capture of bytes of which nothing else is known.
func Document(raw []byte) *Evidence { return Capture(CaptureInput{Raw: raw}) }

// Capture writes the evidence document of one message or document on its own.
// The root is ev:exchange with an attribute capture (which ev:exchange of a
// real exchange does not have). There is no ev:connection. Messages are an
// ev:request or ev:response sent by the SUT; a document is the one ev:part of
// an ev:document, so that rules over messages meet nothing to judge. Actor and
// transaction come from wsa:Action. Document type declarations are skipped, as
// they never are in a message.
func Capture(in CaptureInput) *Evidence {
	if e, is := captureRecord(in); is {
		return e
	}
	kind, s := takeCapture(in.Raw)
	x := ExchangeInput{Environment: in.Environment, TrustedCAs: in.TrustedCAs, Codes: in.Codes}
	x.Exchange.Received = in.At
	x.Exchange.Transaction = etalon.Unknown
	if root := s.root(); root != nil && kind != CaptureDocument {
		x.Exchange.Actor, x.Exchange.Transaction = in.transaction(kind, root)
	}
	c := newComposer(x)
	c.mark("", etalon.Location{Offset: -1})
	c.begin("exchange", "capture", kind, "id", "", "scenario", "", "step", "", "sut-role", "client",
		"actor", string(x.Exchange.Actor), "transaction", string(x.Exchange.Transaction), "protocol", string(etalon.ProtocolSOAP),
		"behaviour", "", "received", instant(in.At), "answered", "", "note", "")
	c.newline()
	in.Environment.write(&c.writer)
	switch {
	case kind == CaptureDocument:
		c.mark("", etalon.Location{Offset: 0})
		c.begin("document", "sent-by", s.sentBy, "bytes", integer(len(in.Raw)))
		c.newline()
		c.writePrevious(in.Previous)
		c.content(s)
		c.end()
		c.unmark()
	default:
		c.message(s.direction, s)
	}
	c.end()
	c.unmark()
	c.out.Captured, c.out.Actor = s.captured(), x.Exchange.Actor
	if root := s.root(); root != nil && etalon.Elsewhere(root.env.Action()) {
		c.out.Elsewhere = root.env.Action()
	}
	return c.finish()
}

// transaction is that of the action, none when that is of another transaction of
// IHE; without an action, what was told; without that, what the body says.
func (in CaptureInput) transaction(kind string, root *part) (etalon.Actor, etalon.Transaction) {
	actor, transaction := transactionOf(root.env.Action(), reasonOf(root.env.Payload))
	if transaction != etalon.Unknown || root.doc == nil || etalon.Elsewhere(root.env.Action()) {
		return actor, transaction
	}
	body := root.env.Payload
	if kind == CapturePayload {
		body = root.doc.Root()
	}
	actor, transaction = transactionOfBody(body)
	if in.Transaction != "" {
		transaction = in.Transaction
	}
	return actor, transaction
}

// takeCapture says what bytes are and takes them apart.
func takeCapture(raw []byte) (kind string, s *side) {
	line, _, _ := bytes.Cut(raw[:min(len(raw), 16<<10)], []byte("\n"))
	first := strings.Fields(string(line))
	switch {
	case len(first) >= 2 && strings.HasPrefix(first[0], "HTTP/"):
		return CaptureHTTP, readCaptured("response", raw)
	case len(first) == 3 && strings.HasPrefix(first[2], "HTTP/"):
		return CaptureHTTP, readCaptured("request", raw)
	}
	// No HTTP around it: the whole file is the body.
	s = &side{direction: "request", sentBy: "sut", allowsDTD: true, message: &message{
		raw: raw, body: raw, spans: []span{{0, 0, len(raw)}},
	}}
	if contentType, ok := multipartType(raw); ok {
		s.readParts(contentType)
		s.forgetMedia()
		s.turn()
		return CaptureMTOM, s
	}
	if len(raw) == 0 {
		s.direction = ""
		return CaptureDocument, s
	}
	s.addPart(mtom.Part{Body: raw, Root: true})
	root := s.parts[0]
	if root.kind == "soap" {
		s.metadata = readMetadata(root.doc)
		s.alone = true
		s.resolve(mtom.Message{}, root)
		s.turn()
		return CaptureSOAP, s
	}
	if root.doc != nil && isPayload(root.doc.Root()) {
		s.metadata = readMetadata(root.doc)
		s.alone = true
		s.resolve(mtom.Message{}, root)
		if isResponse("", root.doc.Root()) {
			s.direction = "response"
		}
		return CapturePayload, s
	}
	s.direction, root.root = "", false
	return CaptureDocument, s
}

// forgetMedia drops what was only seen because the Content-Type was made up.
func (s *side) forgetMedia() {
	s.media = mtom.Media{}
	s.anomalies = slices.DeleteFunc(s.anomalies, func(a etalon.Anomaly) bool {
		switch a.Code {
		case mtom.CodeTypeMissing, mtom.CodeStartMissing, mtom.CodeStartInfoMissing:
			return true
		}
		return false
	})
}

// turn makes a response of a capture that is one, by its action or body.
func (s *side) turn() {
	if root := s.root(); root != nil && isResponse(root.env.Action(), root.env.Payload) {
		s.direction = "response"
	}
}

func isResponse(action string, body xmldoc.Node) bool {
	return body.Local() == "Fault" || isAnswer(body) || strings.HasSuffix(action, "Response") || strings.HasSuffix(body.Local(), "Response")
}

// multipartType makes a Content-Type for a multipart body whose header was
// lost: the boundary is what the first line says it is.
func multipartType(raw []byte) (contentType string, ok bool) {
	raw = bytes.TrimLeft(raw[:min(len(raw), 4096)], "\r\n")
	line, rest, found := bytes.Cut(raw, []byte("\n"))
	boundary, dashes := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\r")), []byte("--"))
	if !found || !dashes || len(boundary) == 0 || len(boundary) > 200 || bytes.ContainsAny(boundary, "\"\\<>") ||
		!bytes.HasPrefix(bytes.ToLower(rest), []byte("content-")) {
		return "", false
	}
	return `multipart/related; boundary="` + string(boundary) + `"`, true
}
