package facts

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// insiCall is an exchange with the teleservice INSi as session rules see it: ev:insi in
// the place of ev:soap, so that no rule about a VIHF speaks of its assertion.
type insiCall struct {
	messageID, assertionID, issued, until string
	asked                                 insi.Request
	status, kind, fault, code             string // code: CodeCR, or that of Erreur
	found                                 *insi.Person
}

// insiDetail reads both messages of such an exchange.
func (m messages) insiDetail(s *Summary) insiCall {
	c := insiCall{messageID: s.MessageID, status: s.Status, kind: answerNone}
	if root := m.request.root(); root != nil && root.doc != nil {
		c.asked, _ = insi.Read(root.env.Payload)
		c.assertion(root.env.Security.Child(nsSAML, "Assertion"))
	}
	if m.response == nil || len(m.response.body) == 0 {
		return c
	}
	c.kind = answerUnreadable
	if root := m.response.root(); root != nil && root.doc != nil {
		c.answer(root.env)
	}
	return c
}

func (c *insiCall) assertion(a xmldoc.Node) {
	c.assertionID = a.Attr("", "ID")
	c.issued = strings.TrimSpace(a.Attr("", "IssueInstant"))
	c.until = strings.TrimSpace(a.Child(nsSAML, "Conditions").Attr("", "NotOnOrAfter"))
}

func (c *insiCall) answer(env soap.Envelope) {
	if code, subcode, _, is := env.Fault(); is {
		c.kind, c.fault = answerFault, code
		if subcode != "" {
			c.fault = subcode
		}
		if e, told := insi.ReadError(env.Payload); told {
			c.code = e.Code
		}
		return
	}
	if r, is := insi.ReadResult(env.Payload); is {
		c.kind, c.code, c.found = answerSuccess, r.Code, r.Person
	}
}

// write writes ev:insi.
func (c insiCall) write(w *writer) {
	active, oid, former := "", "", []string{}
	if c.found != nil {
		active, oid = c.found.Active.Whole(), c.found.Active.OID
		for _, h := range c.found.History {
			former = append(former, h.Whole())
		}
	}
	w.empty("insi", "message-id", c.messageID, "assertion-id", c.assertionID, "issue-instant", c.issued, "not-on-or-after", c.until,
		"family", c.asked.Family, "given", strings.Join(c.asked.Given, "|"), "sex", c.asked.Sex, "birth", c.asked.Birth, "place", c.asked.Place,
		"person", c.asked.Person.Whole(), "holder", c.asked.Holder.Whole(), "rank", c.asked.Rank,
		"status", c.status, "answer-kind", c.kind, "fault", c.fault, "code", c.code,
		"active", active, "active-oid", oid, "former", strings.Join(former, " "))
}
