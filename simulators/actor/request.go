package actor

import (
	"crypto/x509"
	"net/url"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Request is a message as its front decoded it: as far as that could be done.
type Request struct {
	Connection etalon.ConnectionID
	Peer       []*x509.Certificate // leaf first; empty when none was shown
	Anomalies  []etalon.Anomaly

	// Of HTTP and SOAP.
	Path    string
	Message mtom.Message // the body; one part when it is no multipart
	Doc     *xmldoc.Doc  // the root part; nil when it is no XML
	SOAP    soap.Envelope

	// Of HTTP without an envelope, beside Path.
	Method string
	Query  url.Values
	Header map[string][]string // names as net/http writes them

	// Of what has no envelope: the bytes of a datagram, of one message of a stream, or of
	// the body of a request over HTTP.
	Raw []byte
}

const (
	nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"
	// resourceID is the VIHF attribute that names the patient.
	resourceID = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
)

// Patient is the CX of the patient that the VIHF names, or "".
func (r *Request) Patient() string { return r.attribute(resourceID) }

// Mode is how the user was authenticated, as the VIHF says, or "".
func (r *Request) Mode() etalon.AuthMode {
	if mode := r.attribute("Authentification_Mode"); mode != "" {
		return etalon.AuthMode(mode)
	}
	return etalon.AuthMode(r.attribute("Authentification_mode")) // as some examples write it
}

// attribute is the first value of an attribute of the VIHF, or "".
func (r *Request) attribute(name string) string {
	for a := range r.SOAP.Security.Path(nsSAML, "Assertion", "AttributeStatement").ChildrenNamed(nsSAML, "Attribute") {
		if a.Attr("", "Name") == name {
			return strings.TrimSpace(a.Child(nsSAML, "AttributeValue").Value())
		}
	}
	return ""
}

// Person is the identifier of who asks, as the VIHF says, or "".
func (r *Request) Person() string {
	name := r.SOAP.Security.Path(nsSAML, "Assertion", "Subject").Child(nsSAML, "NameID").Value()
	return strings.TrimSpace(name)
}

// Captured collects the decoded view of a request.
type Captured struct {
	fields  etalon.Fields
	patient string // CX, or an identifier alone
}

// Capture begins the view of a request: its message id, and the patient that
// the VIHF names.
func Capture(r *Request) *Captured {
	c := &Captured{fields: etalon.Fields{}, patient: r.Patient()}
	c.Add(etalon.FieldMessageID, r.SOAP.MessageID())
	return c
}

// Add puts values under a key; empty ones are nothing.
func (c *Captured) Add(key string, values ...string) {
	var kept []string
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	if len(kept) > 0 {
		c.fields[key] = strings.Join(kept, " ")
	}
}

// Patient says which patient the message itself names.
func (c *Captured) Patient(cx string) { c.patient = cx }

// Fields is the whole view.
func (c *Captured) Fields() etalon.Fields {
	ins, _, _ := strings.Cut(c.patient, "^")
	c.Add(etalon.FieldINS, ins)
	return c.fields
}
