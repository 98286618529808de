package client

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// past is a deadline that has gone by: setting it ends a blocked read or write.
var past = time.Unix(1, 0)

// The limits of a response beside Config.BodyLimit.
const (
	mostHead    = 1 << 20 // bytes of its head
	mostInterim = 8       // 1xx responses before it
)

// exchange connects, records, writes, reads and records again. One connection
// carries one exchange: nothing is retried, followed or kept.
func (c *Client) exchange(ctx context.Context, d *draft, raw []byte) (etalon.Sent, error) {
	conn, id, why, err := c.connect(ctx, d.packet.url)
	if err != nil {
		return etalon.Sent{}, err
	}
	if conn == nil {
		return etalon.Sent{Outcome: outcomeOf(ctx), Detail: why, Fields: d.fields}, nil
	}
	defer func() { _ = conn.Close() }()
	x, err := c.cfg.Recorder.Request(etalon.Arrival{
		Protocol: d.protocol(), Connection: id, Actor: d.message.To, Transaction: d.message.Transaction, Sent: true,
		Behaviour: purpose(d.message), Received: c.cfg.Clock(), Raw: raw, Fields: d.fields,
	})
	if err != nil {
		return etalon.Sent{}, fmt.Errorf("record request: %w", err)
	}
	a := c.talk(ctx, conn, raw)
	err = c.cfg.Recorder.Response(x, etalon.Answer{
		Answered: c.cfg.Clock(), Raw: a.raw, Anomalies: a.anomalies, Note: a.note,
	})
	if err != nil {
		return etalon.Sent{Exchange: x}, fmt.Errorf("record answer to %s: %w", x, err)
	}
	sent := etalon.Sent{Exchange: x, Outcome: a.outcome, Detail: a.note, Fields: d.fields}
	if d.web {
		a.tellWeb(sent.Fields)
	} else {
		a.tell(sent.Fields)
	}
	return sent, nil
}

// protocol is what both messages are put on record as.
func (d *draft) protocol() etalon.Protocol {
	if d.web {
		return etalon.ProtocolHTTP
	}
	return ""
}

// purpose names a message that is wrong on purpose; "" for a sound one.
func purpose(m etalon.Sending) string {
	if c, ok := find(m.Transaction, m.Case); ok && c.Answer.Status != etalon.WantSuccess {
		return c.Name
	}
	return ""
}

// The outcomes of a Sending: words of internal/outcome, which a walk reads.
const (
	received = "received"
	failed   = "failed"
	timeout  = "timeout"
)

func outcomeOf(ctx context.Context) string {
	if ctx.Err() != nil {
		return timeout
	}
	return failed
}

// connect opens and records a connection. A nil connection means that none
// could be made, and says why.
func (c *Client) connect(ctx context.Context, to *url.URL) (conn net.Conn, id etalon.ConnectionID, why string, err error) {
	record := etalon.Connection{Opened: c.cfg.Clock(), Sent: true, Remote: address(to)}
	raw, dialled := (&net.Dialer{}).DialContext(ctx, "tcp", record.Remote)
	if dialled != nil {
		record.TLS.Error = "connect: " + dialled.Error()
		id, err = c.record(record)
		return nil, id, record.TLS.Error, err
	}
	record.Remote = raw.RemoteAddr().String()
	conn = raw
	if to.Scheme == "https" {
		secure := tls.Client(raw, c.tlsConfig(to.Hostname(), &record.TLS))
		if broken := secure.HandshakeContext(ctx); broken != nil {
			_ = raw.Close()
			if record.TLS.Error == "" {
				record.TLS.Error = fronttls.HandshakeFailed + ": " + broken.Error()
			}
			id, err = c.record(record)
			return nil, id, record.TLS.Error, err
		}
		state := secure.ConnectionState()
		record.TLS.Version = strings.TrimPrefix(tls.VersionName(state.Version), "TLS ")
		record.TLS.CipherSuite = tls.CipherSuiteName(state.CipherSuite)
		conn = secure
	}
	if id, err = c.record(record); err != nil {
		_ = raw.Close()
		return nil, "", "", err
	}
	return conn, id, "", nil
}

func (c *Client) record(r etalon.Connection) (etalon.ConnectionID, error) {
	id, err := c.cfg.Recorder.Connection(r)
	if err != nil {
		return "", fmt.Errorf("record connection: %w", err)
	}
	return id, nil
}

