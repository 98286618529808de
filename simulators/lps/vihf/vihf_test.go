package vihf_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

func assertion() *vihf.Assertion {
	a := &vihf.Assertion{
		ID: "_1", IssueInstant: "2026-11-22T10:00:00Z", IssuerFormat: vihf.IssuerFormat, Issuer: "CN=A & B,C=FR",
		NameID: "899900000017", AuthnInstant: "2026-11-22T09:00:00Z", ClassRef: vihf.Password, Decl: "DECL",
	}
	a.Add(vihf.LPSName, "Logiciel <1>")
	a.AddCodes(vihf.Role, "Role", vihf.Code{Code: "10", System: "1.2.250.1.71.1.2.7", Label: "Médecin"},
		vihf.Code{Code: "SM26", System: "1.2.250.1.71.4.2.5", Label: "X"})
	return a
}

func TestXML(t *testing.T) {
	const role = `xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CE"`
	want := `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" IssueInstant="2026-11-22T10:00:00Z" Version="2.0">` +
		`<saml:Issuer Format="urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName">CN=A &amp; B,C=FR</saml:Issuer>` +
		`<saml:Subject><saml:NameID>899900000017</saml:NameID></saml:Subject>` +
		`<saml:AuthnStatement AuthnInstant="2026-11-22T09:00:00Z"><saml:AuthnContext>` +
		`<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>` +
		`<saml:AuthnContextDecl>DECL</saml:AuthnContextDecl></saml:AuthnContext></saml:AuthnStatement>` +
		`<saml:AttributeStatement><saml:Attribute Name="LPS_Nom"><saml:AttributeValue>Logiciel &lt;1&gt;</saml:AttributeValue></saml:Attribute>` +
		`<saml:Attribute Name="urn:oasis:names:tc:xacml:2.0:subject:role">` +
		`<saml:AttributeValue><Role ` + role + ` code="10" codeSystem="1.2.250.1.71.1.2.7" displayName="Médecin"></Role></saml:AttributeValue>` +
		`<saml:AttributeValue><Role ` + role + ` code="SM26" codeSystem="1.2.250.1.71.4.2.5" displayName="X"></Role></saml:AttributeValue>` +
		`</saml:Attribute></saml:AttributeStatement></saml:Assertion>`
	if got := assertion().XML(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestChange(t *testing.T) {
	a := assertion()
	a.Set(vihf.LPSName, "A&B")
	a.Set(vihf.LPSVersion, "2")
	a.Drop(vihf.Role)
	a.Drop("nothing")
	got := a.XML()
	if !strings.Contains(got, `<saml:AttributeValue>A&amp;B</saml:AttributeValue>`) || !strings.Contains(got, `Name="LPS_Version"`) ||
		strings.Contains(got, "Role") || strings.Count(got, "LPS_Nom") != 1 || a.Get(vihf.Role) != nil {
		t.Error(got)
	}
}
