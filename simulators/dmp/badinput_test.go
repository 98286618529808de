package dmp_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const existenceAction = "urn:hl7-org:v3:PRPA_IN201307UV02"

// post is a whole HTTP request.
func post(service, contentType, body string, headers ...string) string {
	return "POST /si-dmp-server/v2/services/" + service + " HTTP/1.1\r\nHost: dmp\r\nContent-Type: " + contentType + "\r\n" +
		strings.Join(append(headers, ""), "\r\n") + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) + body
}

// exchange writes raw bytes and reads one answer.
func (w *world) exchange(raw string) (*http.Response, []byte) {
	w.t.Helper()
	conn := w.dial()
	go func() { _, _ = io.WriteString(conn, raw) }()
	return w.answer(bufio.NewReader(conn))
}

func (w *world) answer(br *bufio.Reader) (*http.Response, []byte) {
	w.t.Helper()
	resp, err := http.ReadResponse(br, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return resp, b
}

// well checks that the session goes on.
func (w *world) well() {
	w.t.Helper()
	if a := w.call("patients", existenceAction, existence(activeINS)); a.status != 200 {
		w.t.Errorf("afterwards a good request is answered %d", a.status)
	}
}

func codes(found []etalon.Anomaly) []string {
	var s []string
	for _, a := range found {
		s = append(s, a.Layer+"/"+a.Code)
	}
	return s
}

func TestBadMessages(t *testing.T) {
	w := begin(t, everybody())
	good := envelope(existenceAction, existence(activeINS))
	swap := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	deep := strings.Repeat("<a>", 10000) + strings.Repeat("</a>", 10000)
	latin := "\xe9"
	for _, c := range []struct {
		name, anomaly string
		raw           string
		status        int
		code, subcode string // of the SOAP 1.2 fault; "" for another kind of answer
		transaction   etalon.Transaction
	}{
		{"no HTTP", "http/malformed", "hello\r\n\r\n", 400, "Sender", "", etalon.Unknown},
		{"no SOAP, GET", "http/method", "GET /si-dmp-server/v2/services/patients HTTP/1.1\r\nHost: dmp\r\n\r\n", 405, "Sender", "", etalon.Unknown},
		{"empty", "", post("patients", soapType, ""), 400, "Sender", "", etalon.Unknown},
		{"no XML", "xml/not-well-formed", post("patients", "text/plain", "hello"), 400, "Sender", "", etalon.Unknown},
		{"HTML", "soap/no-envelope", post("patients", "text/html", "<html/>"), 500, "VersionMismatch", "", etalon.Unknown},
		{"SOAP 1.1", "soap/soap-version", post("patients", "text/xml", swap(s12, "http://schemas.xmlsoap.org/soap/envelope/")), 500, "", "", etalon.Unknown},
		{"DTD", "xml/dtd", post("patients", soapType, `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`+good), 400, "Sender", "", etalon.Unknown},
		{"deep", "xml/depth", post("patients", soapType, swap("<s:Body>", "<s:Body>"+deep)), 400, "Sender", "", etalon.Unknown},
		{"wrong encoding", "xml/encoding", post("patients", soapType, swap("LPS", latin)), 400, "Sender", "", etalon.Unknown},
		{"unknown encoding", "xml/encoding", post("patients", soapType, `<?xml version="1.0" encoding="EBCDIC-FR"?>`+good), 400, "Sender", "", etalon.Unknown},
		{"two payloads", "soap/body", post("patients", soapType, swap("<s:Body>", "<s:Body><x/>")), 400, "Sender", "", etalon.TD02},
		{"unknown mandatory header", "soap/must-understand", post("patients", soapType, swap("<a:To/>", `<a:To/><h xmlns="urn:h" s:mustUnderstand="1"/>`)), 500, "MustUnderstand", "", etalon.TD02},
		{"unknown action", "", post("patients", soapType, swap(">"+existenceAction, ">urn:other")), 400, "Sender", "ActionNotSupported", etalon.Unknown},
		{"action of another service", "", post("registry", soapType, good), 400, "Sender", "ActionNotSupported", etalon.TD02},
		{"no action", "", post("patients", soapType, swap(`<a:Action s:mustUnderstand="1">`+existenceAction+`</a:Action>`, "")), 400, "Sender", "MessageAddressingHeaderRequired", etalon.Unknown},
		{"two message ids", "", post("patients", soapType, swap("<a:To/>", "<a:MessageID>2</a:MessageID>")), 400, "Sender", "InvalidAddressingHeader", etalon.TD02},
		{"other payload", "", post("patients", soapType, envelope(existenceAction, "<x/>")), 400, "Sender", "", etalon.TD02},
		{"no such service", "", post("elsewhere", soapType, good), 400, "Sender", "DestinationUnreachable", etalon.TD02},
		{"compressed", "http/content-encoding", post("patients", soapType, "\x1f\x8b", "Content-Encoding: gzip"), 415, "Sender", "", etalon.Unknown},
		{"no boundary", "mime/boundary-missing", post("repository", `multipart/related; type="application/xop+xml"`, string(newLot(1).mtom())), 400, "Sender", "", etalon.Unknown},
		{"boundary not found", "mime/boundary-not-found", post("repository", strings.Replace(mtomType, "B--B", "C", 1), string(newLot(1).mtom())), 400, "Sender", "", etalon.Unknown},
		{"truncated multipart", "mime/closing-missing", post("repository", mtomType, string(newLot(1).mtom()[:1200])), 400, "Sender", "", etalon.Unknown},
		{"bad chunk", "http/body-malformed", "POST /si-dmp-server/v2/services/patients HTTP/1.1\r\nHost: dmp\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "Sender", "", etalon.Unknown},
		{"huge head", "http/head-over-limit", "POST / HTTP/1.1\r\nX: " + strings.Repeat("x", 2<<20), 431, "Sender", "", etalon.Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			resp, body := w.exchange(c.raw)
			if resp.StatusCode != c.status {
				t.Errorf("status %d, want %d: %s", resp.StatusCode, c.status, body)
			}
			doc, err := xmldoc.Parse(body, xmldoc.Limits{})
			if err != nil {
				t.Fatalf("the answer is no XML: %v: %s", err, body)
			}
			if c.transaction == etalon.TD02 { // the request told its message id
				if got := doc.Root().Child(s12, "Header").Child(wsa, "RelatesTo").Value(); !strings.HasPrefix(got, "urn:uuid:") {
					t.Errorf("RelatesTo %q", got)
				}
			}
			if c.code != "" {
				fault(t, doc, c.code, c.subcode, "")
			} else if !bytes.Contains(body, []byte("VersionMismatch")) {
				t.Errorf("%s", body)
			}
			x := w.arrived()
			if x.Transaction != c.transaction {
				t.Errorf("transaction %s, want %s", x.Transaction, c.transaction)
			}
			request, answer := w.record.last()
			if c.anomaly != "" && !slices.Contains(codes(request.Anomalies), c.anomaly) {
				t.Errorf("anomalies %v, want %s", codes(request.Anomalies), c.anomaly)
			}
			if len(c.raw) < 1<<20 && string(request.Raw) != c.raw {
				t.Errorf("recorded %.100q, sent %.100q", request.Raw, c.raw)
			}
			if !bytes.HasSuffix(answer.Raw, body) {
				t.Error("the recorded answer is another one")
			}
			if strings.Contains(string(body), "root:") {
				t.Error("an external entity was read")
			}
		})
	}
	w.t = t
	w.well()
}

func TestUnresolvedCIDIsAnAnomalyWithItsPlace(t *testing.T) {
	w := begin(t, everybody())
	l := newLot(1)
	l.href = "cid:nothing@x"
	if status, found := w.feed(l); status != failure || !slices.Equal(found, []string{"XDSMissingDocument"}) {
		t.Errorf("%s %v", status, found)
	}
	request, _ := w.record.last()
	i := slices.Index(codes(request.Anomalies), "mtom/cid-unresolved")
	if i < 0 || !bytes.HasPrefix(request.Raw[request.Anomalies[i].Offset:], []byte("<i:Include")) {
		t.Errorf("%+v", request.Anomalies)
	}
}

func TestBodyOverTheLimit(t *testing.T) {
	w := begin(t, everybody())
	big := strings.Repeat("x", 1<<20+1)
	for name, chunked := range map[string]bool{"declared": false, "chunked": true} {
		var body io.Reader = strings.NewReader(big)
		if chunked {
			body = io.MultiReader(body) // of unknown length
		}
		a, err := w.send(w.client, "repository", soapType, body)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if a.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d", name, a.status)
		}
		fault(t, a.doc, "Sender", "", "body-over-limit")
		request, _ := w.record.last()
		if !slices.Contains(codes(request.Anomalies), "http/body-over-limit") || len(request.Raw) > 128<<10 || !bytes.HasPrefix(request.Raw, []byte("POST ")) {
			t.Errorf("%s: %v, %d bytes kept", name, codes(request.Anomalies), len(request.Raw))
		}
		w.arrived()
	}
	exact := strings.Repeat("x", 1<<20)
	if a, err := w.send(w.client, "repository", soapType, strings.NewReader(exact)); err != nil || a.status != 400 {
		t.Errorf("a body of just the limit: %d %v", a.status, err)
	}
	w.well()
}

