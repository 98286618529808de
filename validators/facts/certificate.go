package facts

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// keyUsages are the names of key usage bits. Source: RFC 5280 §4.2.1.3.
var keyUsages = []struct {
	bit  x509.KeyUsage
	name string
}{
	{x509.KeyUsageDigitalSignature, "digitalSignature"},
	{x509.KeyUsageContentCommitment, "nonRepudiation"},
	{x509.KeyUsageKeyEncipherment, "keyEncipherment"},
	{x509.KeyUsageDataEncipherment, "dataEncipherment"},
	{x509.KeyUsageKeyAgreement, "keyAgreement"},
	{x509.KeyUsageCertSign, "keyCertSign"},
	{x509.KeyUsageCRLSign, "cRLSign"},
	{x509.KeyUsageEncipherOnly, "encipherOnly"},
	{x509.KeyUsageDecipherOnly, "decipherOnly"},
}

// extendedKeyUsages are the names of key purposes. Source: RFC 5280 §4.2.1.12.
var extendedKeyUsages = map[string]string{
	"1.3.6.1.5.5.7.3.1": "serverAuth", "1.3.6.1.5.5.7.3.2": "clientAuth",
	"1.3.6.1.5.5.7.3.3": "codeSigning", "1.3.6.1.5.5.7.3.4": "emailProtection",
	"1.3.6.1.5.5.7.3.8": "timeStamping", "1.3.6.1.5.5.7.3.9": "OCSPSigning",
	"2.5.29.37.0": "anyExtendedKeyUsage",
}

var (
	oidKeyUsage         = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidExtendedKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}
)

// maxCertificates bounds how many certificates of a connection are shown, and looked at
// for who vouches for one: chains have three or four, and each is held against all the
// others. Those of a signature, internal/xmlsec bounds.
const maxCertificates = 100

func firstCertificates(all [][]byte) [][]byte { return all[:min(len(all), maxCertificates)] }

// certificateFacts is what the evidence says of one certificate.
type certificateFacts struct {
	role     string
	position int
	der      []byte
	chain    [][]byte // certificates that came with it
	at       time.Time
}

// write writes ev:certificate. One that cannot be read has its error, its
// digest and nothing else; trusted is "unknown" when no authority was given.
func (c certificateFacts) write(w *writer, trusted [][]byte) {
	sum := sha256.Sum256(c.der)
	digest := hex.EncodeToString(sum[:])
	cert, err := x509.ParseCertificate(c.der)
	if err != nil {
		w.empty("certificate", "role", c.role, "position", integer(c.position), "subject", "", "issuer", "",
			"serial", "", "not-before", "", "not-after", "", "valid-at", "", "trusted", "false",
			"sha256", digest, "organization-unit", "", "common-name", "", "key", "", "key-bits", "", "error", err.Error())
		return
	}
	subject := readName(cert.RawSubject)
	validAt := ""
	if !c.at.IsZero() {
		validAt = boolean(!c.at.Before(cert.NotBefore) && !c.at.After(cert.NotAfter))
	}
	key, bits := keyOf(cert)
	w.begin("certificate", "role", c.role, "position", integer(c.position),
		"subject", xmlsec.DN(cert.RawSubject), "issuer", xmlsec.DN(cert.RawIssuer), "serial", cert.SerialNumber.Text(16),
		"not-before", instant(cert.NotBefore), "not-after", instant(cert.NotAfter),
		"valid-at", validAt, "trusted", trust(cert, c.chain, trusted, c.at), "sha256", digest,
		"organization-unit", lastValue(subject, dnKeywords["OU"]),
		"common-name", lastValue(subject, dnKeywords["CN"]), "key", key, "key-bits", bits, "error", "")
	w.newline()
	writeExtensions(w, cert)
	w.end()
}

// keyOf is the kind and the size of a certificate's key; bits is empty where a key has
// no size of its own.
func keyOf(cert *x509.Certificate) (kind, bits string) {
	switch k := cert.PublicKey.(type) {
	case *rsa.PublicKey:
		return "RSA", integer(k.N.BitLen())
	case *ecdsa.PublicKey:
		return "EC", integer(k.Params().BitSize)
	}
	return cert.PublicKeyAlgorithm.String(), ""
}

func writeExtensions(w *writer, cert *x509.Certificate) {
	for _, u := range keyUsages {
		if cert.KeyUsage&u.bit != 0 {
			w.leaf("key-usage", u.name)
		}
	}
	for _, e := range cert.Extensions {
		if e.Id.Equal(oidExtendedKeyUsage) {
			var purposes []asn1.ObjectIdentifier
			if _, err := asn1.Unmarshal(e.Value, &purposes); err != nil {
				continue
			}
			for _, p := range purposes {
				name, ok := extendedKeyUsages[p.String()]
				if !ok {
					name = p.String()
				}
				w.leaf("extended-key-usage", name)
			}
		}
	}
	for _, e := range cert.Extensions {
		if !e.Id.Equal(oidKeyUsage) && !e.Id.Equal(oidExtendedKeyUsage) {
			w.empty("extension", "oid", e.Id.String(), "value", extensionText(e.Value))
		}
	}
}

// extensionText decodes an extension whose value is text, directly or inside
// an octet string; empty when it is anything else.
func extensionText(value []byte) string {
	if text, ok := asn1Text(value); ok {
		return text
	}
	var octets []byte
	if rest, err := asn1.Unmarshal(value, &octets); err == nil && len(rest) == 0 {
		if text, ok := asn1Text(octets); ok {
			return text
		}
		value = octets
	}
	if utf8.Valid(value) && !bytes.ContainsFunc(value, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return string(value)
	}
	return ""
}

// trust says whether a certificate chains up to one of the authorities given.
// Validity in time is a fact of its own, so the chain is looked at while the
// certificate was valid.
func trust(cert *x509.Certificate, chain, authorities [][]byte, at time.Time) string {
	if len(authorities) == 0 {
		return "unknown"
	}
	options := x509.VerifyOptions{
		Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(),
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, CurrentTime: at,
	}
	if at.Before(cert.NotBefore) {
		options.CurrentTime = cert.NotBefore
	} else if at.After(cert.NotAfter) {
		options.CurrentTime = cert.NotAfter
	}
	for _, der := range authorities {
		if ca, err := x509.ParseCertificate(der); err == nil {
			options.Roots.AddCert(ca)
		}
	}
	for _, der := range chain {
		if ca, err := x509.ParseCertificate(der); err == nil {
			options.Intermediates.AddCert(ca)
		}
	}
	leaf := *cert
	leaf.UnhandledCriticalExtensions = nil // national extensions are no matter of trust
	_, err := leaf.Verify(options)
	return boolean(err == nil)
}

// readCertificate reads a certificate where one that cannot be read is no news.
func readCertificate(der []byte) (*x509.Certificate, bool) {
	if len(der) == 0 {
		return nil, false
	}
	cert, err := x509.ParseCertificate(der)
	return cert, err == nil
}

// readName reads a name of a certificate that parsed; nil when it cannot.
func readName(der []byte) []rdn {
	name, err := derName(der)
	if err != nil {
		return nil
	}
	return name
}

// lastValue is the most specific value of an attribute type in a name.
func lastValue(name []rdn, oid string) string {
	for _, r := range slices.Backward(name) {
		for _, a := range r {
			if a.oid == oid {
				return a.value
			}
		}
	}
	return ""
}

// instant prints a time as evidence documents do: UTC, milliseconds when there
// are any; empty for the zero time.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	s := t.UTC().Format("2006-01-02T15:04:05.000Z")
	return strings.Replace(s, ".000Z", "Z", 1)
}
