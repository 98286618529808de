package endpoint

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
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
		w := newWire(bytes.NewReader(raw), func() error { return nil })
		rest := raw
		for range 3 {
			m, err := e.read(w, "c1")
			if err != nil {
				return
			}
			recorded := beginning(m.spool, m.spool.Size())
			if !bytes.HasPrefix(rest, recorded) {
				t.Fatalf("recorded %q of %q", recorded, rest)
			}
			checkBody(t, m, recorded)
			r, err := e.decode(m, nil, "c1", nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Refusal != nil && r.Refusal.Note != "" {
				t.Fatalf("%s", r.Refusal.Note)
			}
			for _, a := range r.Anomalies {
				if a.Offset > int64(len(recorded)) {
					t.Fatalf("%+v lies beyond %d bytes", a, len(recorded))
				}
			}
			if m.last {
				return
			}
			rest = rest[len(recorded):]
		}
	})
}

// checkBody holds the content of a whole request against net/http's reading of it.
func checkBody(t *testing.T, m *message, recorded []byte) {
	t.Helper()
	if m.refusal != nil {
		return
	}
	head, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(recorded)))
	if err != nil {
		t.Fatalf("net/http: %v", err)
	}
	want, err := io.ReadAll(head.Body)
	if err != nil {
		return // net/http is stricter about the size of framing
	}
	got, err := io.ReadAll(io.NewSectionReader(m.body, 0, m.body.size))
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("content %q %v, net/http reads %q", got, err, want)
	}
	for i := range want {
		if at := m.body.place(int64(i)); recorded[at] != want[i] {
			t.Fatalf("byte %d does not lie at %d", i, at)
		}
	}
}