func TestGarbageInsteadOfTLS(t *testing.T) {
	w := begin(t, everybody())
	address := strings.TrimPrefix(w.dmp.BaseURL(), "https://")
	for name, garbage := range map[string]string{"HTTP": "GET / HTTP/1.1\r\n\r\n", "noise": strings.Repeat("\xff\x00", 2000)} {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, garbage); err != nil {
			t.Fatal(err)
		}
		c := <-w.record.connected
		if !strings.HasPrefix(c.TLS.Error, "not-tls") || len(c.Garbage) == 0 || len(c.Garbage) > 1024 || !strings.HasPrefix(garbage, string(c.Garbage)) {
			t.Errorf("%s: %q %q", name, c.TLS.Error, c.Garbage)
		}
		_ = conn.Close()
	}
	w.well()
}

func TestOldTLSIsRefusedOnRecord(t *testing.T) {
	w := begin(t, everybody())
	config := w.config()
	config.MinVersion, config.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	if _, err := tls.Dial("tcp", strings.TrimPrefix(w.dmp.BaseURL(), "https://"), config); err == nil {
		t.Error("TLS 1.1 was accepted")
	}
	if c := <-w.record.connected; !strings.HasPrefix(c.TLS.Error, "handshake-failed") || len(c.Garbage) != 0 {
		t.Errorf("%+v", c)
	}
	w.well()
}

