package facts

import (
	"crypto/sha1" //nolint:gosec // XDS metadata states SHA-1 hashes (ITI TF-3 §4.2.3.2.10); it is a fact here, not a protection
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
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
}

// ExchangeInput is everything that is known of one exchange.
type ExchangeInput struct {
	Exchange    etalon.Exchange
	Connection  etalon.Connection
	Request     []byte // raw HTTP message
	Response    []byte // raw HTTP message; empty when none was sent
	Environment Environment
	SUTRole     string   // "client" (the default) or "server": who wrote which message
	TrustedCAs  [][]byte // DER
	// Documents are octets that a manifest may refer to by unique id, beside
	// the documents of the message itself.
	Documents map[string][]byte
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

	bytes, nodes int                    // left of the verbatim budgets
	signers      map[xmldoc.Node][]byte // element that holds a signature to its signer's certificate
}

// Exchange writes the evidence document of one exchange: root ev:exchange with
// ev:environment, ev:connection, ev:request and, when there was one, ev:response.
func Exchange(in ExchangeInput) *Evidence {
	c := newComposer(in)
	x := in.Exchange
	role := in.SUTRole
	if role == "" {
		role = "client"
	}
	c.mark(x.ID, etalon.Location{Offset: -1})
	c.begin("exchange", "id", string(x.ID), "scenario", string(x.Scenario), "step", string(x.Step),
		"sut-role", role, "actor", string(x.Actor), "transaction", string(x.Transaction),
		"behaviour", x.Behaviour, "received", instant(x.Received), "answered", instant(x.Answered), "note", x.Note)
	c.newline()
	in.Environment.write(&c.writer)
	c.connection(in.Connection)
	askedBy, answeredBy := "sut", "etalon"
	if role == "server" {
		askedBy, answeredBy = answeredBy, askedBy
	}
	request := readSide("request", askedBy, in.Request)
	request.anomalies = merge(x.Anomalies, request.anomalies)
	c.message("request", request)
	if len(in.Response) > 0 {
		c.message("response", readSide("response", answeredBy, in.Response))
	}
	c.end()
	c.unmark()
	return c.finish()
}

func newComposer(in ExchangeInput) *composer {
	return &composer{in: in, out: &Evidence{}, bytes: maxVerbatim, nodes: maxVerbatimNodes, signers: map[xmldoc.Node][]byte{}}
}

func (c *composer) finish() *Evidence {
	c.out.Text, c.out.regions = c.buf, c.regions
	return c.out
}

func (e Environment) write(w *writer) {
	w.empty("environment", "vihf-version", e.VIHFVersion, "ins-oid", e.INSOID, "dmp-oid", e.DMPOID,
		"repository-id", e.RepositoryID, "mode", string(e.Mode), "lps-name", e.LPSName, "lps-version", e.LPSVersion)
}

// connection writes ev:connection and the certificates of the client. garbage
// quotes what arrived in place of a handshake.
func (c *composer) connection(conn etalon.Connection) {
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", XPath: "tls", Offset: -1})
	writeConnection(&c.writer, conn, c.in.TrustedCAs)
	c.unmark()
}

func writeConnection(w *writer, conn etalon.Connection, trusted [][]byte) {
	garbage := ""
	if len(conn.Garbage) > 0 {
		garbage = excerpt(conn.Garbage)
	}
	w.begin("connection", "id", string(conn.ID), "opened", instant(conn.Opened), "tls", conn.TLS.Version,
		"suite", conn.TLS.CipherSuite, "server-name", conn.TLS.ServerName, "error", conn.TLS.Error, "garbage", garbage)
	w.newline()
	for i, der := range conn.TLS.Certificates {
		certificateFacts{"tls-client", i, der, conn.TLS.Certificates, conn.Opened}.write(w, trusted)
	}
	w.end()
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
		if p.root {
			c.assertions(s, p)
		}
	}
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

