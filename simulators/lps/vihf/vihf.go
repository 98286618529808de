package vihf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// The names of the attributes (spec: DMP §4.2).
const (
	Version         = "VIHF_Version"
	Mode            = "Authentification_Mode"
	Structure       = "Identifiant_Structure"
	Sector          = "Secteur_Activite"
	ResourceID      = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
	ResourceURN     = "Ressource_URN"
	PurposeOfUse    = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"
	SubjectID       = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
	Role            = "urn:oasis:names:tc:xacml:2.0:subject:role"
	Confidentiality = "urn:oasis:names:tc:xspa:1.0:resource:patient:hl7:confidentiality-code"
	LPSID           = "LPS_ID"
	LPSName         = "LPS_Nom"
	LPSVersion      = "LPS_Version"
	LPSApproval     = "LPS_ID_HOMOLOGATION_DMP"
)

// IssuerFormat is the format of the Issuer of a VIHF.
const IssuerFormat = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"

const classes = "urn:oasis:names:tc:SAML:2.0:ac:classes:"

// How the user logged on to the LPS.
const (
	SmartcardPKI = classes + "SmartcardPKI"
	Password     = classes + "Password"
	TwoFactor    = classes + "MobileTwoFactorUnregistered"
)

// Code is a coded value inside an attribute.
type Code struct{ Code, System, Label string }

// Assertion is a VIHF before it is written.
type Assertion struct {
	ID           string
	IssueInstant string // xs:dateTime, UTC with Z
	IssuerFormat string
	Issuer       string // DN of the signing certificate
	NameID       string // PS_IdNat
	AuthnInstant string
	ClassRef     string
	Decl         string // AuthnContextDecl text; "" for none
	Conditions   string // XML between Subject and AuthnStatement; "" for none
	Attributes   []Attribute
}

// Attribute is one attribute of the statement. Values are XML.
type Attribute struct {
	Name   string
	Values []string
}

// Add appends an attribute of text values.
func (a *Assertion) Add(name string, values ...string) {
	for i, v := range values {
		values[i] = soap.Escape(v)
	}
	a.Attributes = append(a.Attributes, Attribute{name, values})
}

// AddCodes appends an attribute of coded values, each in an element of that
// name (Role, PurposeOfUse).
func (a *Assertion) AddCodes(name, element string, codes ...Code) {
	var values []string
	for _, c := range codes {
		values = append(values, fmt.Sprintf(
			`<%s xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CE" code="%s" codeSystem="%s" displayName="%s"></%s>`,
			element, soap.Escape(c.Code), soap.Escape(c.System), soap.Escape(c.Label), element))
	}
	a.Attributes = append(a.Attributes, Attribute{name, values})
}

// Get gives an attribute to change, nil when there is none of that name.
func (a *Assertion) Get(name string) *Attribute {
	i := slices.IndexFunc(a.Attributes, func(x Attribute) bool { return x.Name == name })
	if i < 0 {
		return nil
	}
	return &a.Attributes[i]
}

// Set gives an attribute one text value, adding it where it is missing.
func (a *Assertion) Set(name, value string) {
	if x := a.Get(name); x != nil {
		x.Values = []string{soap.Escape(value)}
		return
	}
	a.Add(name, value)
}

// Drop takes an attribute away.
func (a *Assertion) Drop(name string) {
	a.Attributes = slices.DeleteFunc(a.Attributes, func(x Attribute) bool { return x.Name == name })
}

// XML writes the unsigned assertion. It declares every namespace it uses, so
// that it can be signed alone and then placed in any envelope.
func (a *Assertion) XML() string {
	var b strings.Builder
	e := soap.Escape
	b.WriteString(`<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="` + e(a.ID) +
		`" IssueInstant="` + e(a.IssueInstant) + `" Version="2.0">` +
		`<saml:Issuer Format="` + e(a.IssuerFormat) + `">` + e(a.Issuer) + `</saml:Issuer>` +
		`<saml:Subject><saml:NameID>` + e(a.NameID) + `</saml:NameID></saml:Subject>` + a.Conditions +
		`<saml:AuthnStatement AuthnInstant="` + e(a.AuthnInstant) + `"><saml:AuthnContext>` +
		`<saml:AuthnContextClassRef>` + e(a.ClassRef) + `</saml:AuthnContextClassRef>`)
	if a.Decl != "" {
		b.WriteString(`<saml:AuthnContextDecl>` + e(a.Decl) + `</saml:AuthnContextDecl>`)
	}
	b.WriteString(`</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>`)
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

// Sign writes and signs the assertion.
func (a *Assertion) Sign(s xmlsec.Signer, alg xmlsec.Algorithms) (string, error) {
	b, err := xmlsec.SignAssertion([]byte(a.XML()), s, alg)
	if err != nil {
		return "", fmt.Errorf("VIHF: %w", err)
	}
	return string(b), nil
}

// Header is the WS-Security header block that holds a token.
func Header(token string) string {
	return `<wsse:Security xmlns:wsse="` + soap.NSSec + `">` + token + `</wsse:Security>`
}