func TestClientCertificates(t *testing.T) {
	w := begin(t, everybody())
	c := allCertificates(t)
	for want, presented := range map[string][]tls.Certificate{
		"certificate-missing":   nil,
		"certificate-expired":   {c.expired},
		"certificate-untrusted": {c.stranger},
		"":                      {c.good},
	} {
		client := w.as(presented...)
		// Without this the client keeps back what the server would not accept.
		transport, ok := client.Transport.(*http.Transport)
		if !ok {
			t.Fatal("no transport")
		}
		transport.TLSClientConfig.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			if len(presented) == 0 {
				return &tls.Certificate{}, nil
			}
			return &presented[0], nil
		}
		a, err := w.send(client, "patients", soapType, strings.NewReader(envelope(existenceAction, existence(activeINS))))
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		connection := <-w.record.connected
		request, _ := w.record.last()
		if connection.TLS.Version != "1.2" || !strings.HasPrefix(connection.TLS.CipherSuite, "TLS_ECDHE_RSA_") || len(connection.TLS.Certificates) != len(presented) {
			t.Errorf("%s: %+v", want, connection.TLS)
		}
		if x := w.arrived(); x.Transaction != etalon.TD02 || x.Fields[etalon.FieldINS] != activeINS {
			t.Errorf("%s: the request is decoded all the same: %+v", want, x)
		}
		if want == "" {
			if a.status != 200 || connection.TLS.Error != "" || len(request.Anomalies) != 0 {
				t.Errorf("good certificate: %d %q %v", a.status, connection.TLS.Error, request.Anomalies)
			}
			continue
		}
		if a.status != 403 || !strings.HasPrefix(connection.TLS.Error, want+": ") || !slices.Contains(codes(request.Anomalies), "tls/"+want) {
			t.Errorf("%s: %d %q %v", want, a.status, connection.TLS.Error, request.Anomalies)
		}
		fault(t, a.doc, "Sender", "", want)
		header(t, a.doc, "http://www.w3.org/2005/08/addressing/soap/fault")
		client.CloseIdleConnections()
	}
}

func TestTruncatedRequestIsRecorded(t *testing.T) {
	w := begin(t, everybody())
	conn := w.dial()
	sent := "POST /si-dmp-server/v2/services/patients HTTP/1.1\r\nHost: dmp\r\nContent-Length: 100\r\n\r\nhalf"
	if _, err := io.WriteString(conn, sent); err != nil {
		t.Fatal(err)
	}
	if err := conn.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	w.arrived()
	request, _ := w.record.last()
	if string(request.Raw) != sent || !slices.Contains(codes(request.Anomalies), "http/truncated") {
		t.Errorf("%q %v", request.Raw, codes(request.Anomalies))
	}
}

func TestKeepAliveExpectAndChunks(t *testing.T) {
	w := begin(t, everybody())
	conn := w.dial()
	br := bufio.NewReader(conn)
	body := envelope(existenceAction, existence(activeINS))
	head := "POST /si-dmp-server/v1/services/patients HTTP/1.1\r\nHost: dmp\r\nContent-Type: " + soapType + "\r\n"

	// Expect: 100-continue: the body is sent only after the interim answer.
	expect := head + "Expect: 100-continue\r\n" + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body))
	if _, err := io.WriteString(conn, expect); err != nil {
		t.Fatal(err)
	}
	if line, err := br.ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 100 ") {
		t.Fatalf("%q %v", line, err)
	}
	if _, err := br.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	// Two more requests follow in one write: they are told apart exactly.
	chunked := head + "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	plain := head + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) + body
	if _, err := io.WriteString(conn, body+chunked+plain); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{expect + body, chunked, plain} {
		resp, _ := w.answer(br)
		if resp.StatusCode != 200 {
			t.Errorf("status %d", resp.StatusCode)
		}
		w.arrived()
		w.record.mu.Lock()
		if !slices.ContainsFunc(w.record.requests, func(a etalon.Arrival) bool { return string(a.Raw) == want }) {
			t.Errorf("no recorded request is %.60q…", want)
		}
		if len(w.record.connections) != 1 {
			t.Errorf("%d connections", len(w.record.connections))
		}
		w.record.mu.Unlock()
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	w := begin(t, everybody())
	body := envelope(existenceAction, existence(activeINS))
	done := make(chan error, 20)
	for range 20 {
		go func() {
			a, err := w.send(w.client, "patients", soapType, strings.NewReader(body))
			if err == nil && a.status != 200 {
				err = fmt.Errorf("status %d", a.status)
			}
			done <- err
		}()
	}
	for range 20 {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(time.Minute):
			t.Fatal("no answer")
		}
	}
}
