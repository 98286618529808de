package facts

import (
	"bytes"
	"crypto/x509"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// signatures writes an ev:signature for each ds:Signature of a part.
func (c *composer) signatures(s *side, p *part) {
	if p.doc == nil {
		return
	}
	nodes := signatureNodes(p.doc)
	if len(nodes) == 0 {
		return
	}
	report := xmlsec.Verify(p.text(), xmlsec.Options{Documents: c.documents(s), Budget: c.signing})
	if report.Problem != "" {
		c.anomaly(s, etalon.Anomaly{Layer: "xml", Code: "signature", Offset: s.inMessage(p, nodes[0].Offset()), Detail: report.Problem}, p.index, nodes[0].Line())
	}
	for i, sig := range report.Signatures {
		if i < len(nodes) {
			c.signers[nodes[i].Parent()] = sig.Certificate()
			c.signature(s, p, nodes[i], sig)
		}
	}
}

func signatureNodes(doc *xmldoc.Doc) []xmldoc.Node {
	var nodes []xmldoc.Node
	for n := range doc.Document().Descendants() {
		if n.Is(nsDSig, "Signature") {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// documents are the octets that a manifest may refer to, by unique id.
func (c *composer) documents(s *side) map[string][]byte {
	all := make(map[string][]byte, len(c.in.Documents)+len(s.parts))
	maps.Copy(all, c.in.Documents)
	for _, p := range s.parts {
		if id := s.metadata.uniqueID(p.documentID); id != "" && p.documentID != "" {
			all[id] = p.content
		}
	}
	return all
}

// signature writes ev:signature. The digests and transforms are those of the
// references of SignedInfo; manifest references have elements of their own.
func (c *composer) signature(s *side, p *part, node xmldoc.Node, sig xmlsec.Signature) {
	var uris, digests, transforms, covers []string
	resolves, digestsValid, envelopedOnly := true, true, true
	count := 0
	for _, r := range sig.References {
		if r.Manifest {
			continue
		}
		count++
		uris = append(uris, r.URI)
		digests = appendOnce(digests, r.DigestMethod)
		transforms = append(transforms, r.Transforms...)
		resolves = resolves && r.Resolves
		digestsValid = digestsValid && r.Digest == xmlsec.DigestValid
		envelopedOnly = envelopedOnly && r.EnvelopedOnly()
		covers = append(covers, covered(r, sig))
	}
	kind, id := "other", sig.ID
	switch {
	case sig.Parent == "Assertion" && sig.ParentSpace == nsSAML:
		kind, id = "vihf", sig.ParentID
	case sig.Parent == "" || sig.XAdES != nil:
		kind = "xades"
	}
	tls := c.in.Connection.TLS.Certificates
	sameAsTLS := s.direction == "request" && len(tls) > 0 && len(sig.Certificate()) > 0 && bytes.Equal(tls[0], sig.Certificate())

	c.mark(c.in.Exchange.ID, p.placeOf(s, node))
	c.begin("signature", "kind", kind, "part", integer(p.index), "id", id,
		"reference-uri", strings.Join(uris, " "), "references", integer(count),
		"reference-resolves", boolean(resolves && count > 0), "digest-valid", boolean(digestsValid && count > 0),
		"value-valid", boolean(sig.ValueValid), "signature-method", sig.Method, "digest-method", strings.Join(digests, " "),
		"canonicalization", sig.C14N, "transforms", strings.Join(transforms, " "),
		"enveloped-only", boolean(envelopedOnly && count > 0), "issuer-matches", boolean(issuerMatches(node, sig)),
		"same-as-tls", boolean(sameAsTLS), "covers", strings.Join(covers, " "),
		"certificates", integer(len(sig.Certificates)), "bare-key", boolean(sig.BareKey), "signer", integer(sig.Signer),
		"problem", strings.Join(sig.Problems, "; "))
	c.newline()
	// KeyInfo often holds the signer alone: an authority between it and the root
	// may be known from the connection.
	chain := slices.Concat(sig.Certificates, firstCertificates(tls))
	for i, der := range sig.Certificates {
		c.in.Vault.write(certificateFacts{"signature", i, der, chain, c.in.at()}, &c.writer, c.in.TrustedCAs)
	}
	c.qualifying(sig)
	for _, r := range sig.References {
		if kind == "xades" && !r.Manifest {
			c.empty("reference", "uri", r.URI, "type", r.Type, "digest-valid", string(r.Digest), "digest-method", r.DigestMethod,
				"transforms", strings.Join(r.Transforms, " "), "target", c.manifestTarget(s, r.URI), "covers", r.Covers, "problem", r.Problem)
		}
		if r.Manifest {
			c.empty("manifest-reference", "uri", r.URI, "digest-valid", string(r.Digest),
				"digest-method", r.DigestMethod, "target", c.manifestTarget(s, r.URI), "signed", boolean(r.Signed), "problem", r.Problem)
		}
	}
	c.end()
	c.unmark()
}

// covered names what a reference digests: "assertion" for the assertion that
// holds the signature, else the local name of the element, empty for nothing.
func covered(r xmlsec.Reference, sig xmlsec.Signature) string {
	if r.CoversParent && sig.Parent == "Assertion" {
		return "assertion"
	}
	return r.Covers
}

// issuerMatches says whether the message names the signer as its certificate
// does: the assertion's Issuer, or the issuer and serial of SigningCertificate.
func issuerMatches(node xmldoc.Node, sig xmlsec.Signature) bool {
	cert, ok := readCertificate(sig.Certificate())
	if !ok {
		return false
	}
	if assertion := node.Parent(); assertion.Is(nsSAML, "Assertion") {
		name, err := parseDN(assertion.Child(nsSAML, "Issuer").Value())
		return err == nil && sameDN(name, readName(cert.RawSubject))
	}
	if sig.XAdES == nil {
		return false
	}
	return slices.ContainsFunc(sig.XAdES.Certificates, func(ref xmlsec.CertificateReference) bool {
		return ref.Matches == sig.Signer && names(ref, cert)
	})
}

// named is the rank of the certificate of the message that a Cert names by its
// issuer and serial number; -1 when none.
func named(ref xmlsec.CertificateReference, sig xmlsec.Signature) int {
	return slices.IndexFunc(sig.Certificates, func(der []byte) bool {
		cert, ok := readCertificate(der)
		return ok && names(ref, cert)
	})
}

func names(ref xmlsec.CertificateReference, cert *x509.Certificate) bool {
	serial, ok := new(big.Int).SetString(strings.TrimSpace(ref.Serial), 10)
	name, err := parseDN(ref.Issuer)
	return ok && err == nil && serial.Cmp(cert.SerialNumber) == 0 && sameDN(name, readName(cert.RawIssuer))
}

// qualifying writes what the XAdES properties say.
func (c *composer) qualifying(sig xmlsec.Signature) {
	x := sig.XAdES
	if x == nil {
		return
	}
	c.begin("qualifying", "namespace", x.Namespace, "signing-time", x.SigningTime,
		"policy-implied", boolean(x.PolicyImplied), "signed", boolean(x.SignedProperties))
	for _, ref := range x.Certificates {
		c.empty("signing-certificate", "digest-method", ref.DigestMethod, "issuer", ref.Issuer,
			"serial", ref.Serial, "certificate", integer(ref.Matches), "names", integer(named(ref, sig)))
	}
	c.end()
}

// manifestTarget says what a manifest reference names: the lot, a document of
// the same message, or neither.
func (c *composer) manifestTarget(s *side, uri string) string {
	id, ok := strings.CutPrefix(uri, "urn:oid:")
	switch {
	case !ok:
	case slices.Contains(s.metadata.lots, id):
		return "lot"
	case slices.ContainsFunc(s.metadata.entries, func(e entry) bool { return e.uniqueID == id }):
		return "document"
	}
	return "unknown"
}
