package xua

import (
	"fmt"
	"time"

	"github.com/beevik/etree"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// The namespaces of the header.
const (
	nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"
	nsSec  = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
)

// Issuer is who issues étalon's assertions: 2.25 and a UUID, fixed.
const Issuer = "urn:oid:2.25.271828182845904523536028747135266249775"

// Token is an identity assertion before it is written. Fields that are empty or zero
// are not written.
type Token struct {
	ID                   string // an NCName
	Issued, LoggedOn     time.Time
	NotBefore, NotOnward time.Time
	User, Name           string // NameID, subject-id
	Audience             string
	Class                string // AuthnContextClassRef
	Patient, Consent     string
}

// For is a right assertion for an audience, valid from now for half an hour.
func For(id string, now, loggedOn time.Time, audience, patient string) Token {
	return Token{
		ID: id, Issued: now, LoggedOn: loggedOn, NotBefore: now, NotOnward: now.Add(30 * time.Minute),
		User: "etalon.medecin", Name: "Camille ETALON-MEDECIN", Audience: audience,
		Class: "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", Patient: patient,
	}
}

// Unsigned writes the assertion.
func (t Token) Unsigned() ([]byte, error) {
	a := etree.NewElement("saml:Assertion")
	set(a, "xmlns:saml", nsSAML, "ID", t.ID, "IssueInstant", instant(t.Issued), "Version", "2.0")
	a.CreateElement("saml:Issuer").SetText(Issuer)
	subject := a.CreateElement("saml:Subject")
	subject.CreateElement("saml:NameID").SetText(t.User)
	confirmed := subject.CreateElement("saml:SubjectConfirmation")
	set(confirmed, "Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer")
	conditions := a.CreateElement("saml:Conditions")
	set(conditions, "NotBefore", instant(t.NotBefore), "NotOnOrAfter", instant(t.NotOnward))
	conditions.CreateElement("saml:AudienceRestriction").CreateElement("saml:Audience").SetText(t.Audience)
	logon := a.CreateElement("saml:AuthnStatement")
	set(logon, "AuthnInstant", instant(t.LoggedOn))
	logon.CreateElement("saml:AuthnContext").CreateElement("saml:AuthnContextClassRef").SetText(t.Class)
	statement := a.CreateElement("saml:AttributeStatement")
	for _, x := range [][2]string{
		{"urn:oasis:names:tc:xspa:1.0:subject:subject-id", t.Name},
		{"urn:oasis:names:tc:xacml:2.0:resource:resource-id", t.Patient},
		{"urn:ihe:iti:bppc:2007:docid", t.Consent},
	} {
		if x[1] != "" {
			attribute := statement.CreateElement("saml:Attribute")
			set(attribute, "Name", x[0])
			attribute.CreateElement("saml:AttributeValue").SetText(x[1])
		}
	}
	doc := etree.NewDocument()
	doc.WriteSettings.CanonicalEndTags = true
	doc.SetRoot(a)
	return doc.WriteToBytes()
}

// Sign writes and signs the assertion.
func (t Token) Sign(s xmlsec.Signer) (string, error) {
	raw, err := t.Unsigned()
	if err != nil {
		return "", fmt.Errorf("XUA: %w", err)
	}
	s.Chain = s.Chain[:1]
	signed, err := xmlsec.SignAssertion(raw, s, xmlsec.Algorithms{})
	if err != nil {
		return "", fmt.Errorf("XUA: %w", err)
	}
	return string(signed), nil
}

// Header is the WS-Security header block around an assertion.
func Header(assertion string) string {
	return `<wsse:Security xmlns:wsse="` + nsSec + `">` + assertion + `</wsse:Security>`
}

func set(e *etree.Element, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			e.CreateAttr(pairs[i], pairs[i+1])
		}
	}
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
