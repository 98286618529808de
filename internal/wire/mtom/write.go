package mtom

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Outgoing is a multipart/related body to write, byte for byte as told:
// nothing is added, sorted or mended, so that wrong messages can be made too.
type Outgoing struct {
	Boundary string
	Parts    []OutPart
}

// OutPart is one part to write. Headers are written in their order; Offset is
// ignored.
type OutPart struct {
	Headers []Header
	Body    []byte
	Stored  *io.SectionReader // the body instead of Body, kept elsewhere; nil when Body is it
}

// Size is the length of the part's body.
func (p OutPart) Size() int64 {
	if p.Stored != nil {
		return p.Stored.Size()
	}
	return int64(len(p.Body))
}

// Bytes returns the body, with CRLF line ends and the closing delimiter. It is
// for messages whose parts are in memory: a Stored body that cannot be read is
// cut short.
func (o Outgoing) Bytes() []byte {
	b := bytes.NewBuffer(make([]byte, 0, o.Size()))
	_, _ = o.WriteTo(b)
	return b.Bytes()
}

// Size is the length of what WriteTo writes.
func (o Outgoing) Size() int64 {
	n := int64(len(o.closing()))
	for _, p := range o.Parts {
		n += int64(len(o.opening(p))) + p.Size() + int64(len(eol))
	}
	return n
}

const eol = "\r\n"

func (o Outgoing) opening(p OutPart) string {
	var b strings.Builder
	b.WriteString("--" + o.Boundary + eol)
	for _, h := range p.Headers {
		b.WriteString(h.Name + ": " + h.Value + eol)
	}
	b.WriteString(eol)
	return b.String()
}

func (o Outgoing) closing() string { return "--" + o.Boundary + "--" + eol }

// WriteTo writes the body part by part; it implements io.WriterTo. What is kept
// elsewhere passes through a bounded buffer.
func (o Outgoing) WriteTo(w io.Writer) (int64, error) {
	t := &total{to: w}
	for _, p := range o.Parts {
		t.text(o.opening(p))
		t.body(p)
		t.text(eol)
	}
	t.text(o.closing())
	return t.n, t.err
}

// total writes until the first error, and counts.
type total struct {
	to  io.Writer
	n   int64
	err error
}

func (t *total) Write(b []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	n, err := t.to.Write(b)
	t.n += int64(n)
	t.err = err
	return n, err
}

func (t *total) text(s string) { _, _ = t.Write([]byte(s)) }

func (t *total) body(p OutPart) {
	if p.Stored == nil {
		_, _ = t.Write(p.Body)
		return
	}
	n, err := io.CopyBuffer(onlyWriter{t}, io.NewSectionReader(p.Stored, 0, p.Stored.Size()), make([]byte, copySize))
	if t.err == nil && (err != nil || n < p.Stored.Size()) {
		t.err = fmt.Errorf("mtom: read a part of %d bytes: got %d: %w", p.Stored.Size(), n, orEOF(err))
	}
}

// copySize is large because each read of what is kept elsewhere may open a file.
const copySize = 64 << 10

type onlyWriter struct{ io.Writer }

func orEOF(err error) error {
	if err == nil {
		return io.ErrUnexpectedEOF
	}
	return err
}

// RootPart is the conforming root part of an MTOM message (IHE ITI TF-2
// Appendix V): a SOAP 1.2 envelope. The id has no < >.
func RootPart(id string, envelope []byte) OutPart {
	return OutPart{
		Headers: []Header{
			{Name: "Content-Type", Value: `application/xop+xml; charset=UTF-8; type="application/soap+xml"`},
			{Name: "Content-Transfer-Encoding", Value: "binary"},
			{Name: "Content-ID", Value: "<" + id + ">"},
		},
		Body: envelope,
	}
}

// BinaryPart is a conforming attachment. The id has no < >.
func BinaryPart(id, mediaType string, content []byte) OutPart {
	return OutPart{
		Headers: []Header{
			{Name: "Content-Type", Value: mediaType},
			{Name: "Content-Transfer-Encoding", Value: "binary"},
			{Name: "Content-ID", Value: "<" + id + ">"},
		},
		Body: content,
	}
}

// ContentType is the HTTP Content-Type of an MTOM message. The action is left
// out when empty.
func ContentType(boundary, rootID, action string) string {
	s := `multipart/related; boundary=` + Quote(boundary) +
		`; type="application/xop+xml"; start=` + Quote("<"+rootID+">") +
		`; start-info="application/soap+xml"`
	if action != "" {
		s += `; action=` + Quote(action)
	}
	return s
}

// Quote writes a parameter value as a quoted string (RFC 2045).
func Quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// StoredPart is a conforming attachment whose content is kept elsewhere. The id
// has no < >.
func StoredPart(id, mediaType string, content *io.SectionReader) OutPart {
	p := BinaryPart(id, mediaType, nil)
	p.Stored = content
	return p
}
