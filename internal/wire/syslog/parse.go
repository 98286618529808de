package syslog

import (
	"bytes"
	"strconv"
)

// Parse reads as much of a frame as can be read. Source: RFC 5424 §6.
func Parse(raw []byte) *Frame {
	f := &Frame{Raw: raw, Framing: None, Facility: -1, Severity: -1, end: len(raw)}
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

// unframe takes the framing off.
func (f *Frame) unframe() {
	digits := 0
	for digits < len(f.Raw) && f.Raw[digits] >= '0' && f.Raw[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits < len(f.Raw) && f.Raw[digits] == ' ' {
		f.Framing, f.Declared, f.pos = Counted, string(f.Raw[:min(digits, 20)]), digits+1
		n, err := strconv.ParseUint(string(f.Raw[:min(digits, 20)]), 10, 63)
		there := uint64(len(f.Raw) - f.pos) //nolint:gosec // pos is within
		switch {
		case err != nil || digits > 20:
			f.note("length", 0, "the length is no number that a message can have")
		case n > there:
			f.note("truncated", len(f.Raw), "%d bytes announced, %d received", n, there)
		case n < there:
			f.note("extra-bytes", f.pos+int(n), "%d bytes after the message announced", there-n)
			f.end = f.pos + int(n)
		}
		if f.Raw[0] == '0' {
			f.note("length", 0, "the length begins with a zero")
		}
		return
	}
	if last := f.Raw[len(f.Raw)-1]; last == '\n' || last == 0 {
		f.Framing = Trailer
		f.end--
	}
}

// priority reads <PRI>.
func (f *Frame) priority() {
	rest := f.Raw[f.pos:f.end]
	if len(rest) == 0 || rest[0] != '<' {
		f.note("pri", f.pos, "the message does not begin with <: %s", excerpt(rest))
		return
	}
	stop := bytes.IndexByte(rest[:min(len(rest), 8)], '>')
	if stop < 0 {
		f.note("pri", f.pos, "the priority has no end: %s", excerpt(rest))
		return
	}
	f.PRI = string(rest[1:stop])
	n, err := strconv.ParseUint(f.PRI, 10, 16)
	if err != nil || n > 191 || len(f.PRI) > 1 && f.PRI[0] == '0' {
		f.note("pri", f.pos, "%q is no priority", f.PRI)
	} else {
		f.Facility, f.Severity = int(n/8), int(n%8)
	}
	f.pos += stop + 1
}

// readHeader reads VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP
// MSGID SP. A message without a version is of another format: all of it is kept
// as its text.
func (f *Frame) readHeader() bool {
	digits := f.pos
	for digits < f.end && digits < f.pos+4 && f.Raw[digits] >= '0' && f.Raw[digits] <= '9' {
		digits++
	}
	if digits == f.pos || digits == f.end || f.Raw[digits] != ' ' {
		f.note("header", f.pos, "no version after the priority: %s", excerpt(f.Raw[f.pos:f.end]))
		f.Msg, f.MsgAt = f.Raw[f.pos:f.end], f.pos
		return false
	}
	f.Version, f.pos = string(f.Raw[f.pos:digits]), digits+1
	for i := range f.Header {
		stop := bytes.IndexByte(f.Raw[f.pos:min(f.end, f.pos+maxField)], ' ')
		if stop < 0 {
			f.note("header", f.pos, "the header ends at its field %d: %s", i+1, excerpt(f.Raw[f.pos:f.end]))
			f.Msg, f.MsgAt = f.Raw[f.pos:f.end], f.pos
			return false
		}
		if stop == 0 {
			f.note("header", f.pos, "field %d of the header is empty", i+1)
		}
		f.Header[i], f.pos = string(f.Raw[f.pos:f.pos+stop]), f.pos+stop+1
	}
	return true
}

// message reads MSG, and the byte order mark that says it is UTF-8.
func (f *Frame) message() {
	f.MsgAt = f.pos
	if f.pos == f.end {
		return
	}
	if f.Raw[f.pos] != ' ' {
		f.note("structured-data", f.pos, "no space before the message: %s", excerpt(f.Raw[f.pos:f.end]))
	} else {
		f.pos++
	}
	if bytes.HasPrefix(f.Raw[f.pos:f.end], []byte("\xEF\xBB\xBF")) {
		f.BOM = true
		f.pos += 3
	}
	f.Msg, f.MsgAt = f.Raw[f.pos:f.end], f.pos
}
