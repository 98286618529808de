package facts

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// The framings of a syslog message: ev:syslog/@framing.
const (
	framingCounted = "octet-counting"  // RFC 6587 §3.4.1, RFC 5425 §4.3: length, space, message
	framingTrailer = "non-transparent" // RFC 6587 §3.4.2: message, line feed or NUL
	framingNone    = "none"            // a datagram, or a stream that does not delimit
)

// Limits of what is read of one frame. Beyond them there are anomalies.
const (
	maxSyslogParams = 1000    // and elements
	maxSyslogField  = 4 << 10 // bytes of a header field: RFC 5424 §6.1 allows 255 at most
)

// frame is one syslog frame taken apart without ever refusing it. Fields of the
// header are verbatim: "-" says that the sender does not know, empty that the
// frame has no such field.
type frame struct {
	raw       []byte
	framing   string
	declared  string // length that an octet-counting frame gives
	pri       string // digits between the angle brackets
	facility  int    // -1: PRI cannot be read
	severity  int
	version   string
	header    [5]string // timestamp, hostname, app-name, procid, msgid
	data      []sdElement
	bom       bool
	msg       []byte // without the byte order mark
	msgAt     int    // in raw
	anomalies []etalon.Anomaly

	pos, end int // what is left to read of raw
	params   int
}

// sdElement is one element of the structured data.
type sdElement struct {
	id     string
	params []sdParam
	offset int
}

type sdParam struct{ name, value string }

// parseFrame reads as much of a frame as can be read. Source: RFC 5424 §6.
func parseFrame(raw []byte) *frame {
	f := &frame{raw: raw, framing: framingNone, facility: -1, severity: -1, end: len(raw)}
	if len(raw) == 0 {
		f.note("empty", 0, "there is no byte in the frame")
		return f
	}
	f.unframe()
	f.priority()
	if f.readHeader() && f.structured() {
		f.message()
	}
	return f
}

func (f *frame) note(code string, at int, format string, args ...any) {
	f.anomalies = append(f.anomalies, etalon.Anomaly{
		Layer: "syslog", Code: code, Offset: int64(at), Detail: fmt.Sprintf(format, args...),
	})
}

