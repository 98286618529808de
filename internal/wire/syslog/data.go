package syslog

import (
	"bytes"
	"strings"
)

// structured reads STRUCTURED-DATA.
func (f *Frame) structured() bool {
	if f.pos < f.end && f.Raw[f.pos] == '-' {
		f.pos++
		return true
	}
	if f.pos == f.end || f.Raw[f.pos] != '[' {
		f.note("structured-data", f.pos, "neither - nor [: %s", excerpt(f.Raw[f.pos:f.end]))
		f.Msg, f.MsgAt = f.Raw[f.pos:f.end], f.pos
		return false
	}
	for f.pos < f.end && f.Raw[f.pos] == '[' {
		if !f.element() {
			f.Msg, f.MsgAt = f.Raw[f.pos:f.end], f.pos
			return false
		}
	}
	return true
}

// element reads [id name="value" …].
func (f *Frame) element() bool {
	if f.params++; f.params > maxParams {
		f.note("structured-data", f.pos, "more than %d elements and parameters", maxParams)
		return false
	}
	e := Element{Offset: f.pos}
	f.pos++
	e.ID = f.word(" ]")
	for f.pos < f.end {
		switch f.Raw[f.pos] {
		case ']':
			f.pos++
			f.Data = append(f.Data, e)
			return true
		case ' ':
			f.pos++
			continue
		}
		name := f.word("= ]\"")
		if f.params++; f.params > maxParams {
			f.note("structured-data", f.pos, "more than %d elements and parameters", maxParams)
			break
		}
		if !bytes.HasPrefix(f.Raw[f.pos:f.end], []byte(`="`)) {
			f.note("structured-data", f.pos, "a parameter without a value: %s", excerpt(f.Raw[f.pos:f.end]))
			break
		}
		f.pos += 2
		value, closed := f.quoted()
		if !closed {
			f.note("structured-data", f.pos, "a value has no end")
			break
		}
		e.Params = append(e.Params, Param{name, value})
	}
	if f.pos == f.end {
		f.note("structured-data", f.pos, "an element has no end")
	}
	f.Data = append(f.Data, e)
	return false
}

// word reads up to any of the stops.
func (f *Frame) word(stops string) string {
	from := f.pos
	for f.pos < f.end && !strings.ContainsRune(stops, rune(f.Raw[f.pos])) {
		f.pos++
	}
	return string(f.Raw[from:f.pos])
}

// quoted reads a value after its opening quote. A backslash escapes ", \ and ];
// before anything else it stands for itself.
func (f *Frame) quoted() (string, bool) {
	var b []byte
	for f.pos < f.end {
		c := f.Raw[f.pos]
		f.pos++
		if c == '"' {
			return string(b), true
		}
		if c == '\\' && f.pos < f.end && (f.Raw[f.pos] == '"' || f.Raw[f.pos] == '\\' || f.Raw[f.pos] == ']') {
			c = f.Raw[f.pos]
			f.pos++
		}
		b = append(b, c)
	}
	return "", false
}
