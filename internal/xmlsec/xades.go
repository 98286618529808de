package xmlsec

import (
	"bytes"

	"github.com/lestrrat-go/helium"
)

// xades reads the qualifying properties of a signature. covered holds the
// elements that SignedInfo's references digest rightly.
func (v *verifier) xades(sig *helium.Element, certs [][]byte, covered map[*helium.Element]bool) *XAdES {
	for _, space := range []string{NamespaceXAdES, namespaceXAdE3} {
		found := below(sig, space, "QualifyingProperties")
		if len(found) == 0 {
			continue
		}
		signed := child(found[0], space, "SignedProperties")
		x := &XAdES{Namespace: space}
		x.SignedProperties = signed != nil && within(signed, covered)
		props := child(signed, space, "SignedSignatureProperties")
		x.SigningTime = text(child(props, space, "SigningTime"))
		x.PolicyImplied = child(child(props, space, "SignaturePolicyIdentifier"), space, "SignaturePolicyImplied") != nil
		for i, c := range childrenNamed(child(props, space, "SigningCertificate"), space, "Cert") {
			if i == v.limits.Signatures {
				break
			}
			x.Certificates = append(x.Certificates, certificateReference(c, space, certs))
		}
		return x
	}
	return nil
}

func certificateReference(c *helium.Element, space string, certs [][]byte) CertificateReference {
	d := child(c, space, "CertDigest")
	is := child(c, space, "IssuerSerial")
	r := CertificateReference{
		DigestMethod: attr(child(d, NamespaceDSig, "DigestMethod"), "Algorithm"),
		Issuer:       text(child(is, NamespaceDSig, "X509IssuerName")),
		Serial:       text(child(is, NamespaceDSig, "X509SerialNumber")),
		Matches:      -1,
	}
	value := child(d, NamespaceDSig, "DigestValue")
	if r.DigestMethod == "" { // XAdES 1.1.1 puts them in its own namespace
		r.DigestMethod = attr(child(d, space, "DigestMethod"), "Algorithm")
	}
	if value == nil {
		value = child(d, space, "DigestValue")
	}
	want, err := decode64(text(value))
	if err != nil {
		return r
	}
	for i, der := range certs {
		if sum, err := digest(r.DigestMethod, der); err == nil && bytes.Equal(sum, want) {
			r.Matches = i
		}
	}
	return r
}
