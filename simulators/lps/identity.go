package lps

import (
	"time"

	"github.com/etalon-dmp/etalon/simulators/lps/xua"
)

// identity makes the signed identity assertion of one request of plain IHE: the
// product is its own assertion provider, with the key of its structure. What the
// user chose (role, purpose, consent) is what the action asks.
func (l *LPS) identity(c *call) (string, error) {
	signer := l.signer
	if l.hooks.vihfSigner != nil {
		signer = l.hooks.vihfSigner(l)
	}
	signer.Chain = signer.Chain[:1]
	now := l.now()
	a := &xua.Assertion{
		ID: "_" + l.uuid(), IssueInstant: xua.Instant(now), Version: "2.0", Issuer: "urn:oid:" + sourceOID, NameID: l.cfg.UserID,
		Confirmation: xua.Bearer, ConfirmedUntil: xua.Instant(now.Add(30 * time.Minute)),
		NotBefore: xua.Instant(now), NotOnOrAfter: xua.Instant(now.Add(30 * time.Minute)), Audience: "https://" + l.base.Hostname() + "/",
		AuthnInstant: xua.Instant(l.session.began), ClassRef: xua.Password,
	}
	a.Add(xua.SubjectID, l.cfg.UserGiven+" "+l.cfg.UserFamily)
	a.Add(xua.Organization, l.cfg.StructureName)
	a.Add(xua.OrganizationID, "urn:oid:"+sourceOID)
	if c.patient.INS != "" {
		a.Add(xua.ResourceID, l.cx(c.patient))
	}
	if role := l.chosen["role"]; role != "" {
		a.AddCode(xua.Role, "Role", role)
	}
	if purpose := l.chosen["purpose"]; purpose != "" {
		a.AddCode(xua.PurposeOfUse, "PurposeOfUse", purpose)
	}
	if consent := l.chosen["consent"]; consent != "" {
		a.Add(xua.Consent, consent)
	}
	apply(l.hooks.identity, c, a)
	token, err := a.Sign(signer)
	if err == nil && l.hooks.token != nil {
		token = l.hooks.token(c, token)
	}
	return token, err
}
