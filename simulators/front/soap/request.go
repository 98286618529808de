package soap

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Request is a request as decoded: as far as it could be.
type Request struct {
	actor.Request
	HTTP *http.Request // nil when the head was unreadable; its body is not in it
	// Refusal is the answer the front itself gives; nil when the request is
	// a well-formed SOAP 1.2 message from a known client.
	Refusal *Refusal
}

// The anomaly codes of layers "soap", "xml" (those of xmldoc) and "mtom" that
// the front adds to those of the codecs.
const (
	SOAPVersion        = "soap-version"    // SOAP 1.1
	SOAPNone           = "no-envelope"     // XML, but no SOAP envelope
	SOAPBody           = "body"            // no Body, or not one element in it
	SOAPMustUnderstand = "must-understand" // a mandatory header that is not known here
	CIDUnresolved      = "cid-unresolved"  // an xop:Include that names no part
)

func (r *Request) note(layer, code string, offset int64, detail string) {
	r.Anomalies = append(r.Anomalies, etalon.Anomaly{Layer: layer, Code: code, Offset: offset, Detail: detail})
}

// decode reads the body as far as it goes and chooses the refusal: the first
// flaw in the order TLS, HTTP, MIME, XML, SOAP.
// The error is that of the spool.
func decode(m *fronthttp.Message, limit int64) (*Request, error) {
	r := &Request{Request: actor.Request{Connection: m.Connection, Peer: m.Peer}, HTTP: m.Head}
	if m.Flaw != nil {
		r.Anomalies = append(r.Anomalies, *m.Flaw)
		r.Refusal = refuseCertificate(m.Flaw)
	}
	r.Anomalies = append(r.Anomalies, m.Found...)
	if m.Head != nil {
		r.Path = m.Head.URL.Path
	}
	if m.Refused != nil {
		r.refuse(refuseHTTP(m.Refused.Status, m.Refused.Code, m.Refused.Detail))
		return r, nil
	}
	if m.Head.Method != http.MethodPost {
		r.note("http", fronthttp.Method, 0, m.Head.Method)
		r.refuse(refuseHTTP(http.StatusMethodNotAllowed, fronthttp.Method, m.Head.Method))
	}
	if c := m.Head.Header.Get("Content-Encoding"); c != "" && !strings.EqualFold(c, "identity") {
		r.note("http", fronthttp.ContentEncoding, -1, c)
		r.refuse(refuseHTTP(http.StatusUnsupportedMediaType, fronthttp.ContentEncoding, c))
		return r, nil
	}
	if m.Body.Size() == 0 {
		r.refuse(refuseHTTP(http.StatusBadRequest, "empty", "no body"))
		return r, nil
	}
	var err error
	if note := actor.Guard("decode", func() { err = r.envelope(m, limit) }); note != "" {
		r.Refusal = broken(note)
	}
	if err != nil {
		return nil, fmt.Errorf("soap: read back a request: %w", err)
	}
	return r, nil
}

// refuse keeps the first refusal.
func (r *Request) refuse(f *Refusal) {
	if r.Refusal == nil {
		r.Refusal = f
	}
}

// envelope reads the packaging and the SOAP envelope.
// The error is that of the spool.
func (r *Request) envelope(m *fronthttp.Message, limit int64) error {
	var err error
	r.Message, err = mtom.Open(strings.Join(m.Head.Header.Values("Content-Type"), ", "), m.Body, m.Body.Size(), 0, mtom.Limits{Bytes: limit})
	if err != nil {
		return err
	}
	for i, a := range r.Message.Anomalies {
		r.Message.Anomalies[i].Offset = m.Body.Place(a.Offset)
	}
	r.Anomalies = append(r.Anomalies, r.Message.Anomalies...)
	root, ok := r.Message.Root()
	if !ok || (r.Message.Media.Multipart() && !r.Message.Multipart) {
		r.refuse(refuseSOAP(soap.Sender, "Le corps multipart ne peut pas être découpé.", "The multipart body cannot be taken apart."))
		return nil
	}
	content, err := root.Content()
	if err != nil {
		r.note("mime", "transfer-encoding", m.Body.Place(root.Offset), err.Error())
		r.refuse(refuseSOAP(soap.Sender, "Le codage de transfert de la partie racine est illisible.", "The transfer encoding of the root part cannot be read."))
		return nil
	}
	r.Doc, err = xmldoc.Parse(content, xmldoc.Limits{Bytes: int(limit)})
	if err != nil {
		r.notXML(err, func(at int64) int64 {
			if root.Encoded() {
				return -1
			}
			return m.Body.Place(root.Offset + at)
		})
		return nil
	}
	r.SOAP = soap.Read(r.Doc)
	r.checkSOAP()
	for n := range r.Doc.Root().Descendants() {
		if n.Is(soap.NSXOP, "Include") {
			href := n.Attr("", "href")
			if _, ok := r.Message.Resolve(href); !ok {
				r.note("mtom", CIDUnresolved, r.offset(root, n, m.Body), fmt.Sprintf("href %q names no part", clip(href)))
			}
		}
	}
	return nil
}

// offset is the place of a node in the HTTP message, or -1.
func (r *Request) offset(root mtom.Part, n xmldoc.Node, b *fronthttp.Body) int64 {
	if len(r.Doc.Source()) != len(root.Body) {
		return -1
	}
	return b.Place(root.Offset + n.Offset())
}

func (r *Request) notXML(err error, place func(int64) int64) {
	code, offset := "not-well-formed", int64(-1)
	var s *xmldoc.SyntaxError
	if errors.As(err, &s) {
		code = s.Code
		offset = place(s.Offset)
	}
	r.note("xml", code, offset, err.Error())
	r.refuse(refuseSOAP(soap.Sender, "Le message n'est pas du XML lisible : "+err.Error(), "The message is no readable XML: "+err.Error()))
}

// understood are the namespaces of the headers that the simulators process.
var understood = []string{soap.NSWSA, soap.NSSec, insi.NSBAM, insi.NSLPS}

func (r *Request) checkSOAP() {
	switch e := r.SOAP; {
	case e.Version == soap.Version11:
		r.note("soap", SOAPVersion, -1, "SOAP 1.1 envelope")
		r.refuse(refuse11())
	case e.Version == soap.NoVersion:
		r.note("soap", SOAPNone, -1, fmt.Sprintf("root element {%s}%s", clip(e.Root.Space()), clip(e.Root.Local())))
		r.refuse(refuseSOAP(soap.VersionMismatch, "Le message n'est pas du SOAP 1.2.", "The message is no SOAP 1.2 envelope."))
	case e.Payloads != 1:
		r.note("soap", SOAPBody, -1, fmt.Sprintf("%d elements in Body", e.Payloads))
		r.refuse(refuseSOAP(soap.Sender, "Le corps SOAP doit contenir exactement un élément.", "The SOAP body must hold exactly one element."))
	default:
		for h := range e.Header.Children() {
			must := strings.TrimSpace(h.Attr(soap.NS12, "mustUnderstand"))
			if (must == "1" || must == "true") && !slices.Contains(understood, h.Space()) {
				r.note("soap", SOAPMustUnderstand, -1, fmt.Sprintf("header {%s}%s", clip(h.Space()), clip(h.Local())))
				r.refuse(refuseSOAP(soap.MustUnderstand, "Un en-tête obligatoire est inconnu : "+h.Local(), "A mandatory header is unknown: "+h.Local()))
			}
		}
	}
}

// clip keeps details short whatever the wire holds.
func clip(s string) string {
	const most = 120
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}