// part writes ev:part.
func (c *composer) part(s *side, p *part) {
	offset := int64(-1)
	if p.at >= 0 {
		offset = s.offset(p.at)
	}
	c.out.Parts = append(c.out.Parts, Part{
		Direction: s.direction, Index: p.index, Root: p.root, Inline: p.inline, ContentType: p.mediaType,
		Kind: p.kind, DocumentID: p.documentID, XML: p.doc != nil, Offset: offset, Raw: p.content, side: s, part: p,
	})
	loc := etalon.Location{Direction: s.direction, Part: p.index, Offset: offset}
	if p.inline && s.root() != nil {
		loc = s.root().placeOf(s, p.holder)
	}
	c.mark(c.in.Exchange.ID, loc)
	sum1, sum256 := sha1.Sum(p.content), sha256.Sum256(p.content) //nolint:gosec // see the import
	c.begin("part", "index", integer(p.index), "root", boolean(p.root), "content-id", p.contentID,
		"type", p.mediaType, "encoding", p.encoding, "offset", integer(offset), "size", integer(len(p.content)),
		"kind", p.kind, "inline", boolean(p.inline), "document-id", p.documentID, "unique-id", s.metadata.uniqueID(p.documentID),
		"referenced", boolean(p.referenced), "sha1", hex.EncodeToString(sum1[:]), "sha256", hex.EncodeToString(sum256[:]),
		"pdfa", claim(p.kind, p.content))
	c.newline()
	if p.root {
		c.soap(s, p)
	}
	c.xml(s, p)
	c.end()
	c.unmark()
}

// soap writes ev:soap and the xop:Includes of the root part.
func (c *composer) soap(s *side, p *part) {
	version, place := p.env.Version, p.env.Root
	if version == "" {
		version = soap.NoVersion
	}
	if action := p.env.Header.Child(soap.NSWSA, "Action"); action.OK() {
		place = action
	}
	c.mark(c.in.Exchange.ID, p.placeOf(s, place))
	c.empty("soap", "version", version, "action", p.env.Action())
	c.unmark()
	for _, inc := range s.includes {
		target := ""
		if inc.part >= 0 {
			target = integer(inc.part)
		}
		c.mark(c.in.Exchange.ID, p.placeOf(s, inc.node))
		c.empty("include", "href", inc.href, "resolves", boolean(inc.part >= 0), "part", target)
		c.unmark()
	}
}

// xml writes the attachments and the verbatim content of an XML part, or the
// anomaly that says why there is none.
func (c *composer) xml(s *side, p *part) {
	switch {
	case p.syntax != nil:
		c.anomaly(s, etalon.Anomaly{
			Layer: "xml", Code: p.syntax.Code, Offset: s.ofSyntax(p), Detail: p.syntax.Msg,
		}, p.index, p.syntax.Line)
		return
	case p.doc == nil:
		return
	}
	cuts := findCuts(p.doc)
	for _, k := range cuts {
		if !k.node.Parent().Is(nsXDSB, "Document") { // those are parts
			c.attachment(s, p, k)
		}
	}
	if size := len(p.doc.Source()); size > c.bytes || p.doc.Len() > c.nodes {
		c.anomaly(s, etalon.Anomaly{
			Layer: "xml", Code: "budget", Offset: s.inMessage(p, 0), Detail: "too much XML in one exchange: this part is not shown to the rules",
		}, p.index, 0)
		return
	}
	c.bytes -= len(p.doc.Source())
	c.nodes -= p.doc.Len()
	c.begin("xml")
	c.out.verbatims = append(c.out.verbatims, c.embed(s, p, cuts))
	c.end()
}

// attachment writes the facts of base64 text.
func (c *composer) attachment(s *side, p *part, k cut) {
	holder := k.node.Parent()
	content, err := decodeBase64(k.node.Value())
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	sum := sha1.Sum(content) //nolint:gosec // see the import
	kind := sniff(content)
	c.mark(c.in.Exchange.ID, p.placeOf(s, holder))
	c.empty("attachment", "media-type", holder.Attr("", "mediaType"), "size", integer(len(content)),
		"sha1", hex.EncodeToString(sum[:]), "kind", kind, "pdfa", claim(kind, content), "error", problem)
	c.unmark()
}

// claim is the PDF/A claim of content, empty when it is no PDF.
func claim(kind string, content []byte) string {
	if kind != "pdf" {
		return ""
	}
	return pdfaClaim(content)
}
