package facts

import (
	"crypto/sha1" // what XDS metadata states (ITI TF-3 §4.2.3.2.10): a fact here, not a protection
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// part writes ev:part.
func (c *composer) part(s *side, p *part) {
	offset := int64(-1)
	if p.at >= 0 {
		offset = s.offset(p.at)
	}
	c.out.Parts = append(c.out.Parts, Part{
		Direction: s.direction, Index: p.index, Root: p.root, Inline: p.inline, ContentType: p.mediaType,
		Kind: p.kind, DocumentID: p.documentID, XML: p.doc != nil, Offset: offset, Raw: p.text(), side: s, part: p,
	})
	loc := etalon.Location{Direction: s.direction, Part: p.index, Offset: offset}
	if p.inline && s.root() != nil {
		loc = s.root().placeOf(s, p.holder)
	}
	c.mark(c.in.Exchange.ID, loc)
	sum256 := sha256.Sum256(p.content)
	c.begin("part", "index", integer(p.index), "root", boolean(p.root), "content-id", p.contentID,
		"type", p.mediaType, "encoding", p.encoding, "offset", integer(offset), "size", integer(len(p.content)),
		"kind", p.kind, "inline", boolean(p.inline), "document-id", p.documentID, "unique-id", s.metadata.uniqueID(p.documentID),
		"referenced", boolean(p.referenced), "sha1", p.sha1(), "sha256", hex.EncodeToString(sum256[:]),
		"pdfa", claim(p.kind, p.content), "charset", written(p), "data", dataOf(p.content))
	c.newline()
	for _, q := range p.params {
		c.empty("param", "name", q.Name, "value", q.Value)
	}
	if p.root && !s.plain {
		c.soap(s, p)
	}
	c.partDICOM(s, p)
	c.xml(s, p)
	c.codes(s, p)
	c.end()
	c.unmark()
}

// dataOf says what a transfer encoding must carry: 7bit, 8bit or binary data
// (RFC 2045, §2.7 to §2.9). A line that ends with LF alone is a line here.
func dataOf(content []byte) string {
	const longest = 998
	line, eight := 0, false
	for _, c := range content {
		switch {
		case c == 0:
			return "binary"
		case c == '\n':
			line = 0
			continue
		case c > 0x7f:
			eight = true
		}
		if c != '\r' {
			line++
		}
		if line > longest {
			return "binary"
		}
	}
	if eight {
		return "8bit"
	}
	return "7bit"
}

// written is the character encoding that an XML part is in; empty when it is not
// XML that could be read.
func written(p *part) string {
	if p.doc == nil {
		return ""
	}
	return xmldoc.Encoding(p.content)
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
		if !c.show() {
			break
		}
		target, resolves := "", boolean(inc.part >= 0)
		switch {
		case inc.part >= 0:
			target = integer(inc.part)
		case s.alone:
			resolves = "" // the parts were not kept with it
		}
		c.mark(c.in.Exchange.ID, inc.loc)
		c.empty("include", "href", inc.href, "resolves", resolves, "part", target)
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
		if !declaresBase64(k.node.Parent()) && !k.node.Parent().Is(nsXDSB, "Document") { // those are parts
			c.attachment(s, p, k.node.Parent(), k.node.Value())
		}
	}
	for n := range p.doc.Document().Descendants() {
		if declaresBase64(n) {
			c.attachment(s, p, n, textOf(n))
		}
	}
	if size := len(p.doc.Source()); size > c.roomBytes || p.doc.Len() > c.roomNodes {
		c.anomaly(s, etalon.Anomaly{
			Layer: "xml", Code: "budget", Offset: s.inMessage(p, 0), Detail: "too much XML in one exchange: this part is not shown to the rules",
		}, p.index, 0)
		return
	}
	c.roomBytes -= len(p.doc.Source())
	c.roomNodes -= p.doc.Len()
	c.begin("xml")
	c.out.verbatims = append(c.out.verbatims, c.embed(s, p, cuts))
	c.end()
}

// declaresBase64 says whether an element says of its text that it is base64, as
// CDA does.
func declaresBase64(n xmldoc.Node) bool { return n.Attr("", "representation") == "B64" }

// textOf is the text of an element, not that of elements in it.
func textOf(n xmldoc.Node) string {
	var b strings.Builder
	for c := range n.Nodes() {
		if c.Kind() == xmldoc.TextNode {
			b.WriteString(c.Value())
		}
	}
	return b.String()
}

// attachment writes the facts of base64 text that holder has.
func (c *composer) attachment(s *side, p *part, holder xmldoc.Node, text string) {
	if !c.show() {
		return
	}
	content, err := decodeBase64(text)
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	sum := sha1.Sum(content)
	kind := sniff(content)
	c.mark(c.in.Exchange.ID, p.placeOf(s, holder))
	pdf, isPDF := readPDF(content)
	c.begin("attachment", "holder", holder.Local(), "declared", boolean(declaresBase64(holder)),
		"media-type", holder.Attr("", "mediaType"), "size", integer(len(content)),
		"sha1", hex.EncodeToString(sum[:]), "kind", kind, "pdfa", pdf.claim, "error", problem, "whole", whole(kind, content), "integrity", integrity(holder, content))
	if isPDF {
		c.pdf(pdf)
	}
	c.end()
	c.unmark()
}

// pdf writes ev:pdf.
func (c *composer) pdf(f pdfFacts) {
	c.empty("pdf", append([]string{
		"version", f.version, "complete", boolean(f.complete), "catalog", boolean(f.catalog),
		"pages", integer(f.pages), "encrypted", boolean(f.encrypted), "javascript", boolean(f.javascript),
		"embedded-files", boolean(f.embedded), "external-streams", boolean(f.external), "object-streams", boolean(f.objectStreams),
		"actions", strings.Join(f.actions, " "), "problem", f.problem,
	}, f.archive.attributes()...)...)
}

// claim is the PDF/A claim of content, empty when it is no PDF.
func claim(kind string, content []byte) string {
	if kind != "pdf" {
		return ""
	}
	f, _ := readPDF(content)
	return f.claim
}
