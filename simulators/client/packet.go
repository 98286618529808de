package client

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// packet is one HTTP request before it is written: each layer can be changed.
type packet struct {
	url      *url.URL
	action   string // of the Content-Type; that of the envelope is in soap
	soap     soap.Message
	rewrite  func([]byte) []byte // of the envelope as written; nil for none
	mtom     bool
	boundary string
	rootID   string
	parts    []mtom.OutPart      // attachments
	reorder  bool                // the root part comes last
	preamble string              // before the first delimiter
	cut      bool                // no closing delimiter
	media    func(string) string // changes the Content-Type; nil for none
	chunk    int                 // bytes of a chunk; 0 for Content-Length
	headers  []mtom.Header       // further HTTP headers
}

func (p *packet) envelope() []byte {
	b := p.soap.Bytes()
	if p.rewrite != nil {
		b = p.rewrite(b)
	}
	return b
}

// body gives the content type and the body.
func (p *packet) body() (media string, body []byte) {
	if !p.mtom {
		media, body = soap.ContentType(p.action), p.envelope()
	} else {
		parts := append([]mtom.OutPart{mtom.RootPart(p.rootID, p.envelope())}, p.parts...)
		if p.reorder {
			parts = append(parts[1:], parts[0])
		}
		media = mtom.ContentType(p.boundary, p.rootID, p.action)
		body = append([]byte(p.preamble), mtom.Outgoing{Boundary: p.boundary, Parts: parts}.Bytes()...)
		if p.cut {
			body = bytes.TrimSuffix(body, []byte("\r\n--"+p.boundary+"--\r\n"))
		}
	}
	if p.media != nil {
		media = p.media(media)
	}
	return media, body
}

// bytes writes the request as it goes over the wire.
func (p *packet) bytes() []byte {
	media, body := p.body()
	var b bytes.Buffer
	b.Grow(len(body) + 1024)
	b.WriteString("POST " + p.url.RequestURI() + " HTTP/1.1\r\nHost: " + p.url.Host + "\r\n")
	b.WriteString("User-Agent: Etalon\r\nAccept: application/soap+xml, multipart/related\r\n")
	for _, h := range p.headers {
		b.WriteString(h.Name + ": " + h.Value + "\r\n")
	}
	b.WriteString("Content-Type: " + media + "\r\nConnection: close\r\n")
	if p.chunk <= 0 {
		b.WriteString("Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n")
		b.Write(body)
		return b.Bytes()
	}
	b.WriteString("Transfer-Encoding: chunked\r\n\r\n")
	for len(body) > 0 {
		n := min(p.chunk, len(body))
		fmt.Fprintf(&b, "%x\r\n", n)
		b.Write(body[:n])
		b.WriteString("\r\n")
		body = body[n:]
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}
