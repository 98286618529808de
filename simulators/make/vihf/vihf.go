package vihf

import (
	"fmt"
	"time"

	"github.com/beevik/etree"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// Bearer is whom a VIHF speaks for: the user, the structure, the software.
type Bearer struct {
	Version                                   string // of the VIHF
	Mode                                      etalon.AuthMode
	StructureID                               string
	UserID, UserFamily, UserGiven             string
	SoftwareID, SoftwareName, SoftwareVersion string
	Approval                                  string // of the software
}

// Request is what changes from one VIHF to the next.
type Request struct {
	ID               string // of the assertion: an NCName
	Issued, LoggedOn time.Time
	Issuer           string // DN of the certificate that signs
	Patient          string // CX; "" when none is named
}

// The namespaces of the header.
const (
	nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"
	nsSec  = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	nsHL7  = "urn:hl7-org:v3"
	nsXSI  = "http://www.w3.org/2001/XMLSchema-instance"
)

// contexts are the classes of authentication by mode, as they end.
var contexts = map[etalon.AuthMode]string{
	etalon.ModeDirect: "SmartcardPKI", etalon.ModeIndirect: "Password", etalon.ModeAIR: "MobileTwoFactorUnregistered",
}

// Header makes a VIHF, signs it and puts it into a WS-Security header block. It
// declares all the namespaces that it uses.
func (b Bearer) Header(r Request, signer xmlsec.Signer) (string, error) {
	doc := etree.NewDocument()
	doc.WriteSettings.CanonicalEndTags = true
	doc.SetRoot(b.assertion(r))
	unsigned, err := doc.WriteToBytes()
	if err != nil {
		return "", fmt.Errorf("VIHF: %w", err)
	}
	signed, err := xmlsec.SignAssertion(unsigned, signer, xmlsec.Algorithms{})
	if err != nil {
		return "", fmt.Errorf("VIHF: %w", err)
	}
	return `<wsse:Security xmlns:wsse="` + nsSec + `">` + string(signed) + `</wsse:Security>`, nil
}

func (b Bearer) assertion(r Request) *etree.Element {
	a := etree.NewElement("saml:Assertion")
	for _, attribute := range [][2]string{
		{"xmlns:saml", nsSAML}, {"ID", r.ID}, {"IssueInstant", instant(r.Issued)}, {"Version", "2.0"},
	} {
		a.CreateAttr(attribute[0], attribute[1])
	}
	issuer := a.CreateElement("saml:Issuer")
	issuer.CreateAttr("Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName")
	issuer.SetText(r.Issuer)
	a.CreateElement("saml:Subject").CreateElement("saml:NameID").SetText(b.UserID)
	statement := a.CreateElement("saml:AuthnStatement")
	statement.CreateAttr("AuthnInstant", instant(r.LoggedOn))
	context := statement.CreateElement("saml:AuthnContext")
	class, known := contexts[b.Mode]
	if !known {
		class = contexts[etalon.ModeIndirect]
	}
	context.CreateElement("saml:AuthnContextClassRef").SetText("urn:oasis:names:tc:SAML:2.0:ac:classes:" + class)
	if b.Mode == etalon.ModeAIR {
		context.CreateElement("saml:AuthnContextDecl").SetText("CONF_EXI_PGSSIS")
	}
	b.attributes(a.CreateElement("saml:AttributeStatement"), r.Patient)
	return a
}

// code is a coded value inside an attribute.
type code struct{ element, code, system, label string }

func (b Bearer) attributes(statement *etree.Element, patient string) {
	add := func(name string) *etree.Element {
		attribute := statement.CreateElement("saml:Attribute")
		attribute.CreateAttr("Name", name)
		return attribute
	}
	text := func(name, value string) { add(name).CreateElement("saml:AttributeValue").SetText(value) }
	coded := func(name string, values ...code) {
		attribute := add(name)
		for _, v := range values {
			e := attribute.CreateElement("saml:AttributeValue").CreateElement(v.element)
			for _, x := range [][2]string{
				{"xmlns", nsHL7}, {"xmlns:xsi", nsXSI}, {"xsi:type", "CE"}, {"code", v.code}, {"codeSystem", v.system}, {"displayName", v.label},
			} {
				e.CreateAttr(x[0], x[1])
			}
		}
	}
	text("VIHF_Version", b.Version)
	text("Authentification_Mode", string(b.Mode))
	text("Identifiant_Structure", b.StructureID)
	text("Secteur_Activite", "SA07^1.2.250.1.71.4.2.4")
	if patient != "" {
		text("urn:oasis:names:tc:xacml:2.0:resource:resource-id", patient)
	}
	text("Ressource_URN", "urn:dmp")
	coded("urn:oasis:names:tc:xspa:1.0:subject:purposeofuse", code{"PurposeOfUse", "normal", "1.2.250.1.213.1.1.4.248", "Accès normal"})
	text("urn:oasis:names:tc:xspa:1.0:subject:subject-id", b.UserFamily+" "+b.UserGiven)
	coded("urn:oasis:names:tc:xacml:2.0:subject:role",
		code{"Role", "10", "1.2.250.1.71.1.2.7", "Médecin"},
		code{"Role", "SM26", "1.2.250.1.71.4.2.5", "Qualifié en Médecine Générale (SM)"})
	text("LPS_ID", b.SoftwareID)
	text("LPS_Nom", b.SoftwareName)
	text("LPS_Version", b.SoftwareVersion)
	text("LPS_ID_HOMOLOGATION_DMP", b.Approval)
}

// instant is a time as SAML has it, to the second.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
