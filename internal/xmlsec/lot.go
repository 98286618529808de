package xmlsec

import (
	"crypto/x509"
	"fmt"
	"strings"
	"time"
)

// PurposeSource is the purpose of a lot signature, after ASTM E1762: Source.
const PurposeSource = "1.2.840.10065.1.12.1.14"

// Lot is what the signature of a submission set speaks of.
type Lot struct {
	UniqueID  string // of the submission set, an OID
	Documents []LotDocument
	Time      time.Time // of signing, written in UTC
}

// LotDocument is one document of the lot.
type LotDocument struct {
	UniqueID string
	Content  []byte
	XML      bool // digest its canonical form rather than its octets
}

// SignLot makes the XAdES signature document of a submission set: a detached
// ds:Signature over a manifest whose first reference stands for the lot with a
// dummy digest, then one per document (spec: DMP signed lot). It is a complete
// XML document.
func SignLot(lot Lot, s Signer, a Algorithms) ([]byte, error) {
	a = a.orDefaults(C14NComments)
	manifest, err := manifestXML(lot, a)
	if err != nil {
		return nil, err
	}
	properties, err := propertiesXML(lot, s, a)
	if err != nil {
		return nil, err
	}
	const manifestMark, propertiesMark = "@MANIFEST-DIGEST@", "@PROPERTIES-DIGEST@"
	reference := func(uri, typ, mark string) string {
		return `<ds:Reference Type="` + typ + `" URI="` + uri + `">` +
			`<ds:DigestMethod Algorithm="` + a.Digest + `"></ds:DigestMethod>` +
			`<ds:DigestValue>` + mark + `</ds:DigestValue></ds:Reference>`
	}
	sig := `<ds:Signature xmlns:ds="` + NamespaceDSig + `" Id="signature">` +
		signedInfo(a, reference("#IHEManifest", TypeManifest, manifestMark)+
			reference("#S0-SignedProperties", TypeSignedProperties, propertiesMark)) +
		`<ds:SignatureValue>` + valueMark + `</ds:SignatureValue>` + keyInfo(s) +
		`<ds:Object><ds:SignatureProperties><ds:SignatureProperty Id="purposeOfSignature" Target="#signature">` +
		PurposeSource + `</ds:SignatureProperty></ds:SignatureProperties></ds:Object>` +
		`<ds:Object>` + manifest + `</ds:Object>` +
		`<ds:Object>` + properties + `</ds:Object></ds:Signature>`

	for mark, id := range map[string]string{manifestMark: "IHEManifest", propertiesMark: "S0-SignedProperties"} {
		sum, err := digestOfID(sig, id, a.Digest)
		if err != nil {
			return nil, err
		}
		sig = strings.Replace(sig, mark, sum, 1)
	}
	sig, err = fillValue(sig, s, a)
	if err != nil {
		return nil, err
	}
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + sig), nil
}

// manifestXML writes the manifest. A document that is XML is digested in its
// canonical form with comments, as the DMP's samples do.
func manifestXML(lot Lot, a Algorithms) (string, error) {
	var b strings.Builder
	b.WriteString(`<ds:Manifest Id="IHEManifest"><ds:Reference URI="urn:oid:` + escape(lot.UniqueID) + `">` +
		`<ds:DigestMethod Algorithm="` + a.Digest + `"></ds:DigestMethod>` +
		`<ds:DigestValue>` + dummyDigest + `</ds:DigestValue></ds:Reference>`)
	for _, d := range lot.Documents {
		octets, transforms := d.Content, ""
		if d.XML {
			l := Limits{}.orDefaults()
			budget := NewBudget(l)
			c, err := canonicalDocument(d.Content, C14NComments, nil, l, budget)
			if err != nil {
				return "", fmt.Errorf("document %s: %w", d.UniqueID, err)
			}
			octets = c
			transforms = `<ds:Transforms><ds:Transform Algorithm="` + C14NComments + `"></ds:Transform></ds:Transforms>`
		}
		sum, err := digest(a.Digest, octets)
		if err != nil {
			return "", err
		}
		b.WriteString(`<ds:Reference URI="urn:oid:` + escape(d.UniqueID) + `">` + transforms +
			digestXML(a.Digest, sum) + `</ds:Reference>`)
	}
	b.WriteString(`</ds:Manifest>`)
	return b.String(), nil
}

func propertiesXML(lot Lot, s Signer, a Algorithms) (string, error) {
	var certs strings.Builder
	for i, der := range s.Chain {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return "", fmt.Errorf("certificate %d: %w", i, err)
		}
		sum, err := digest(a.Digest, der)
		if err != nil {
			return "", err
		}
		certs.WriteString(`<xad:Cert><xad:CertDigest>` + digestXML(a.Digest, sum) + `</xad:CertDigest>` +
			`<xad:IssuerSerial><ds:X509IssuerName>` + escape(DN(c.RawIssuer)) + `</ds:X509IssuerName>` +
			`<ds:X509SerialNumber>` + c.SerialNumber.String() + `</ds:X509SerialNumber></xad:IssuerSerial></xad:Cert>`)
	}
	return `<xad:QualifyingProperties xmlns:xad="` + NamespaceXAdES + `" Target="#signature">` +
		`<xad:SignedProperties Id="S0-SignedProperties"><xad:SignedSignatureProperties>` +
		`<xad:SigningTime>` + lot.Time.UTC().Format("2006-01-02T15:04:05Z") + `</xad:SigningTime>` +
		`<xad:SigningCertificate>` + certs.String() + `</xad:SigningCertificate>` +
		`<xad:SignaturePolicyIdentifier><xad:SignaturePolicyImplied></xad:SignaturePolicyImplied></xad:SignaturePolicyIdentifier>` +
		`</xad:SignedSignatureProperties><xad:SignedDataObjectProperties></xad:SignedDataObjectProperties>` +
		`</xad:SignedProperties></xad:QualifyingProperties>`, nil
}

// digestOfID digests an element of a signature document as a reference
// without transforms does: inclusive canonical XML, no comments.
func digestOfID(doc, id, method string) (string, error) {
	l := Limits{}.orDefaults()
	d, err := parse([]byte(doc), l)
	if err != nil {
		return "", fmt.Errorf("signature: %w", err)
	}
	found := indexed(d).withID(id)
	if len(found) != 1 {
		return "", fmt.Errorf("signature: %d elements %q", len(found), id)
	}
	budget := NewBudget(l)
	octets, err := canonicalize(nodeSet{doc: d, top: found[0]}, C14N, nil, budget)
	if err != nil {
		return "", err
	}
	sum, err := digest(method, octets)
	if err != nil {
		return "", err
	}
	return encode64(sum), nil
}
