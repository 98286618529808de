package xua

import (
	"fmt"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// The names of the attributes (IHE ITI TF-2, 3.40.4.1.2).
const (
	SubjectID      = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
	Organization   = "urn:oasis:names:tc:xspa:1.0:subject:organization"
	OrganizationID = "urn:oasis:names:tc:xspa:1.0:subject:organization-id"
	HomeCommunity  = "urn:ihe:iti:xca:2010:homeCommunityId"
	Provider       = "urn:ihe:iti:xua:2017:subject:provider-identifier"
	Role           = "urn:oasis:names:tc:xacml:2.0:subject:role"
	PurposeOfUse   = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"
	ResourceID     = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
	Consent        = "urn:ihe:iti:bppc:2007:docid"
)

// Bearer is how a subject is confirmed by who bears the assertion.
const Bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer" //nolint:gosec // a name of the norm

// Password is how the user logged on.
const Password = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password" //nolint:gosec // a name of the norm

// samlTime is xs:dateTime in UTC, to the second.
const samlTime = "2006-01-02T15:04:05Z"

// Instant writes a time as SAML has it.
func Instant(t time.Time) string { return t.UTC().Format(samlTime) }

// Assertion is an identity assertion before it is written.
type Assertion struct {
	ID, IssueInstant, Version string
	Issuer                    string
	NameID                    string
	Confirmation              string // method; "" for no SubjectConfirmation
	ConfirmedUntil            string // "" for no SubjectConfirmationData
	NotBefore, NotOnOrAfter   string // both "": no Conditions
	Audience                  string // "" for no AudienceRestriction
	AuthnInstant, ClassRef    string // both "": no AuthnStatement
	SessionUntil              string // SessionNotOnOrAfter; "" for none
	Attributes                []Attribute
}

// Attribute is one attribute of the statement; its values are XML.
type Attribute struct {
	Name   string
	Values []string
}

// Add appends an attribute of one text value.
func (a *Assertion) Add(name, value string) {
	a.Attributes = append(a.Attributes, Attribute{name, []string{soap.Escape(value)}})
}

// AddCode appends an attribute of one coded value, written code^system, in an
// element of that name.
func (a *Assertion) AddCode(name, element, code string) {
	code, system, _ := strings.Cut(code, "^")
	a.Attributes = append(a.Attributes, Attribute{name, []string{fmt.Sprintf(
		`<%s xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CE" code="%s" codeSystem="%s" displayName="%s"></%s>`,
		element, soap.Escape(code), soap.Escape(system), soap.Escape(code), element)}})
}

// Get gives an attribute to change, nil when there is none of that name.
func (a *Assertion) Get(name string) *Attribute {
	for i := range a.Attributes {
		if a.Attributes[i].Name == name {
			return &a.Attributes[i]
		}
	}
	return nil
}

// Drop takes an attribute away.
func (a *Assertion) Drop(name string) {
	for i := range a.Attributes {
		if a.Attributes[i].Name == name {
			a.Attributes = append(a.Attributes[:i], a.Attributes[i+1:]...)
			return
		}
	}
}

// XML writes the unsigned assertion, with every namespace that it uses.
func (a *Assertion) XML() string {
	var b strings.Builder
	e := soap.Escape
	b.WriteString(`<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="` + e(a.ID) + `" IssueInstant="` + e(a.IssueInstant) +
		`" Version="` + e(a.Version) + `"><saml:Issuer>` + e(a.Issuer) + `</saml:Issuer><saml:Subject><saml:NameID>` + e(a.NameID) + `</saml:NameID>`)
	if a.Confirmation != "" {
		b.WriteString(`<saml:SubjectConfirmation Method="` + e(a.Confirmation) + `">`)
		if a.ConfirmedUntil != "" {
			b.WriteString(`<saml:SubjectConfirmationData NotOnOrAfter="` + e(a.ConfirmedUntil) + `"></saml:SubjectConfirmationData>`)
		}
		b.WriteString(`</saml:SubjectConfirmation>`)
	}
	b.WriteString(`</saml:Subject>` + a.conditions() + a.authn() + `<saml:AttributeStatement>`)
	for _, x := range a.Attributes {
		b.WriteString(`<saml:Attribute Name="` + e(x.Name) + `">`)
		for _, v := range x.Values {
			b.WriteString(`<saml:AttributeValue>` + v + `</saml:AttributeValue>`)
		}
		b.WriteString(`</saml:Attribute>`)
	}
	b.WriteString(`</saml:AttributeStatement></saml:Assertion>`)
	return b.String()
}

func (a *Assertion) conditions() string {
	if a.NotBefore == "" && a.NotOnOrAfter == "" {
		return ""
	}
	s := `<saml:Conditions` + attribute("NotBefore", a.NotBefore) + attribute("NotOnOrAfter", a.NotOnOrAfter) + `>`
	if a.Audience != "" {
		s += `<saml:AudienceRestriction><saml:Audience>` + soap.Escape(a.Audience) + `</saml:Audience></saml:AudienceRestriction>`
	}
	return s + `</saml:Conditions>`
}

func (a *Assertion) authn() string {
	if a.AuthnInstant == "" && a.ClassRef == "" {
		return ""
	}
	return `<saml:AuthnStatement` + attribute("AuthnInstant", a.AuthnInstant) + attribute("SessionNotOnOrAfter", a.SessionUntil) +
		`><saml:AuthnContext><saml:AuthnContextClassRef>` + soap.Escape(a.ClassRef) + `</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`
}

func attribute(name, value string) string {
	if value == "" {
		return ""
	}
	return ` ` + name + `="` + soap.Escape(value) + `"`
}

// Sign writes and signs the assertion.
func (a *Assertion) Sign(s xmlsec.Signer) (string, error) {
	b, err := xmlsec.SignAssertion([]byte(a.XML()), s, xmlsec.Algorithms{})
	if err != nil {
		return "", fmt.Errorf("XUA: %w", err)
	}
	return string(b), nil
}
