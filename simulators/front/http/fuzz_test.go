package http_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	"github.com/etalon-dmp/etalon/simulators/front/soap"
)

// echo answers what the front does not refuse.
type echo struct{}

func (echo) Route(*soap.Request) actor.Route { return actor.Route{} }

func (echo) Answer(context.Context, *soap.Request, actor.Route) fronthttp.Reply {
	return fronthttp.Reply{Status: http.StatusOK}
}

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
	front := fronthttp.New(fronthttp.Config{BodyLimit: 4096})
	f.Fuzz(func(t *testing.T, raw []byte) {
		next, rest := front.Requests(raw), raw
		for range 3 {
			m, recorded, last, err := next()
			if err != nil {
				return
			}
			if !bytes.HasPrefix(rest, recorded) {
				t.Fatalf("recorded %q of %q", recorded, rest)
			}
			checkBody(t, m, recorded)
			x, err := soap.Front{Service: echo{}, NewID: func() string { return "urn:uuid:1" }, BodyLimit: 4096}.Open(m)
			if err != nil {
				t.Fatal(err)
			}
			if a := x.Answer(t.Context(), actor.Route{}); a.Note != "" {
				t.Fatalf("%s", a.Note)
			}
			for _, a := range x.Anomalies() {
				if a.Offset > int64(len(recorded)) {
					t.Fatalf("%+v lies beyond %d bytes", a, len(recorded))
				}
			}
			if last {
				return
			}
			rest = rest[len(recorded):]
		}
	})
}

// checkBody holds the content of a whole request against net/http's reading of it.
func checkBody(t *testing.T, m *fronthttp.Message, recorded []byte) {
	t.Helper()
	if m.Refused != nil {
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
	got, err := io.ReadAll(io.NewSectionReader(m.Body, 0, m.Body.Size()))
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("content %q %v, net/http reads %q", got, err, want)
	}
	for i := range want {
		if at := m.Body.Place(int64(i)); recorded[at] != want[i] {
			t.Fatalf("byte %d does not lie at %d", i, at)
		}
	}
}
