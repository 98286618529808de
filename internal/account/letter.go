package account

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// letter is an HTTP message, or a frame of syslog, taken apart into pieces that, put one after the other,
// are the message again, byte for byte.
type letter struct {
	head  []byte // start line, headers, empty line
	parts []piece
	tail  []byte // after the last part
	frame bool   // of syslog, not of HTTP
}

// piece is one part: of a body that is not multipart, the only one.
type piece struct {
	gap  []byte // before it: what ends the part before, and its own delimiter
	head []byte // its headers with the empty line; none outside multipart
	body []byte
	role string // root, document, signature: as the message names its parts
	doc  *xmldoc.Doc
}

// errTransfer says that the body is not in the message as it is: it came in
// chunks, or compressed.
var errTransfer = errors.New("the body has a transfer or content coding")

// open takes a message apart.
func open(raw []byte) (*letter, error) {
	end := bytes.Index(raw, []byte("\r\n\r\n"))
	if end < 0 {
		return nil, errors.New("the header section has no end")
	}
	l := &letter{head: raw[:end+4]}
	if l.header("Transfer-Encoding") != "" || l.header("Content-Encoding") != "" {
		return nil, errTransfer
	}
	body := raw[end+4:]
	m := mtom.Read(l.header("Content-Type"), body, 0, mtom.Limits{})
	if !m.Multipart {
		l.parts = []piece{{body: body, role: "root"}}
		l.parse()
		return l, nil
	}
	at := int64(0)
	for _, p := range m.Parts {
		if len(p.Headers) == 0 {
			return nil, fmt.Errorf("part %d has no header", p.Index)
		}
		first := p.Headers[0].Offset
		q := piece{gap: body[at:first], head: body[first:p.Offset], body: p.Body, role: "document"}
		if p.Root {
			q.role = "root"
		}
		l.parts = append(l.parts, q)
		at = p.Offset + p.Size
	}
	l.tail = body[at:]
	l.parse()
	return l, nil
}

func (l *letter) parse() {
	for i := range l.parts {
		p := &l.parts[i]
		if p.doc, _ = xmldoc.Parse(p.body, xmldoc.Limits{}); p.doc != nil && p.doc.Root().Is(nsDSig, "Signature") {
			p.role = "signature"
		}
	}
}

// root is the index of the part that holds the envelope, -1 for none.
func (l *letter) root() int {
	return slices.IndexFunc(l.parts, func(p piece) bool { return p.role == "root" })
}

// line is one header line of a head: its places are in the head.
type line struct {
	name     string
	from, to int // with the end of the line
	value    int // where the value begins
	end      int // where it ends
}

// lines are the header lines of a head. A head that begins with a start line has
// it skipped.
func lines(head []byte, start bool) []line {
	var out []line
	for at := 0; at < len(head); {
		n := bytes.IndexByte(head[at:], '\n')
		if n < 0 {
			break
		}
		text := strings.TrimRight(string(head[at:at+n]), "\r")
		if name, value, ok := strings.Cut(text, ":"); ok && (at > 0 || !start) {
			lead := len(value) - len(strings.TrimLeft(value, " \t"))
			from := at + len(name) + 1 + lead
			out = append(out, line{name: name, from: at, to: at + n + 1, value: from, end: from + len(strings.TrimSpace(value))})
		}
		at += n + 1
	}
	return out
}

// header is the value of an HTTP header, "" when absent.
func (l *letter) header(name string) string {
	for _, h := range lines(l.head, true) {
		if strings.EqualFold(h.name, name) {
			return string(l.head[h.value:h.end])
		}
	}
	return ""
}

// bytes puts the letter together; measured writes its Content-Length anew.
func (l *letter) bytes(measured bool) []byte {
	size := len(l.tail)
	for _, p := range l.parts {
		size += len(p.gap) + len(p.head) + len(p.body)
	}
	head := l.head
	switch {
	case measured && l.frame:
		head = counted(l.head, size)
	case measured:
		for _, h := range lines(l.head, true) {
			if strings.EqualFold(h.name, "Content-Length") {
				head = splice(l.head, h.value, h.end, strconv.Itoa(size))
				break
			}
		}
	}
	out := make([]byte, 0, len(head)+size)
	out = append(out, head...)
	for _, p := range l.parts {
		out = append(append(append(out, p.gap...), p.head...), p.body...)
	}
	return append(out, l.tail...)
}

// clone is a letter whose pieces can be replaced.
func (l *letter) clone() *letter {
	c := *l
	c.parts = slices.Clone(l.parts)
	return &c
}

// splice is a copy with the bytes from lo to hi replaced.
func splice(b []byte, lo, hi int, text string) []byte {
	out := make([]byte, 0, len(b)+len(text))
	out = append(out, b[:lo]...)
	out = append(out, text...)
	return append(out, b[hi:]...)
}
