package lps

import (
	"crypto/x509"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

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

// assertion fills the table of attributes.
func (l *LPS) assertion(c *call, issuer string) *vihf.Assertion {
	b := vihf.Bearer{
		Version: l.cfg.VIHFVersion, Mode: l.cfg.Mode, StructureID: l.cfg.StructureID,
		UserID: l.cfg.UserID, UserFamily: l.cfg.UserFamily, UserGiven: l.cfg.UserGiven,
		SoftwareID: sourceOID, SoftwareName: l.cfg.Name, SoftwareVersion: l.cfg.Version, Approval: approvalNumber,
	}
	patient := ""
	if c.patient.INS != "" {
		patient = c.patient.CX()
	}
	// Searching without an INS is reserved to the regulation centre (TD0.5).
	purpose, wanted := vihf.NormalAccess(), l.session.purpose
	if c.transaction == etalon.ITI47 {
		wanted = etalon.AccessRegulation
	}
	switch wanted {
	case etalon.AccessRegulation:
		purpose.Code, purpose.Label = wanted, "Accès par un centre 15"
	case etalon.AccessEmergency:
		purpose.Code, purpose.Label = wanted, "Accès bris de glace"
	}
	return b.Assertion("_"+l.uuid(), l.now(), l.session.began, issuer, patient, purpose)
}
