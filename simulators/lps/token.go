package lps

import (
	"crypto/x509"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

const samlTime = "2006-01-02T15:04:05Z"

// token makes the signed VIHF of one request.
func (l *LPS) token(c *call) (string, error) {
	signer := l.signer
	if l.hooks.vihfSigner != nil {
		signer = l.hooks.vihfSigner(l)
	}
	// KeyInfo of a VIHF holds the signer's certificate alone.
	signer.Chain = signer.Chain[:1]
	leaf, err := x509.ParseCertificate(signer.Chain[0])
	if err != nil {
		return "", fmt.Errorf("VIHF: %w", err)
	}
	a := l.assertion(c, xmlsec.DN(leaf.RawSubject))
	apply(l.hooks.vihf, c, a)
	token, err := a.Sign(signer, xmlsec.Algorithms{})
	if err != nil {
		return "", err
	}
	if l.hooks.token != nil {
		token = l.hooks.token(c, token)
	}
	return token, nil
}

// assertion fills the table of attributes (spec: DMP §4.2).
func (l *LPS) assertion(c *call, issuer string) *vihf.Assertion {
	a := &vihf.Assertion{
		ID: "_" + l.uuid(), IssueInstant: l.now().Format(samlTime), IssuerFormat: vihf.IssuerFormat, Issuer: issuer,
		NameID: l.cfg.UserID, AuthnInstant: l.session.began.Format(samlTime),
	}
	switch l.cfg.Mode {
	case etalon.ModeDirect:
		a.ClassRef = vihf.SmartcardPKI
	case etalon.ModeAIR:
		a.ClassRef, a.Decl = vihf.TwoFactor, "CONF_EXI_PGSSIS"
	default:
		a.ClassRef = vihf.Password
	}
	a.Add(vihf.Version, l.cfg.VIHFVersion)
	a.Add(vihf.Mode, string(l.cfg.Mode))
	a.Add(vihf.Structure, l.cfg.StructureID)
	a.Add(vihf.Sector, "SA07^1.2.250.1.71.4.2.4")
	if c.patient.INS != "" {
		a.Add(vihf.ResourceID, c.patient.CX())
	}
	a.Add(vihf.ResourceURN, "urn:dmp")
	// Searching without an INS is reserved to the regulation centre (TD0.5).
	purpose := vihf.Code{Code: "normal", System: "1.2.250.1.213.1.1.4.248", Label: "Accès normal"}
	if c.transaction == etalon.ITI47 {
		purpose.Code, purpose.Label = "centre_15", "Accès par un centre 15"
	}
	a.AddCodes(vihf.PurposeOfUse, "PurposeOfUse", purpose)
	a.Add(vihf.SubjectID, l.cfg.UserFamily+" "+l.cfg.UserGiven)
	a.AddCodes(vihf.Role, "Role",
		vihf.Code{Code: "10", System: "1.2.250.1.71.1.2.7", Label: "Médecin"},
		vihf.Code{Code: "SM26", System: "1.2.250.1.71.4.2.5", Label: "Qualifié en Médecine Générale (SM)"})
	a.Add(vihf.LPSID, sourceOID)
	a.Add(vihf.LPSName, l.cfg.Name)
	a.Add(vihf.LPSVersion, l.cfg.Version)
	a.Add(vihf.LPSApproval, approvalNumber)
	return a
}
