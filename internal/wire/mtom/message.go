package mtom

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net/url"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Message is a body as received. A body that is not multipart, or whose
// boundary cannot be known, is one root part that holds all of it.
type Message struct {
	Media     Media
	Multipart bool // delimiters were found and followed
	Parts     []Part
	Anomalies []etalon.Anomaly // of the Content-Type first, then in body order, then of the packaging
}

// Header is one header of a part, in message order.
type Header struct {
	Name   string // as written
	Value  string // unfolded, trimmed
	Offset int64  // of the first byte of the line
}

// Part is one part of a message.
type Part struct {
	Index     int
	Headers   []Header
	ContentID string  // without < >
	Type      string  // lower-cased media type; empty when absent
	Params    []Param // of the media type
	Encoding  string  // Content-Transfer-Encoding, lower-cased; empty when absent
	Offset    int64   // of the first byte of Body: base of Read plus the place in the body
	Size      int64   // of Body
	Body      []byte  // as received, still transfer-encoded; shares the body's memory; see Open
	Root      bool

	from io.ReaderAt // the bytes of Body, in memory or not
}

// Root returns the root part; there is one unless the message has no part.
func (m Message) Root() (Part, bool) {
	for _, p := range m.Parts {
		if p.Root {
			return p, true
		}
	}
	return Part{}, false
}

// Resolve returns the part that an xop:Include href names: "cid:" and the
// percent-encoded Content-ID (RFC 2392).
func (m Message) Resolve(href string) (Part, bool) {
	id, ok := strings.CutPrefix(href, "cid:")
	if !ok {
		return Part{}, false
	}
	plain, err := url.PathUnescape(id)
	if err != nil {
		plain = id
	}
	for _, p := range m.Parts {
		if p.ContentID != "" && (p.ContentID == plain || p.ContentID == id) {
			return p, true
		}
	}
	return Part{}, false
}

// Header returns the first value of a header, whatever the case of its name.
func (p Part) Header(name string) (string, bool) {
	for _, h := range p.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value, true
		}
	}
	return "", false
}

// Raw is the body as received. It may be read by any number of readers.
func (p Part) Raw() *io.SectionReader {
	if p.from == nil {
		return io.NewSectionReader(bytes.NewReader(p.Body), 0, int64(len(p.Body)))
	}
	return io.NewSectionReader(p.from, 0, p.Size)
}

// Encoded tells that a transfer encoding stands between Raw and Decoded.
func (p Part) Encoded() bool { return p.Encoding == "base64" || p.Encoding == "quoted-printable" }

// Decoded reads the body with its transfer encoding undone.
func (p Part) Decoded() io.Reader {
	switch p.Encoding {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, p.Raw())
	case "quoted-printable":
		return quotedprintable.NewReader(p.Raw())
	}
	return p.Raw()
}

// Content returns the body with its transfer encoding undone. For binary, 8bit
// and 7bit parts in memory that is Body itself. The error tells what could not
// be decoded or read.
func (p Part) Content() ([]byte, error) {
	if !p.Encoded() && (p.from == nil || int64(len(p.Body)) == p.Size) {
		return p.Body, nil
	}
	b, err := io.ReadAll(p.Decoded())
	if err != nil {
		return nil, fmt.Errorf("part %d: %s: %w", p.Index, p.Encoding, err)
	}
	return b, nil
}
