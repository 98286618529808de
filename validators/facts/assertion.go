package facts

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// assertions writes ev:assertion-time and ev:dn-issuer for each assertion of
// the root part, or of a file that is one. equals-signer compares names as sets, in-order also asks for
// the order of RFC 2253. Skew is in whole seconds, rounded; positive when the
// assertion is older than its arrival.
func (c *composer) assertions(s *side, p *part) {
	if p.doc == nil {
		return
	}
	count := 0
	for n := range p.doc.Document().Descendants() {
		if !n.Is(nsSAML, "Assertion") {
			continue
		}
		if count++; count > 10 {
			return
		}
		written := strings.TrimSpace(n.Attr("", "IssueInstant"))
		if at, ok := parseInstant(written); ok && !c.in.at().IsZero() {
			c.mark(c.in.Exchange.ID, p.placeOf(s, n))
			c.empty("assertion-time", "issue-instant", written, "skew-seconds", integer(int64(c.in.at().Sub(at).Round(time.Second)/time.Second)))
			c.unmark()
		}
		issuer := n.Child(nsSAML, "Issuer")
		if !issuer.OK() {
			continue
		}
		problem, equal, ordered := "", false, false
		name, err := parseDN(issuer.Value())
		if err != nil {
			problem = err.Error()
		} else if cert, ok := readCertificate(c.signers[n]); ok {
			equal = sameDN(name, readName(cert.RawSubject))
			ordered, _ = xmlsec.SameDN(issuer.Value(), cert.RawSubject) // an unreadable name was said above
		}
		c.mark(c.in.Exchange.ID, p.placeOf(s, issuer))
		c.empty("dn-issuer", "value", strings.TrimSpace(issuer.Value()), "equals-signer", boolean(equal), "in-order", boolean(ordered), "error", problem)
		c.unmark()
	}
}

// parseInstant reads an xs:dateTime; one without a zone counts as UTC.
func parseInstant(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
