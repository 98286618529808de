package identity

import (
	"bytes"
	"crypto/x509"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

const nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"

// tolerance is how far clocks may be apart.
const tolerance = 5 * time.Minute

// Flaw is what is wrong with an assertion: the first thing found.
type Flaw int

// The flaws, in the order in which they are looked for.
const (
	None         Flaw = iota
	Missing           // no assertion, or several
	Unsigned          // no signature that covers the assertion
	Broken            // the signature does not hold
	Authority         // the signer's certificate is of nobody that is trusted, or unreadable
	Outdated          // the signer's certificate is not valid now
	Use               // the signer's certificate is not meant to sign
	Connection        // the signer's certificate is that of the connection
	Early             // the assertion is not valid yet
	Late              // the assertion is not valid any more
	Unconfirmed       // the subject is missing or not confirmed
	Unexplained       // how the user logged on is missing, or lies in the future
	OtherService      // the assertion is for another audience
)

// Checker looks at assertions.
type Checker struct {
	Roots *x509.CertPool // of the signers
	Clock func() time.Time
	// Forgives is a flaw that it does not mind: a seeded defect. Zero for none.
	Forgives Flaw
}

// seen is an assertion that was looked at.
type seen struct {
	assertion xmldoc.Node
	signer    *x509.Certificate
}

// look finds the assertion of a request, and the first thing that is wrong with its
// signature.
func (c Checker) look(r *actor.Request) (seen, Flaw) {
	var found []xmldoc.Node
	for a := range r.SOAP.Security.ChildrenNamed(nsSAML, "Assertion") {
		found = append(found, a)
	}
	root, ok := r.Message.Root()
	if len(found) != 1 || !ok {
		return seen{}, Missing
	}
	text, err := root.Content()
	if err != nil {
		return seen{}, Missing
	}
	s := seen{assertion: found[0]}
	id := found[0].Attr("", "ID")
	for _, sig := range xmlsec.Verify(text, xmlsec.Options{}).Signatures {
		if sig.Parent != "Assertion" || sig.ParentID != id || len(sig.References) == 0 || !sig.References[0].CoversParent {
			continue
		}
		if !sig.Valid() {
			return s, Broken
		}
		if s.signer, err = x509.ParseCertificate(sig.Certificate()); err != nil {
			return s, Authority
		}
		return s, c.signer(r, s.signer)
	}
	return s, Unsigned
}

// signer looks at the certificate that signed.
func (c Checker) signer(r *actor.Request, cert *x509.Certificate) Flaw {
	now := c.Clock()
	if now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
		return Outdated
	}
	_, err := cert.Verify(x509.VerifyOptions{Roots: c.Roots, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		return Authority
	}
	if len(r.Peer) > 0 && bytes.Equal(r.Peer[0].Raw, cert.Raw) {
		return Connection
	}
	return None
}

// window looks at the instants between which an element is in force.
func (c Checker) window(e xmldoc.Node) Flaw {
	now := c.Clock()
	if t, ok := instant(e.Attr("", "NotBefore")); ok && now.Add(tolerance).Before(t) {
		return Early
	}
	if t, ok := instant(e.Attr("", "NotOnOrAfter")); ok && !now.Add(-tolerance).Before(t) {
		return Late
	}
	return None
}

func instant(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	return t, err == nil
}
