package facts

import (
	"fmt"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// Environment holds the constants of the simulated DMP and the declaration of
// the product that rules compare messages with.
type Environment struct {
	VIHFVersion  string
	INSOID       string
	DMPOID       string
	RepositoryID string
	Mode         etalon.AuthMode
	LPSName      string
	LPSVersion   string
	ClockPeriod  int // seconds between two synchronisations, as declared; 0: nothing was
}

// ExchangeInput is everything that is known of one exchange.
type ExchangeInput struct {
	Exchange    etalon.Exchange
	Connection  etalon.Connection
	Request     []byte       // as it crossed the wire: what it is, the protocol says
	Response    []byte       // as it crossed the wire; empty when none was sent
	Asked       Asked        // what the exchange came of, if a step asked for something
	Held        *etalon.Held // what the actors held before it; nil: not recorded
	Known       *Knowledge   // what the session's other messages say of objects; nil: nothing
	Environment Environment
	TrustedCAs  [][]byte // DER
	Vault       *Vault   // of the session; nil: every certificate is read again
	// Documents are octets that a manifest may refer to by unique id, beside
	// the documents of the message itself.
	Documents map[string][]byte
	Codes     Codes // terminologies to look codes up in; nil: none was given
}

// at is when the exchange happened, as near as is known.
func (in ExchangeInput) at() time.Time {
	if !in.Exchange.Received.IsZero() {
		return in.Exchange.Received
	}
	return in.Connection.Opened
}

// composer writes one evidence document.
type composer struct {
	writer
	in  ExchangeInput
	out *Evidence

	roomBytes, roomNodes int                    // left of the verbatim budgets
	shown                int                    // facts left, see show
	signing              *xmlsec.Budget         // of one message
	signers              map[xmldoc.Node][]byte // element that holds a signature to its signer's certificate
}

// parties says what the SUT is in an exchange, and who wrote which message.
func parties(x etalon.Exchange) (role, askedBy, answeredBy string) {
	if x.Sent {
		return "server", "etalon", "sut"
	}
	return "client", "sut", "etalon"
}

func newComposer(in ExchangeInput) *composer {
	return &composer{in: in, out: &Evidence{}, roomBytes: maxVerbatim, roomNodes: maxVerbatimNodes, signers: map[xmldoc.Node][]byte{}}
}

func (c *composer) finish() *Evidence {
	c.out.Text, c.out.regions, c.out.nodes = c.buf, c.regions, c.nodes
	return c.out
}

// message writes ev:request or ev:response.
func (c *composer) message(name string, s *side) {
	id := c.in.Exchange.ID
	c.mark(id, etalon.Location{Direction: s.direction, Offset: 0})
	attrs := []string{"sent-by", s.sentBy, "bytes", integer(len(s.raw))}
	if s.direction == "request" {
		attrs = append(attrs, "method", s.method, "path", s.path)
	} else {
		attrs = append(attrs, "status", s.status)
	}
	c.begin(name, append(attrs, "protocol", s.protocol)...)
	c.newline()
	for _, h := range s.headers {
		c.mark(id, etalon.Location{Direction: s.direction, XPath: h.name, Offset: int64(h.offset)})
		c.empty("header", "name", h.name, "value", h.value)
		c.unmark()
	}
	if s.plain && s.direction == "request" {
		c.target(s)
	}
	c.media(s)
	c.content(s)
	c.end()
	c.unmark()
}

func (c *composer) media(s *side) {
	if s.header("content-type") == "" && s.media.Type == "" {
		return
	}
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: s.direction, XPath: "content-type", Offset: s.headerOffset("content-type")})
	c.begin("media", "type", s.media.Type)
	for _, p := range s.media.Params {
		c.empty("param", "name", p.Name, "value", p.Value)
	}
	c.end()
	c.unmark()
}

// content writes anomalies, parts and the facts drawn from the parts.
func (c *composer) content(s *side) {
	c.signing, c.shown = xmlsec.NewBudget(xmlsec.Limits{}), maxShown
	for _, a := range s.anomalies {
		c.anomaly(s, a, 0, 0)
	}
	for _, p := range s.parts {
		c.part(s, p)
	}
	for _, p := range s.parts {
		c.signatures(s, p)
	}
	for _, p := range s.parts {
		if p.root || (p.doc != nil && p.doc.Root().Is(nsSAML, "Assertion")) {
			c.assertions(s, p)
		}
	}
	if c.shown < 0 {
		c.anomaly(s, etalon.Anomaly{
			Layer: "xml", Code: "budget", Offset: -1, Detail: fmt.Sprintf("more than %d references and attachments in one message: the others are not shown to the rules", maxShown),
		}, 0, 0)
	}
}

// maxShown bounds the xop:Include and the base64 texts of one message that the rules
// are shown the facts of.
const maxShown = 10_000

// show pays for one more of them, if it may.
func (c *composer) show() bool {
	c.shown--
	return c.shown >= 0
}

// anomaly writes one ev:anomaly; line is in the part, 0 when unknown.
func (c *composer) anomaly(s *side, a etalon.Anomaly, part, line int) {
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: s.direction, Part: part, Line: line, Offset: a.Offset})
	c.leaf("anomaly", a.Detail, "layer", a.Layer, "code", a.Code, "offset", integer(a.Offset),
		"part", integer(part), "line", integer(line))
	c.unmark()
}

// merge puts what only the endpoint met before what is met here.
func merge(endpoint, here []etalon.Anomaly) []etalon.Anomaly {
	var all []etalon.Anomaly
	for _, a := range endpoint {
		if !slices.ContainsFunc(here, func(b etalon.Anomaly) bool { return a.Layer == b.Layer && a.Code == b.Code }) {
			all = append(all, a)
		}
	}
	return append(all, here...)
}
