package awkward

import (
	"encoding/base64"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// Content is a message to package.
type Content struct {
	Envelope []byte
	Parts    []mtom.OutPart // beside the root part, in the plain form
	Action   string
	NewID    func() string
}

// mostInline bounds the documents that are written into the XML instead of a
// part of their own: XOP leaves that to the sender.
const mostInline = 16 << 10

// Package writes an MTOM message: order of parts (the root part is where start
// says), boundary, Content-IDs, header order, case and folding, documents in
// base64 inside the XML.
func (h *Hand) Package(c Content) (mtom.Outgoing, string) {
	ids := map[string]string{}
	inline := map[string]string{}
	var parts []mtom.OutPart
	for _, p := range c.Parts {
		id := contentID(p)
		if p.Size() <= mostInline && h.once(4) && inline[id] == "" {
			if text, ok := h.base64(p); ok {
				inline[id] = text
				continue
			}
		}
		if ids[id] == "" {
			ids[id] = h.newContentID(c.NewID())
		}
		parts = append(parts, mtom.OutPart{Headers: h.partHeaders(ids[id], mediaType(p), false), Body: p.Body, Stored: p.Stored})
	}
	root := h.newContentID(c.NewID())
	parts = append(parts, mtom.OutPart{
		Headers: h.partHeaders(root, `application/xop+xml`, true),
		Body:    h.write(c.Envelope, ids, inline),
	})
	shuffle(h, parts)
	boundary := h.boundary()
	return mtom.Outgoing{Boundary: boundary, Parts: parts}, h.relatedType(boundary, root, c.Action)
}

// boundary uses all that RFC 2046 section 5.1.1 lets it: 70 characters, spaces
// inside, and marks that make careless parsers trip.
func (h *Hand) boundary() string {
	const marks = "'()+_,-./:=?"
	b := h.letters(1+h.r.IntN(20), alphanumeric+marks) + one(h, "", " ", "--", "=_") + h.letters(8+h.r.IntN(20), alphanumeric+marks)
	return b + h.letters(20, alphanumeric) // never found in a document by chance
}

// newContentID is an addr-spec (RFC 2045 section 7) with marks that a cid URL
// must escape.
func (h *Hand) newContentID(unique string) string {
	return h.letters(1, alphanumeric) + one(h, "", "+", "=", "/", "~", "%41", "#") + unique + "@" + one(h, "etalon", "etalon.test", "a.b-c")
}

// href is the URL of a Content-ID (RFC 2392): what a URL may not hold is
// escaped, and so is some of what it may.
func (h *Hand) href(id string) string {
	var b strings.Builder
	b.WriteString("cid:")
	for i := range len(id) {
		c := id[i]
		if strings.IndexByte("%#/=+~", c) >= 0 || c == '@' && h.once(2) || h.once(20) {
			b.WriteString("%" + one(h, "0123456789abcdef", "0123456789ABCDEF")[c>>4:][:1] + "0123456789ABCDEF"[c&15:][:1])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (h *Hand) partHeaders(id, media string, root bool) []mtom.Header {
	if root {
		params := []string{h.cased("charset") + "=" + one(h, "UTF-8", "utf-8", `"utf-8"`), h.cased("type") + `="application/soap+xml"`}
		shuffle(h, params)
		media = h.join(media, params)
		if h.once(2) {
			media = strings.Replace(media, ";", ";\r\n\t", 1) // folded: RFC 822 section 3.1.1
		}
	}
	list := []mtom.Header{
		{Name: "Content-Type", Value: media},
		{Name: "Content-Transfer-Encoding", Value: h.cased("binary")},
		{Name: "Content-ID", Value: "<" + id + ">"},
	}
	if h.once(2) {
		list = append(list, mtom.Header{Name: "Content-Description", Value: "partie; (commentaire)"})
	}
	for i := range list {
		list[i].Name = h.cased(list[i].Name)
	}
	shuffle(h, list)
	return list
}

func (h *Hand) relatedType(boundary, root, action string) string {
	params := []string{
		h.cased("boundary") + "=" + mtom.Quote(boundary), h.cased("type") + `="application/xop+xml"`,
		h.cased("start") + "=" + mtom.Quote("<"+root+">"), h.cased("start-info") + `="application/soap+xml"`,
	}
	if action != "" && h.once(2) {
		params = append(params, h.cased("action")+"="+mtom.Quote(action))
	}
	shuffle(h, params)
	return h.join("multipart/related", params)
}

// base64 is the text of a part, in lines (XML Schema part 2, 3.2.16).
func (h *Hand) base64(p mtom.OutPart) (string, bool) {
	b := p.Body
	if p.Stored != nil {
		b = make([]byte, p.Stored.Size())
		if _, err := io.ReadFull(io.NewSectionReader(p.Stored, 0, p.Stored.Size()), b); err != nil {
			return "", false
		}
	}
	text := base64.StdEncoding.EncodeToString(b)
	width := one(h, 64, 76, len(text)+1)
	var lines []string
	for len(text) > width {
		lines, text = append(lines, text[:width]), text[width:]
	}
	return strings.Join(append(lines, text), "\n"), true
}

func contentID(p mtom.OutPart) string { return strings.Trim(header(p, "Content-ID"), "<>") }

func mediaType(p mtom.OutPart) string { return header(p, "Content-Type") }

func header(p mtom.OutPart, name string) string {
	for _, h := range p.Headers {
		if h.Name == name {
			return h.Value
		}
	}
	return ""
}
