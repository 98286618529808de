package mtom

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Param is one parameter of a media type. Name is lower-cased, Value is
// unquoted.
type Param struct{ Name, Value string }

// Media is a media type with its parameters in the order of the message.
type Media struct {
	Type   string // lower-cased "type/subtype"; whatever stood there when malformed
	Params []Param
}

// Param returns the first value of a parameter, and whether it is there.
// The name is given in lower case.
func (m Media) Param(name string) (string, bool) {
	for _, p := range m.Params {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// Multipart says whether the type is multipart/something.
func (m Media) Multipart() bool { return strings.HasPrefix(m.Type, "multipart/") }

// ParseMedia reads a Content-Type value (RFC 2045 section 5.1). What it cannot
// read it reports, and goes on. Offsets of the anomalies are -1.
func ParseMedia(s string) (Media, []etalon.Anomaly) {
	p := mediaParser{rest: strings.TrimSpace(s)}
	if p.rest == "" {
		p.note(CodeContentTypeMissing, "no Content-Type")
		return p.media, p.found
	}
	head, rest, more := strings.Cut(p.rest, ";")
	p.media.Type = strings.ToLower(strings.TrimSpace(head))
	if major, minor, ok := strings.Cut(p.media.Type, "/"); !ok || !isToken(major) || !isToken(minor) {
		p.note(CodeContentTypeMalformed, fmt.Sprintf("media type %q", clip(head)))
	}
	for p.rest = rest; more && len(p.media.Params) < mostParams; {
		more = p.param()
	}
	return p.media, p.found
}

// mostParams bounds the parameters kept of one media type.
const mostParams = 100

type mediaParser struct {
	rest  string
	media Media
	found []etalon.Anomaly
}

// note reports, twenty times at most: one header must not drown the rest.
func (p *mediaParser) note(code, detail string) {
	if len(p.found) >= 20 {
		return
	}
	p.found = append(p.found, etalon.Anomaly{Layer: LayerMIME, Code: code, Offset: -1, Detail: detail})
}

// param reads one parameter and says whether a semicolon follows it.
func (p *mediaParser) param() bool {
	p.rest = strings.TrimLeft(p.rest, " \t\r\n")
	if p.rest == "" || p.rest[0] == ';' {
		p.note(CodeTrailingSemicolon, "empty parameter")
		return p.semicolon()
	}
	end := strings.IndexAny(p.rest, "=;")
	if end < 0 || p.rest[end] == ';' {
		if end < 0 {
			end = len(p.rest)
		}
		p.note(CodeContentTypeMalformed, fmt.Sprintf("parameter %q has no value", clip(p.rest[:end])))
		p.rest = p.rest[end:]
		return p.semicolon()
	}
	name := strings.ToLower(strings.TrimSpace(p.rest[:end]))
	if !isToken(name) {
		p.note(CodeContentTypeMalformed, fmt.Sprintf("parameter name %q", clip(name)))
	}
	p.rest = strings.TrimLeft(p.rest[end+1:], " \t")
	value := p.value(name)
	if _, twice := p.media.Param(name); twice {
		p.note(CodeParameterDuplicate, fmt.Sprintf("parameter %q again, with value %q", clip(name), clip(value)))
	} else {
		p.media.Params = append(p.media.Params, Param{Name: name, Value: value})
	}
	return p.semicolon()
}

// value reads a quoted string or a token; other text counts up to the next
// semicolon or white space.
func (p *mediaParser) value(name string) string {
	if !strings.HasPrefix(p.rest, `"`) {
		end := strings.IndexAny(p.rest, "; \t\r\n")
		if end < 0 {
			end = len(p.rest)
		}
		value := p.rest[:end]
		p.rest = p.rest[end:]
		if !isToken(value) {
			p.note(CodeParameterUnquoted, fmt.Sprintf("%s=%s", clip(name), clip(value)))
		}
		return value
	}
	var b strings.Builder
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '"':
			p.rest = p.rest[i+1:]
			return b.String()
		case c == '\\' && i+1 < len(p.rest):
			i++
			b.WriteByte(p.rest[i])
		default:
			b.WriteByte(c)
		}
	}
	p.note(CodeContentTypeMalformed, fmt.Sprintf("parameter %q: closing quote missing", clip(name)))
	p.rest = ""
	return b.String()
}

// semicolon skips to the next parameter.
func (p *mediaParser) semicolon() bool {
	junk, rest, more := strings.Cut(p.rest, ";")
	if junk = strings.TrimSpace(junk); junk != "" {
		p.note(CodeContentTypeMalformed, fmt.Sprintf("unexpected %q", clip(junk)))
	}
	p.rest = rest
	return more
}

// isToken tells an RFC 2045 token.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?=`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// clip keeps details short whatever the wire holds.
func clip(s string) string {
	const most = 80
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}
