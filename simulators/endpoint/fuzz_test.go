package endpoint

import (
	"bufio"
	"bytes"
	"strings"
	"testing"
)

// FuzzRequest reads any bytes as a request: the record is exact, every anomaly
// points into it, and nothing panics.
func FuzzRequest(f *testing.F) {
	const head = "POST /si-dmp-server/v2/services/registry HTTP/1.1\r\nHost: x\r\n"
	const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body><x><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:a"/></x></s:Body></s:Envelope>`
	f.Add([]byte(head + "Content-Type: application/soap+xml\r\nContent-Length: " + "232\r\n\r\n" + envelope))
	f.Add([]byte(head + "Transfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n0\r\n\r\n"))
	f.Add([]byte(head + "Content-Type: multipart/related; boundary=B\r\nContent-Length: 40\r\n\r\n--B\r\nContent-Transfer-Encoding: base64\r\n\r\nPA==\r\n--B--"))
	f.Add([]byte("GET / HTTP/1.0\r\nContent-Encoding: gzip\r\n\r\n"))
	f.Add([]byte(strings.Repeat("\x00", 100)))
	e := &Endpoint{Config: Config{BodyLimit: 4096}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		source := &tee{from: bytes.NewReader(raw)}
		br := bufio.NewReader(source)
		rest := raw
		for range 3 {
			m, err := e.read(source, br, func() error { return nil })
			if err != nil {
				return
			}
			if !bytes.HasPrefix(rest, m.raw) {
				t.Fatalf("recorded %q of %q", m.raw, rest)
			}
			r := e.decode(m, nil, "c1", nil)
			if r.Refusal != nil && r.Refusal.Note != "" {
				t.Fatalf("%s", r.Refusal.Note)
			}
			for _, a := range r.Anomalies {
				if a.Offset > int64(len(m.raw)) {
					t.Fatalf("%+v lies beyond %d bytes", a, len(m.raw))
				}
			}
			if m.last {
				return
			}
			rest = rest[len(m.raw):]
		}
	})
}
