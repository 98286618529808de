package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
)

// knockWait bounds one connection: a server that neither answers nor leaves.
const knockWait = time.Minute

// knock tries a connection to each channel of a secure node (ITI-19); each is an
// exchange, whatever comes of it.
func (c *Client) knock(ctx context.Context, m etalon.Sending) (etalon.Sent, error) {
	one, ok := findNode(m.Case)
	if !ok {
		return etalon.Sent{}, fmt.Errorf("client: %s has no message %q", m.Transaction, m.Case)
	}
	if len(c.cfg.Channels) == 0 || c.cfg.Flawed == nil {
		return etalon.Sent{}, fmt.Errorf("client: %s: no channel of the product over TLS is given", m.Transaction)
	}
	sent := etalon.Sent{Outcome: received, Fields: etalon.Fields{}}
	for _, to := range c.cfg.Channels {
		d := &door{Client: c, message: m, probe: one.probe, to: to}
		x, err := d.try(ctx)
		if err != nil {
			return sent, fmt.Errorf("client: %s %s: %w", m.Transaction, m.Case, err)
		}
		if d.facts.Error != "" && sent.Detail == "" {
			sent.Detail = to.Address + ": " + d.facts.Error
		}
		sent.Exchange = x
	}
	return sent, nil
}

// door is one connection to one channel.
type door struct {
	*Client
	probe
	message etalon.Sending
	to      Channel
	facts   etalon.TLS
	wire    *tapped // nil: nobody is there
}

// try connects and records what was said by both sides.
func (d *door) try(ctx context.Context) (etalon.ExchangeID, error) {
	ctx, stop := context.WithTimeout(ctx, min(d.cfg.Timeout, knockWait))
	defer stop()
	opened := d.cfg.Clock()
	switch {
	case d.hello != nil:
		d.greet(ctx)
	case d.again:
		cache := tls.NewLRUClientSessionCache(1)
		d.shake(ctx, cache)
		d.facts = etalon.TLS{}
		d.shake(ctx, cache)
	case d.none || d.flaw != "":
		// Up to TLS 1.2 the server's last message says that the client is in: nothing
		// has to be guessed from what follows it.
		d.version = tls.VersionTLS12
		if d.shake(ctx, nil); strings.Contains(d.facts.Error, "protocol version not supported") {
			d.version, d.facts = tls.VersionTLS13, etalon.TLS{}
			d.shake(ctx, nil)
		}
	default:
		d.shake(ctx, nil)
	}
	id, err := d.record(etalon.Connection{Opened: opened, Sent: true, Remote: d.to.Address, TLS: d.facts})
	if err != nil {
		return "", err
	}
	behaviour := ""
	if d.message.Case != etalon.CaseNominal {
		behaviour = d.message.Case
	}
	var said, heard []byte
	if d.wire != nil {
		said, heard = d.wire.said, d.wire.heard
	}
	x, err := d.cfg.Recorder.Request(etalon.Arrival{
		Protocol: etalon.ProtocolHandshake, Connection: id, Actor: d.message.To, Transaction: d.message.Transaction, Sent: true,
		Behaviour: behaviour, Received: opened, Raw: said,
	})
	if err != nil {
		return "", fmt.Errorf("record handshake: %w", err)
	}
	if err := d.cfg.Recorder.Response(x, etalon.Answer{Answered: d.cfg.Clock(), Raw: heard}); err != nil {
		return x, fmt.Errorf("record answer to %s: %w", x, err)
	}
	return x, nil
}

// dial opens the connection; nil when nobody is there, which the facts tell.
func (d *door) dial(ctx context.Context) (end func()) {
	d.wire = nil
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", d.to.Address)
	if err != nil {
		d.facts.Error = "connect: " + err.Error()
		return func() {}
	}
	d.wire = &tapped{Conn: conn}
	unblock := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	return func() { unblock(); _ = conn.Close() }
}

