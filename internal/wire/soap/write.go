package soap

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Message is a SOAP 1.2 envelope to write. Empty addressing fields are left
// out, save To, which WithTo asks for.
type Message struct {
	Action    string // wsa:Action, with soap:mustUnderstand
	MessageID string
	RelatesTo string
	ReplyTo   string // address; with soap:mustUnderstand
	To        string
	WithTo    bool     // write To even when empty
	Headers   []string // further header blocks, XML, in order, after the addressing
	Body      string   // XML of the payload
}

// Bytes writes the envelope: UTF-8, no XML declaration, prefixes soap and wsa.
func (m Message) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(`<soap:Envelope xmlns:soap="` + NS12 + `" xmlns:wsa="` + NSWSA + `"><soap:Header>`)
	header := func(name, attrs, value string) {
		if value != "" {
			b.WriteString("<wsa:" + name + attrs + ">" + value + "</wsa:" + name + ">")
		}
	}
	const must = ` soap:mustUnderstand="true"`
	header("Action", must, Escape(m.Action))
	header("MessageID", "", Escape(m.MessageID))
	header("RelatesTo", "", Escape(m.RelatesTo))
	if m.ReplyTo != "" {
		header("ReplyTo", must, "<wsa:Address>"+Escape(m.ReplyTo)+"</wsa:Address>")
	}
	if m.To != "" || m.WithTo {
		b.WriteString("<wsa:To>" + Escape(m.To) + "</wsa:To>")
	}
	for _, h := range m.Headers {
		b.WriteString(h)
	}
	b.WriteString(`</soap:Header><soap:Body>`)
	b.WriteString(m.Body)
	b.WriteString(`</soap:Body></soap:Envelope>`)
	return b.Bytes()
}

// ContentType is the HTTP Content-Type of a simple SOAP 1.2 message (RFC 3902).
// The action is left out when empty.
func ContentType(action string) string {
	s := `application/soap+xml; charset=UTF-8`
	if action != "" {
		s += `; action="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(action) + `"`
	}
	return s
}

// Escape makes any string safe as XML text and as an attribute value in double
// or single quotes. Characters that XML 1.0 forbids become U+FFFD.
func Escape(s string) string {
	if plain(s) || !strings.ContainsFunc(s, special) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/4 + 16)
	for _, c := range s {
		switch {
		case c == '&':
			b.WriteString("&amp;")
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '"':
			b.WriteString("&quot;")
		case c == '\'':
			b.WriteString("&apos;")
		case c == '\t':
			b.WriteString("&#9;")
		case c == '\n':
			b.WriteString("&#10;")
		case c == '\r':
			b.WriteString("&#13;")
		case c < ' ' || c == 0xFFFE || c == 0xFFFF:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// plain tells ASCII text without anything special: nearly all of metadata.
func plain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ', c >= utf8.RuneSelf, c == '&', c == '<', c == '>', c == '"', c == '\'':
			return false
		}
	}
	return true
}

func special(c rune) bool {
	return c < ' ' || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == 0xFFFE || c == 0xFFFF
}
