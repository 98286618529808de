package soap

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The namespaces of the envelope.
const (
	NS12  = "http://www.w3.org/2003/05/soap-envelope"
	NS11  = "http://schemas.xmlsoap.org/soap/envelope/"
	NSWSA = "http://www.w3.org/2005/08/addressing"
	NSSec = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	NSXOP = "http://www.w3.org/2004/08/xop/include"

	// Anonymous is the address of the back channel of an HTTP request.
	Anonymous = "http://www.w3.org/2005/08/addressing/anonymous"
)

// The values of Envelope.Version.
const (
	Version12 = "1.2"
	Version11 = "1.1"
	NoVersion = "none" // the root element is no SOAP envelope
)

// Envelope is what a document holds of a SOAP message. An absent node is the
// zero Node.
type Envelope struct {
	Version  string
	Root     xmldoc.Node // the document element, envelope or not
	Header   xmldoc.Node
	Body     xmldoc.Node
	Payload  xmldoc.Node // first element of Body
	Payloads int         // elements of Body; 1 when all is well

	Security   xmldoc.Node // first wsse:Security of Header
	Securities int

	// The WS-Addressing headers, verbatim, each as often as it occurs.
	// Of an endpoint reference that is its Address.
	Actions, MessageIDs, Tos, Froms, ReplyTos, FaultTos, RelatesTos []string
}

// Read finds the parts of an envelope in a document.
func Read(doc *xmldoc.Doc) Envelope {
	e := Envelope{Version: NoVersion, Root: doc.Root()}
	switch {
	case e.Root.Local() != "Envelope":
		return e
	case e.Root.Space() == NS12:
		e.Version = Version12
	case e.Root.Space() == NS11:
		e.Version = Version11
	default:
		return e
	}
	space := e.Root.Space()
	e.Header = e.Root.Child(space, "Header")
	e.Body = e.Root.Child(space, "Body")
	for n := range e.Body.Children() {
		if e.Payloads == 0 {
			e.Payload = n
		}
		e.Payloads++
	}
	e.headers()
	return e
}

func (e *Envelope) headers() {
	for n := range e.Header.Children() {
		switch n.Space() {
		case NSSec:
			if n.Local() != "Security" {
				continue
			}
			if e.Securities == 0 {
				e.Security = n
			}
			e.Securities++
		case NSWSA:
			switch n.Local() {
			case "Action":
				e.Actions = append(e.Actions, n.Value())
			case "MessageID":
				e.MessageIDs = append(e.MessageIDs, n.Value())
			case "To":
				e.Tos = append(e.Tos, n.Value())
			case "RelatesTo":
				e.RelatesTos = append(e.RelatesTos, n.Value())
			case "From":
				e.Froms = append(e.Froms, n.Child(NSWSA, "Address").Value())
			case "FaultTo":
				e.FaultTos = append(e.FaultTos, n.Child(NSWSA, "Address").Value())
			case "ReplyTo":
				e.ReplyTos = append(e.ReplyTos, n.Child(NSWSA, "Address").Value())
			}
		}
	}
}

// Action is the first wsa:Action without surrounding white space, or "".
func (e Envelope) Action() string { return first(e.Actions) }

// MessageID is the first wsa:MessageID without surrounding white space, or "".
func (e Envelope) MessageID() string { return first(e.MessageIDs) }

// RelatesTo is the first wsa:RelatesTo without surrounding white space, or "".
func (e Envelope) RelatesTo() string { return first(e.RelatesTos) }

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return strings.TrimSpace(s[0])
}

// Fault is the SOAP 1.2 (or 1.1) fault of a body: code and subcode as local
// names, reason as text. ok is false when the payload is not a fault.
func (e Envelope) Fault() (code, subcode, reason string, ok bool) {
	f := e.Payload
	if f.Local() != "Fault" || f.Space() != e.Root.Space() || e.Version == NoVersion {
		return "", "", "", false
	}
	if e.Version == Version11 {
		return local(f.Child("", "faultcode").Value()), "", f.Child("", "faultstring").Value(), true
	}
	codes := f.Child(NS12, "Code")
	return local(codes.Child(NS12, "Value").Value()),
		local(codes.Path(NS12, "Subcode", "Value").Value()),
		f.Path(NS12, "Reason", "Text").Value(), true
}

// local is the local name of a QName as written.
func local(qname string) string {
	qname = strings.TrimSpace(qname)
	return qname[strings.LastIndexByte(qname, ':')+1:]
}