// unframe takes the framing off.
func (f *frame) unframe() {
	digits := 0
	for digits < len(f.raw) && f.raw[digits] >= '0' && f.raw[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits < len(f.raw) && f.raw[digits] == ' ' {
		f.framing, f.declared, f.pos = framingCounted, string(f.raw[:min(digits, 20)]), digits+1
		n, err := strconv.ParseUint(string(f.raw[:min(digits, 20)]), 10, 63)
		there := uint64(len(f.raw) - f.pos)
		switch {
		case err != nil || digits > 20:
			f.note("length", 0, "the length is no number that a message can have")
		case n > there:
			f.note("truncated", len(f.raw), "%d bytes announced, %d received", n, there)
		case n < there:
			f.note("extra-bytes", f.pos+int(n), "%d bytes after the message announced", there-n)
			f.end = f.pos + int(n)
		}
		if f.raw[0] == '0' {
			f.note("length", 0, "the length begins with a zero")
		}
		return
	}
	if last := f.raw[len(f.raw)-1]; last == '\n' || last == 0 {
		f.framing = framingTrailer
		f.end--
	}
}

// priority reads <PRI>.
func (f *frame) priority() {
	rest := f.raw[f.pos:f.end]
	if len(rest) == 0 || rest[0] != '<' {
		f.note("pri", f.pos, "the message does not begin with <: %s", excerpt(rest))
		return
	}
	stop := bytes.IndexByte(rest[:min(len(rest), 8)], '>')
	if stop < 0 {
		f.note("pri", f.pos, "the priority has no end: %s", excerpt(rest))
		return
	}
	f.pri = string(rest[1:stop])
	n, err := strconv.ParseUint(f.pri, 10, 16)
	if err != nil || n > 191 || len(f.pri) > 1 && f.pri[0] == '0' {
		f.note("pri", f.pos, "%q is no priority", f.pri)
	} else {
		f.facility, f.severity = int(n/8), int(n%8)
	}
	f.pos += stop + 1
}

// readHeader reads VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP
// MSGID SP. A message without a version is of another format: all of it is kept
// as its text.
func (f *frame) readHeader() bool {
	digits := f.pos
	for digits < f.end && digits < f.pos+4 && f.raw[digits] >= '0' && f.raw[digits] <= '9' {
		digits++
	}
	if digits == f.pos || digits == f.end || f.raw[digits] != ' ' {
		f.note("header", f.pos, "no version after the priority: %s", excerpt(f.raw[f.pos:f.end]))
		f.msg, f.msgAt = f.raw[f.pos:f.end], f.pos
		return false
	}
	f.version, f.pos = string(f.raw[f.pos:digits]), digits+1
	for i := range f.header {
		stop := bytes.IndexByte(f.raw[f.pos:min(f.end, f.pos+maxSyslogField)], ' ')
		if stop < 0 {
			f.note("header", f.pos, "the header ends at its field %d: %s", i+1, excerpt(f.raw[f.pos:f.end]))
			f.msg, f.msgAt = f.raw[f.pos:f.end], f.pos
			return false
		}
		if stop == 0 {
			f.note("header", f.pos, "field %d of the header is empty", i+1)
		}
		f.header[i], f.pos = string(f.raw[f.pos:f.pos+stop]), f.pos+stop+1
	}
	return true
}

// structured reads STRUCTURED-DATA.
func (f *frame) structured() bool {
	if f.pos < f.end && f.raw[f.pos] == '-' {
		f.pos++
		return true
	}
	if f.pos == f.end || f.raw[f.pos] != '[' {
		f.note("structured-data", f.pos, "neither - nor [: %s", excerpt(f.raw[f.pos:f.end]))
		f.msg, f.msgAt = f.raw[f.pos:f.end], f.pos
		return false
	}
	for f.pos < f.end && f.raw[f.pos] == '[' {
		if !f.element() {
			f.msg, f.msgAt = f.raw[f.pos:f.end], f.pos
			return false
		}
	}
	return true
}

// element reads [id name="value" …].
func (f *frame) element() bool {
	if f.params++; f.params > maxSyslogParams {
		f.note("structured-data", f.pos, "more than %d elements and parameters", maxSyslogParams)
		return false
	}
	e := sdElement{offset: f.pos}
	f.pos++
	e.id = f.word(" ]")
	for f.pos < f.end {
		switch f.raw[f.pos] {
		case ']':
			f.pos++
			f.data = append(f.data, e)
			return true
		case ' ':
			f.pos++
			continue
		}
		name := f.word("= ]\"")
		if f.params++; f.params > maxSyslogParams {
			f.note("structured-data", f.pos, "more than %d elements and parameters", maxSyslogParams)
			break
		}
		if !bytes.HasPrefix(f.raw[f.pos:f.end], []byte(`="`)) {
			f.note("structured-data", f.pos, "a parameter without a value: %s", excerpt(f.raw[f.pos:f.end]))
			break
		}
		f.pos += 2
		value, closed := f.quoted()
		if !closed {
			f.note("structured-data", f.pos, "a value has no end")
			break
		}
		e.params = append(e.params, sdParam{name, value})
	}
	if f.pos == f.end {
		f.note("structured-data", f.pos, "an element has no end")
	}
	f.data = append(f.data, e)
	return false
}

// word reads up to any of the stops.
func (f *frame) word(stops string) string {
	from := f.pos
	for f.pos < f.end && !strings.ContainsRune(stops, rune(f.raw[f.pos])) {
		f.pos++
	}
	return string(f.raw[from:f.pos])
}

// quoted reads a value after its opening quote. A backslash escapes ", \ and ];
// before anything else it stands for itself.
func (f *frame) quoted() (string, bool) {
	var b []byte
	for f.pos < f.end {
		c := f.raw[f.pos]
		f.pos++
		if c == '"' {
			return string(b), true
		}
		if c == '\\' && f.pos < f.end && (f.raw[f.pos] == '"' || f.raw[f.pos] == '\\' || f.raw[f.pos] == ']') {
			c = f.raw[f.pos]
			f.pos++
		}
		b = append(b, c)
	}
	return "", false
}

// message reads MSG, and the byte order mark that says it is UTF-8.
func (f *frame) message() {
	f.msgAt = f.pos
	if f.pos == f.end {
		return
	}
	if f.raw[f.pos] != ' ' {
		f.note("structured-data", f.pos, "no space before the message: %s", excerpt(f.raw[f.pos:f.end]))
	} else {
		f.pos++
	}
	if bytes.HasPrefix(f.raw[f.pos:f.end], []byte("\xEF\xBB\xBF")) {
		f.bom = true
		f.pos += 3
	}
	f.msg, f.msgAt = f.raw[f.pos:f.end], f.pos
}
