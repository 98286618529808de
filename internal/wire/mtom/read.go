package mtom

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Limits bounds what is read. A zero field means the default.
type Limits struct {
	Bytes   int64 // of the body; default 64 MiB
	Parts   int   // default 1000
	Headers int   // bytes of the headers of one part; default 64 KiB
}

func (l Limits) orDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 64 << 20
	}
	if l.Parts <= 0 {
		l.Parts = 1000
	}
	if l.Headers <= 0 {
		l.Headers = 64 << 10
	}
	return l
}

// mostNotes caps the anomalies of one message: a hostile body must not turn
// into an endless list.
const mostNotes = 200

// Read takes a message apart: contentType is the HTTP header's value, base the
// offset of the body's first byte in the message that offsets speak of.
func Read(contentType string, body []byte, base int64, limits Limits) Message {
	r := &reader{source: &memory{body}, size: len(body), base: base, limits: limits.orDefaults()}
	r.read(contentType)
	for i := range r.msg.Parts {
		p := &r.msg.Parts[i]
		at := int(p.Offset - base)
		p.Body = body[at : at+int(p.Size) : at+int(p.Size)]
		p.from = bytes.NewReader(p.Body)
	}
	return r.msg
}

// Open is Read of a body that is kept elsewhere, of which only the root part
// and a bounded window come to memory: the other parts have no Body, and are
// read with Part.Raw and Part.Decoded as long as from can be read. The error is
// that of from.
func Open(contentType string, from io.ReaderAt, size, base int64, limits Limits) (Message, error) {
	return open(contentType, from, size, base, limits, pageSize)
}

func open(contentType string, from io.ReaderAt, size, base int64, limits Limits, page int) (Message, error) {
	source := &window{from: from, size: int(size), least: page}
	r := &reader{source: source, size: int(size), base: base, limits: limits.orDefaults()}
	r.read(contentType)
	for i := range r.msg.Parts {
		p := &r.msg.Parts[i]
		section := io.NewSectionReader(from, p.Offset-base, p.Size)
		p.from = section
		if p.Root && source.err == nil {
			p.Body = make([]byte, p.Size)
			_, source.err = io.ReadFull(section, p.Body)
		}
	}
	if source.err != nil {
		return r.msg, fmt.Errorf("mtom: read the body: %w", source.err)
	}
	return r.msg, nil
}

type reader struct {
	source
	size   int // of the body, or the limit
	base   int64
	limits Limits
	msg    Message
	bareLF bool // already reported
}

func (r *reader) read(contentType string) {
	r.msg.Media, r.msg.Anomalies = ParseMedia(contentType)
	if int64(r.size) > r.limits.Bytes {
		r.note(LayerMIME, CodeLimitBytes, int(r.limits.Bytes), fmt.Sprintf("%d bytes, the limit is %d", r.size, r.limits.Bytes))
		r.size = int(r.limits.Bytes)
	}
	boundary, ok := r.boundary()
	if !ok || !r.split(boundary) {
		r.whole()
		return
	}
	r.msg.Multipart = true
	r.packaging()
}

// at is the bytes from a place on: n of them, or as many as there are, or more.
func (r *reader) at(place, n int) []byte {
	b := r.load(place, min(n, r.size-place))
	return b[:min(len(b), r.size-place)]
}

func (r *reader) note(layer, code string, at int, detail string) {
	if len(r.msg.Anomalies) >= mostNotes {
		return
	}
	offset := int64(-1)
	if at >= 0 {
		offset = r.base + int64(at)
	}
	r.msg.Anomalies = append(r.msg.Anomalies, etalon.Anomaly{Layer: layer, Code: code, Offset: offset, Detail: detail})
}

// lineEnd reports a lone LF, once: its place is that of the first one met.
func (r *reader) lineEnd(at int) {
	if !r.bareLF {
		r.bareLF = true
		r.note(LayerMIME, CodeLineEnd, at, "line ended by LF alone")
	}
}

// whole makes the body one root part.
func (r *reader) whole() {
	r.msg.Parts = []Part{{
		Type: r.msg.Media.Type, Params: r.msg.Media.Params,
		Offset: r.base, Size: int64(r.size), Root: true,
	}}
}

// boundary returns the usable boundary of a multipart message.
func (r *reader) boundary() (string, bool) {
	if !r.msg.Media.Multipart() {
		return "", false
	}
	b, ok := r.msg.Media.Param("boundary")
	if !ok || b == "" {
		r.note(LayerMIME, CodeBoundaryMissing, -1, "multipart without boundary")
		return "", false
	}
	if len(b) > 70 || strings.HasSuffix(b, " ") || strings.ContainsFunc(b, notBoundary) {
		r.note(LayerMIME, CodeBoundaryInvalid, -1, fmt.Sprintf("boundary %q", clip(b)))
	}
	return b, !strings.ContainsAny(b, "\r\n")
}

// notBoundary tells the characters that are not bchars of RFC 2046.
func notBoundary(c rune) bool {
	alphanumeric := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	return !alphanumeric && !strings.ContainsRune(`'()+_,-./:=? `, c)
}

// split fills the parts; false means that no delimiter was found.
func (r *reader) split(boundary string) bool {
	lines := r.delimiters(boundary, r.limits.Parts)
	if len(lines) == 0 {
		r.note(LayerMIME, CodeBoundaryNotFound, 0, fmt.Sprintf("no delimiter line --%s", clip(boundary)))
		return false
	}
	// RFC 2046 §5.1.1 writes a delimiter with the CRLF before it: an empty line
	// before the first one, as Apache CXF sends it, is not text.
	if n := lines[0].start; n > 0 && !(n == 2 && bytes.HasPrefix(r.at(0, n), []byte("\r\n"))) {
		r.note(LayerMIME, CodePreamble, 0, fmt.Sprintf("%d bytes before the first delimiter", lines[0].start))
	}
	for i, l := range lines {
		if l.closing {
			r.epilogue(l.end)
			return true
		}
		if i == r.limits.Parts {
			r.note(LayerMIME, CodeLimitParts, l.start, fmt.Sprintf("more than %d parts", r.limits.Parts))
			return true
		}
		end := r.size
		if i+1 < len(lines) {
			end = lines[i+1].textEnd
		}
		r.part(l.end, max(l.end, end))
	}
	r.note(LayerMIME, CodeClosingMissing, r.size, "no closing delimiter")
	return true
}

func (r *reader) epilogue(at int) {
	rest := r.at(at, 2)
	rest = rest[:min(2, len(rest))]
	if bytes.HasPrefix(rest, []byte("\r")) {
		rest = rest[1:]
	}
	if bytes.HasPrefix(rest, []byte("\n")) {
		rest = rest[1:]
	}
	if len(rest) > 0 || r.size-at > 2 {
		r.note(LayerMIME, CodeEpilogue, at, fmt.Sprintf("%d bytes after the closing delimiter", r.size-at))
	}
}
