package mtom

import (
	"bytes"
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
}

// Bytes returns the body, with CRLF line ends and the closing delimiter.
func (o Outgoing) Bytes() []byte {
	size := 8 + len(o.Boundary)
	for _, p := range o.Parts {
		size += len(p.Body) + len(o.Boundary) + 256
	}
	b := bytes.NewBuffer(make([]byte, 0, size))
	for _, p := range o.Parts {
		b.WriteString("--" + o.Boundary + "\r\n")
		for _, h := range p.Headers {
			b.WriteString(h.Name + ": " + h.Value + "\r\n")
		}
		b.WriteString("\r\n")
		b.Write(p.Body)
		b.WriteString("\r\n")
	}
	b.WriteString("--" + o.Boundary + "--\r\n")
	return b.Bytes()
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
