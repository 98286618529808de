package client_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// hostile is a TLS server that reads a request and then does as it likes.
func hostile(t *testing.T, read bool, then func(net.Conn)) (*record, *client.Client) {
	t.Helper()
	set := identities(t)
	return against(t, &tls.Config{Certificates: []tls.Certificate{set.TLS(pki.Server)}}, func(c net.Conn) {
		if read {
			r, err := http.ReadRequest(bufio.NewReader(c))
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
		}
		then(c)
	})
}

func against(t *testing.T, config *tls.Config, serve func(net.Conn)) (*record, *client.Client) {
	t.Helper()
	l := listen(t)
	go func() {
		raw, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = raw.Close() }()
		if config == nil {
			serve(raw)
			return
		}
		c := tls.Server(raw, config)
		if c.HandshakeContext(t.Context()) == nil {
			serve(c)
			_ = c.Close()
		}
	}()
	set, r := identities(t), &record{}
	c, err := client.New(client.Config{
		Registry: "https://" + l.Addr().String() + "/registry", Recorder: r, Clock: clock, Rand: bytes.NewReader(nil),
		TLS: &tls.Config{RootCAs: set.Roots()}, Timeout: 300 * time.Millisecond, BodyLimit: 64 << 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, c
}

// endless writes the same thing until nobody listens.
func endless(text string) func(net.Conn) {
	return func(c net.Conn) {
		for {
			if _, err := io.WriteString(c, text); err != nil {
				return
			}
		}
	}
}

func say(text string) func(net.Conn) {
	return func(c net.Conn) { _, _ = io.WriteString(c, text) }
}

// hang says something and then nothing more, without closing.
func hang(text string) func(net.Conn) {
	return func(c net.Conn) {
		_, _ = io.WriteString(c, text)
		_, _ = io.Copy(io.Discard, c)
	}
}

// slowly says a head that never ends, a byte at a time.
func slowly(c net.Conn) {
	say("HTTP/1.1 200 OK\r\n")(c)
	pace := time.NewTicker(time.Millisecond)
	defer pace.Stop()
	for range pace.C {
		if _, err := io.WriteString(c, "X-A: b\r\n"); err != nil {
			return
		}
	}
}

func TestEveryAnswerIsOnRecord(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	for name, c := range map[string]struct {
		read    bool
		then    func(net.Conn)
		outcome string
		code    string // of the anomaly, "" for none
		raw     string // how the record begins
	}{
		"nothing":             {true, say(""), "failed", "", ""},
		"silence":             {true, hang(""), "timeout", "", ""},
		"garbage":             {true, say("SSH-2.0-étalon\r\n\r\n"), "received", "malformed", "SSH-2.0"},
		"cut in the head":     {true, say("HTTP/1.1 200 OK\r\nContent-"), "received", "truncated", "HTTP/1.1 200 OK\r\nContent-"},
		"silent in the head":  {true, hang("HTTP/1.1 200 OK\r\nContent-"), "timeout", "truncated", "HTTP/1.1 200 OK\r\nContent-"},
		"cut in the body":     {true, say(ok + "Content-Length: 10\r\n\r\nabc"), "received", "truncated", ok + "Content-Length: 10\r\n\r\nabc"},
		"silent in the body":  {true, hang(ok + "Content-Length: 10\r\n\r\nabc"), "timeout", "truncated", ok + "Content-Length: 10\r\n\r\nabc"},
		"bad chunks":          {true, say(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc"), "received", "body-malformed", ok},
		"slowloris":           {true, slowly, "timeout", "truncated", "H"},
		"endless head":        {true, endless("HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("b", 4000) + "\r\n"), "received", "", "HTTP/1.1 200 OK\r\n"},
		"huge body":           {true, func(c net.Conn) { say(ok + "\r\n")(c); endless(strings.Repeat("x", 4096))(c) }, "received", "body-over-limit", ok},
		"huge announced":      {true, say(ok + "Content-Length: 9999999999999\r\n\r\nabc"), "received", "truncated", ok},
		"redirect":            {true, say("HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"), "received", "", "HTTP/1.1 302"},
		"refused unread":      {false, say("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"), "received", "", "HTTP/1.1 413"},
		"continue, then ok":   {true, say("HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok"), "received", "", "HTTP/1.1 100 Continue\r\n\r\n" + ok},
		"no length, then end": {true, say(ok + "\r\nall of it"), "received", "", ok + "\r\nall of it"},
		"not XML":             {true, say(ok + "Content-Type: application/soap+xml\r\nContent-Length: 5\r\n\r\n<a<b>"), "received", "", ok},
		"multipart of nobody": {true, say(ok + "Content-Type: multipart/related\r\nContent-Length: 4\r\n\r\n----"), "received", "", ok},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, actors := hostile(t, c.read, c.then)
			sent, err := actors.Send(t.Context(), etalon.Sending{Transaction: etalon.ITI18, Patient: active})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.connections) != 1 || len(r.requests) != 1 || len(r.answers) != 1 || sent.Exchange != "x1" {
				t.Fatalf("%d connections, %d requests, %d answers, exchange %q", len(r.connections), len(r.requests), len(r.answers), sent.Exchange)
			}
			a := r.answers[0]
			if sent.Outcome != c.outcome || !strings.HasPrefix(string(a.Raw), c.raw) || c.raw == "" && len(a.Raw) > 0 {
				t.Errorf("outcome %s (%s), raw %.80q", sent.Outcome, sent.Detail, a.Raw)
			}
			switch {
			case c.code == "" && name != "endless head" && len(a.Anomalies) > 0:
				t.Errorf("anomalies %+v", a.Anomalies)
			case c.code != "" && (len(a.Anomalies) != 1 || a.Anomalies[0].Code != c.code || a.Anomalies[0].Layer != "http"):
				t.Errorf("anomalies %+v, want %s", a.Anomalies, c.code)
			}
			if sent.Outcome != "received" && sent.Detail == "" {
				t.Error("no reason told")
			}
			if len(a.Raw) > 2<<20 {
				t.Errorf("%d bytes kept", len(a.Raw))
			}
		})
	}
}

func TestTheRequestOnRecordIsTheOneOnTheWire(t *testing.T) {
	got := make(chan []byte, 1)
	r, actors := hostile(t, false, func(c net.Conn) {
		var b bytes.Buffer
		req, err := http.ReadRequest(bufio.NewReader(io.TeeReader(c, &b)))
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body)
		got <- b.Bytes()
		say("HTTP/1.1 204 No Content\r\n\r\n")(c)
	})
	if _, err := actors.Send(t.Context(), etalon.Sending{Transaction: etalon.ITI42, Patient: active}); err != nil {
		t.Fatal(err)
	}
	request := r.requests[0]
	if wire := <-got; !bytes.Equal(wire, request.Raw) {
		t.Errorf("on record\n%s\non the wire\n%s", request.Raw, wire)
	}
	if !request.Sent || request.Actor != etalon.Registry || request.Transaction != etalon.ITI42 || request.Connection != "c1" || !request.Received.Equal(now) {
		t.Errorf("%+v", request)
	}
}

func TestConnectionsAreOnRecord(t *testing.T) {
	set := identities(t)
	good := []tls.Certificate{set.TLS(pki.Server)}
	for name, c := range map[string]struct {
		config       *tls.Config
		version      string
		certificates int
		fails        string
	}{
		"TLS 1.3":       {&tls.Config{Certificates: good}, "1.3", 2, ""},
		"TLS 1.2":       {&tls.Config{Certificates: good, MaxVersion: tls.VersionTLS12}, "1.2", 2, ""},
		"no TLS":        {nil, "", 0, "handshake-failed"},
		"TLS 1.0":       {&tls.Config{Certificates: good, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10}, "", 0, "handshake-failed"},
		"other purpose": {&tls.Config{Certificates: []tls.Certificate{set.TLS(pki.UnknownAuth)}}, "", 2, "certificate-untrusted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, actors := against(t, c.config, say("HTTP/1.1 204 No Content\r\n\r\n"))
			sent, err := actors.Send(t.Context(), etalon.Sending{Transaction: etalon.ITI18, Patient: active})
			if err != nil || len(r.connections) != 1 {
				t.Fatalf("%v, %d connections", err, len(r.connections))
			}
			k := r.connections[0]
			if !k.Sent || k.TLS.Version != c.version || len(k.TLS.Certificates) != c.certificates || !strings.HasPrefix(k.TLS.Error, c.fails) || (c.fails == "") != (k.TLS.Error == "") {
				t.Errorf("%s: version %q, %d certificates, error %q", k.Remote, k.TLS.Version, len(k.TLS.Certificates), k.TLS.Error)
			}
			if c.fails != "" && (len(r.requests) != 0 || sent.Outcome == "received" || sent.Detail == "") {
				t.Errorf("sent all the same: %+v", sent)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	r := &record{}
	l := listen(t)
	gone := l.Addr().String()
	_ = l.Close()
	c, err := client.New(client.Config{Registry: "https://" + gone + "/r", Recorder: r, Clock: clock, Rand: bytes.NewReader(nil), TLS: &tls.Config{}})
	if err != nil {
		t.Fatal(err)
	}
	sent, err := c.Send(t.Context(), etalon.Sending{Transaction: etalon.ITI18, Patient: active})
	if err != nil || sent.Outcome != "failed" || sent.Detail == "" || len(r.connections) != 1 || !strings.HasPrefix(r.connections[0].TLS.Error, "connect: ") || r.connections[0].Remote != gone {
		t.Errorf("%+v %v %+v", sent, err, r.connections)
	}
}

func TestWhatCannotBeSentIsAnError(t *testing.T) {
	w := begin(t, false)
	for name, m := range map[string]etalon.Sending{
		"no such case":           {Transaction: etalon.ITI18, Case: "no-such"},
		"is needed":              {Transaction: etalon.ITI43},
		"no parameter":           {Transaction: etalon.ITI18, Params: map[string]string{"patient": "1"}},
		"no client actor":        {Transaction: etalon.TD02},
		"no stored query":        {Transaction: etalon.ITI18, Params: map[string]string{"query": "FindNothing"}},
		"no document of type":    {Transaction: etalon.ITI41, Documents: []etalon.Document{{TypeCode: "0"}}},
		"is no number from 0 to": {Transaction: etalon.ITI41, Params: map[string]string{"kilobytes": "-1"}},
	} {
		if _, err := w.client.Send(t.Context(), m); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := errors.New("disk full")
	w.record.fail = broken
	if _, err := w.client.Send(t.Context(), etalon.Sending{Transaction: etalon.ITI18, Patient: active}); !errors.Is(err, broken) {
		t.Errorf("a record that could not be kept: %v", err)
	}
}
