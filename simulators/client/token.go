package client

import (
	"crypto/x509"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/make/vihf"
)

// token makes the signed VIHF of a request, as a header block. It names the
// patient that the message is about.
func (d *draft) token(id string) (string, error) {
	signer, err := signerOf(d.cfg.Sign)
	if err != nil {
		return "", err
	}
	signer.Chain = signer.Chain[:1] // KeyInfo holds the signer's certificate alone
	leaf, err := x509.ParseCertificate(signer.Chain[0])
	if err != nil {
		return "", fmt.Errorf("VIHF: %w", err)
	}
	patient := ""
	if d.message.Patient.INS != "" {
		patient = d.message.Patient.CX()
	}
	return d.cfg.Bearer.Header(vihf.Request{
		ID: "_" + strings.TrimPrefix(id, "urn:uuid:"), Issued: d.now, LoggedOn: d.loggedOn, Issuer: xmlsec.DN(leaf.RawSubject), Patient: patient,
	}, signer)
}