// tlsConfig keeps the server's certificates, then verifies them as crypto/tls
// would: a server that cannot be trusted is sent nothing.
func (c *Client) tlsConfig(host string, facts *etalon.TLS) *tls.Config {
	t := c.cfg.TLS.Clone()
	if t.ServerName == "" {
		t.ServerName = host
	}
	facts.ServerName = t.ServerName
	t.MinVersion = max(t.MinVersion, tls.VersionTLS12)
	t.ClientSessionCache = nil
	t.InsecureSkipVerify = true // verified below, once the chain is on record
	t.VerifyConnection = func(s tls.ConnectionState) error {
		between := x509.NewCertPool()
		for i, cert := range s.PeerCertificates {
			facts.Certificates = append(facts.Certificates, cert.Raw)
			if i > 0 {
				between.AddCert(cert)
			}
		}
		_, err := s.PeerCertificates[0].Verify(x509.VerifyOptions{
			DNSName: t.ServerName, Roots: t.RootCAs, Intermediates: between, CurrentTime: c.cfg.Clock(),
		})
		if err != nil {
			facts.Error = fronttls.CertificateUntrusted + ": " + err.Error()
			return err
		}
		return nil
	}
	return t
}

func address(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	if u.Scheme == "http" {
		return net.JoinHostPort(u.Hostname(), "80")
	}
	return net.JoinHostPort(u.Hostname(), "443")
}

// talk writes the request and reads the answer at the same time: a server may
// refuse what it has not read to the end.
func (c *Client) talk(ctx context.Context, conn net.Conn, raw []byte) *answer {
	unblock := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	defer unblock()
	wrote := make(chan error, 1)
	go func() {
		_, err := conn.Write(raw)
		wrote <- err
	}()
	a := c.read(conn)
	if a.failure != nil && ctx.Err() != nil {
		a.outcome = timeout
		a.note = fmt.Sprintf("no complete answer in time, %d bytes came", len(a.raw))
	}
	_ = conn.SetDeadline(past) // ends a write that the peer does not read
	if err := <-wrote; err != nil && a.outcome != received && a.note != "" {
		a.note += "; the request could not be written: " + err.Error()
	}
	return a
}

// tap keeps what it reads, up to a limit.
type tap struct {
	from io.Reader
	kept bytes.Buffer
	room int64
	err  error // how reading ended
}

var errOverLimit = errors.New("over the limit")

func (t *tap) Read(b []byte) (int, error) {
	if t.room <= 0 {
		return 0, errOverLimit
	}
	if int64(len(b)) > t.room {
		b = b[:t.room]
	}
	n, err := t.from.Read(b)
	t.kept.Write(b[:n])
	t.room -= int64(n)
	t.err = err
	return n, err
}

// read reads one response, whatever it is.
func (c *Client) read(conn io.Reader) *answer {
	t := &tap{from: conn, room: mostHead}
	br := bufio.NewReader(t)
	a := &answer{outcome: received, limit: c.cfg.BodyLimit}
	defer func() { a.raw = t.kept.Bytes() }()
	var resp *http.Response
	for i := 0; ; i++ {
		var err error
		resp, err = http.ReadResponse(br, &http.Request{Method: http.MethodPost})
		if err != nil {
			if t.err != nil && t.kept.Len() < mostHead {
				err = t.err // what a reader of half a head says is beside the point
			}
			a.unreadable(err, t.kept.Len())
			return a
		}
		if resp.StatusCode/100 != 1 || resp.StatusCode == http.StatusSwitchingProtocols || i == mostInterim {
			break
		}
	}
	defer func() { _ = resp.Body.Close() }()
	head := t.kept.Len() - br.Buffered()
	t.room = c.cfg.BodyLimit + c.cfg.BodyLimit/2 + mostHead // room for chunked framing
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.cfg.BodyLimit+1))
	a.status, a.media, a.body = resp.StatusCode, resp.Header.Get("Content-Type"), body
	switch {
	case int64(len(body)) > c.cfg.BodyLimit, errors.Is(err, errOverLimit):
		a.body = body[:min(int64(len(body)), c.cfg.BodyLimit)]
		a.flaw(fronthttp.BodyOverLimit, int64(head), fmt.Sprintf("the body is over the limit of %d bytes", c.cfg.BodyLimit))
	case err == nil:
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		a.flaw(fronthttp.Truncated, int64(t.kept.Len()), fmt.Sprintf("the connection ended after %d bytes of the body", len(body)))
	case isNetwork(err):
		a.failure = err
		a.flaw(fronthttp.Truncated, int64(t.kept.Len()), err.Error())
	default:
		a.flaw(fronthttp.BodyMalformed, int64(t.kept.Len()), err.Error())
	}
	return a
}

func isNetwork(err error) bool {
	var n net.Error
	return errors.As(err, &n)
}
