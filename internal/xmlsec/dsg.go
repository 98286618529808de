package xmlsec

import (
	"crypto/x509"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// NamespaceXAdES132 is the version of XAdES in IHE's signatures of today, and
// TypeSignedProperties132 the type of the reference to what is signed of it.
const (
	NamespaceXAdES132       = namespaceXAdE3
	TypeSignedProperties132 = "http://uri.etsi.org/01903#SignedProperties"
)

// The policies of IHE's document digital signature, which are its formats too (IHE
// ITI TF-3, 5.5).
const (
	DSGDetached   = "urn:ihe:iti:dsg:detached:2014"
	DSGEnveloping = "urn:ihe:iti:dsg:enveloping:2014"
)

// DSG is what a document digital signature of IHE speaks of (IHE ITI TF-3, 5.5).
type DSG struct {
	Enveloping bool   // the documents are in the signature
	SetID      string // OID of the submission set that is signed; "" for documents alone
	Documents  []LotDocument
	Time       time.Time // of signing, written in UTC
	Purpose    string    // OID after ASTM E1762
}

// SignDSG makes the signature document: XAdES 1.3.2 with SHA-256 and C14N 1.1 with
// comments. Detached documents are referred to by their unique ids, over their exact
// octets; with a submission set, in a manifest whose first reference is the set with a
// dummy digest. Enveloped documents are in ds:Object, in base64.
func SignDSG(d DSG, s Signer, a Algorithms) ([]byte, error) {
	a = a.orDefaults(C14N11Comment)
	properties, err := d.properties(s, a)
	if err != nil {
		return nil, err
	}
	references, objects, err := d.content(a)
	if err != nil {
		return nil, err
	}
	const mark = "@PROPERTIES-DIGEST@"
	sig := `<ds:Signature xmlns:ds="` + NamespaceDSig + `" Id="signature">` +
		signedInfo(a, references+`<ds:Reference Type="`+TypeSignedProperties132+`" URI="#S0-SignedProperties">`+
			`<ds:DigestMethod Algorithm="`+a.Digest+`"></ds:DigestMethod><ds:DigestValue>`+mark+`</ds:DigestValue></ds:Reference>`) +
		`<ds:SignatureValue>` + valueMark + `</ds:SignatureValue>` + keyInfo(s) + objects + `<ds:Object>` + properties + `</ds:Object></ds:Signature>`
	marks := map[string]string{mark: "S0-SignedProperties"}
	if strings.Contains(sig, manifestDigest) {
		marks[manifestDigest] = "IHEManifest"
	}
	for m, id := range marks {
		sum, err := digestOfID(sig, id, a.Digest)
		if err != nil {
			return nil, err
		}
		sig = strings.Replace(sig, m, sum, 1)
	}
	sig, err = fillValue(sig, s, a)
	if err != nil {
		return nil, err
	}
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + sig), nil
}

const manifestDigest = "@MANIFEST-DIGEST@"

// content writes the references to the documents, and the objects that they are to.
func (d DSG) content(a Algorithms) (references, objects string, err error) {
	var refs, objs strings.Builder
	for i, doc := range d.Documents {
		sum, err := digest(a.Digest, doc.Content)
		if err != nil {
			return "", "", err
		}
		if d.Enveloping {
			id := "document" + strconv.Itoa(i+1)
			refs.WriteString(`<ds:Reference URI="#` + id + `"><ds:Transforms><ds:Transform Algorithm="` + Base64 + `"></ds:Transform></ds:Transforms>` +
				digestXML(a.Digest, sum) + `</ds:Reference>`)
			objs.WriteString(`<ds:Object Id="` + id + `" Encoding="` + Base64 + `">` + encode64(doc.Content) + `</ds:Object>`)
			continue
		}
		refs.WriteString(`<ds:Reference URI="urn:oid:` + escape(doc.UniqueID) + `">` + digestXML(a.Digest, sum) + `</ds:Reference>`)
	}
	if d.SetID == "" {
		return refs.String(), objs.String(), nil
	}
	set := `<ds:Reference URI="urn:oid:` + escape(d.SetID) + `"><ds:DigestMethod Algorithm="` + a.Digest + `"></ds:DigestMethod>` +
		`<ds:DigestValue>` + dummyDigest + `</ds:DigestValue></ds:Reference>`
	return `<ds:Reference Type="` + TypeManifest + `" URI="#IHEManifest"><ds:DigestMethod Algorithm="` + a.Digest + `"></ds:DigestMethod>` +
			`<ds:DigestValue>` + manifestDigest + `</ds:DigestValue></ds:Reference>`,
		`<ds:Object><ds:Manifest Id="IHEManifest">` + set + refs.String() + `</ds:Manifest></ds:Object>` + objs.String(), nil
}

// properties writes the signed properties: when, by whom, and for what purpose.
func (d DSG) properties(s Signer, a Algorithms) (string, error) {
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
	return `<xad:QualifyingProperties xmlns:xad="` + NamespaceXAdES132 + `" Target="#signature">` +
		`<xad:SignedProperties Id="S0-SignedProperties"><xad:SignedSignatureProperties>` +
		`<xad:SigningTime>` + d.Time.UTC().Format("2006-01-02T15:04:05Z") + `</xad:SigningTime>` +
		`<xad:SigningCertificate>` + certs.String() + `</xad:SigningCertificate></xad:SignedSignatureProperties>` +
		`<xad:SignedDataObjectProperties><xad:CommitmentTypeIndication><xad:CommitmentTypeId>` +
		`<xad:Identifier Qualifier="OIDAsURN">urn:oid:` + escape(d.Purpose) + `</xad:Identifier></xad:CommitmentTypeId>` +
		`<xad:AllSignedDataObjects></xad:AllSignedDataObjects></xad:CommitmentTypeIndication></xad:SignedDataObjectProperties>` +
		`</xad:SignedProperties></xad:QualifyingProperties>`, nil
}