// greet says hello, hears the answer, and leaves.
func (d *door) greet(ctx context.Context) {
	end := d.dial(ctx)
	defer end()
	if d.wire == nil {
		return
	}
	d.facts.ServerName = nameOf(d.to.Address)
	random := make([]byte, 32)
	d.mu.Lock()
	_, _ = io.ReadFull(d.cfg.Rand, random) // of a seed: it does not end
	d.mu.Unlock()
	_, err := d.wire.Write(d.hello.bytes(d.facts.ServerName, random))
	if err == nil {
		_, err = answerTo(d.wire)
	}
	switch heard := d.wire.heard; {
	case len(heard) > 0 && heard[0] == recordHandshake:
		d.facts.Error = "abandoned: the greeting was answered, nothing more was wanted"
		_, _ = d.wire.Write([]byte{recordAlert, 3, 3, 0, 2, 2, 90}) // user_canceled: whether it arrives does not matter
	case len(heard) > 0 && heard[0] == recordAlert:
		d.facts.Error = "handshake-failed: the greeting was answered by an alert"
	case err != nil:
		d.facts.Error = "handshake-failed: the greeting was not answered: " + err.Error()
	default:
		d.facts.Error = "not-tls: the greeting was answered by something else"
	}
}

// shake makes a whole handshake. That the client was let in is known in TLS 1.3 when
// the server, told that nothing will come, ends without an alert.
func (d *door) shake(ctx context.Context, cache tls.ClientSessionCache) {
	shown, err := d.certificate()
	if err != nil {
		d.facts.Error = "certificate: " + err.Error()
		return
	}
	end := d.dial(ctx)
	defer end()
	if d.wire == nil {
		return
	}
	d.facts.ServerName = nameOf(d.to.Address)
	if shown.Leaf != nil && (len(shown.Leaf.OCSPServer) > 0 || len(shown.Leaf.CRLDistributionPoints) > 0) {
		d.facts.ShownSerial = shown.Leaf.SerialNumber.Text(16) // who asks about it is known by that
	}
	conn := tls.Client(d.wire, d.config(shown, cache))
	broken := conn.HandshakeContext(ctx)
	state := conn.ConnectionState()
	for _, c := range state.PeerCertificates {
		d.facts.Certificates = append(d.facts.Certificates, c.Raw)
	}
	if broken != nil {
		d.facts.Error = "handshake-failed: " + broken.Error()
		return
	}
	d.facts.Version, d.facts.CipherSuite = strings.TrimPrefix(tls.VersionName(state.Version), "TLS "), tls.CipherSuiteName(state.CipherSuite)
	if d.to.Path != "" && (d.none || d.flaw != "") {
		if d.facts.Error = d.sentAway(ctx, conn); d.facts.Error != "" {
			return
		}
	}
	if d.facts.Version == "1.2" {
		return // its last message says so
	}
	_ = conn.CloseWrite() // a server that has left tells by what it said
	_, broken = io.Copy(io.Discard, io.LimitReader(conn, mostAnswer))
	var late net.Error
	if broken != nil && !errors.Is(broken, io.ErrUnexpectedEOF) && !(errors.As(broken, &late) && late.Timeout()) {
		d.facts.Error = "handshake-failed: refused once it was over: " + broken.Error()
	}
}

// config is that of a whole handshake; the name of the server is also what the cache of
// sessions knows it by.
func (d *door) config(shown *tls.Certificate, cache tls.ClientSessionCache) *tls.Config {
	host, _, _ := net.SplitHostPort(d.to.Address)
	return &tls.Config{
		ServerName: host, InsecureSkipVerify: true, //nolint:gosec // what it shows is judged by rules
		MinVersion: max(tls.VersionTLS12, d.version), MaxVersion: d.version, ClientSessionCache: cache,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return shown, nil },
	}
}

// certificate is what the client shows.
func (d *door) certificate() (*tls.Certificate, error) {
	switch {
	case d.none:
		return &tls.Certificate{}, nil
	case d.flaw != "":
		c, err := d.cfg.Flawed(d.flaw)
		return &c, err
	case len(d.cfg.TLS.Certificates) > 0:
		return &d.cfg.TLS.Certificates[0], nil
	}
	return &tls.Certificate{}, nil
}

// nameOf is the host name to ask for; an address is none (RFC 6066 §3).
func nameOf(hostport string) string {
	host, _, _ := net.SplitHostPort(hostport)
	if net.ParseIP(host) != nil {
		return ""
	}
	return host
}

// tapped keeps the beginning of what both sides say.
type tapped struct {
	net.Conn
	said, heard []byte
}

// Read implements net.Conn.
func (t *tapped) Read(b []byte) (int, error) {
	n, err := t.Conn.Read(b)
	t.heard = append(t.heard, b[:min(n, max(0, mostAnswer-len(t.heard)))]...)
	return n, err
}

// Write implements net.Conn.
func (t *tapped) Write(b []byte) (int, error) {
	n, err := t.Conn.Write(b)
	t.said = append(t.said, b[:min(n, max(0, mostAnswer-len(t.said)))]...)
	return n, err
}
