package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Header has the instant and the HMAC-SHA256 of instant, point and body, by the secret:
// "t=1700000000,v1=…".
const Header = "Etalon-Signature"

// The limits of one message.
const (
	longest = 10 * time.Second
	most    = 4 << 10 // bytes read of an answer
)

// The errors of an address.
var (
	ErrAddress = errors.New("une adresse https, sans compte, est attendue (an https address without an account is expected)")
	ErrInside  = errors.New("l'adresse est de ce réseau (the address is of this network)")
)

// Sender sends.
type Sender struct {
	client *http.Client
	inside bool
	clock  func() time.Time
}

// New makes a sender. inside allows addresses of this machine and its network, and http.
func New(inside bool, clock func() time.Time) *Sender {
	d := &net.Dialer{Timeout: longest, Control: func(_, address string, _ syscall.RawConn) error {
		return allowed(address, inside)
	}}
	return &Sender{inside: inside, clock: clock, client: &http.Client{
		Timeout:       longest,
		Transport:     &http.Transport{DialContext: d.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: longest},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// allowed refuses an address, as it is dialled, that is not of the public network.
func allowed(address string, inside bool) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := at.Addr().Unmap()
	if !inside && (!ip.IsGlobalUnicast() || ip.IsPrivate() || shared().Contains(ip)) {
		return fmt.Errorf("%w: %s", ErrInside, ip)
	}
	return nil
}

// shared is the space that carriers use behind their own translation (RFC 6598).
func shared() netip.Prefix { return netip.MustParsePrefix("100.64.0.0/10") }

// Check refuses what is no address to send to.
func (s *Sender) Check(to string) error {
	u, err := url.Parse(to)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && (!s.inside || u.Scheme != "http") {
		return ErrAddress
	}
	return nil
}

// Send sends a body of JSON. Any answer of 200 to 299 is enough; a redirection is not
// followed.
func (s *Sender) Send(ctx context.Context, to, secret string, body []byte) error {
	if err := s.Check(to); err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "etalon")
	r.Header.Set(Header, Sign(secret, s.clock(), body))
	resp, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, most)) // what it says does not matter
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("HTTP %d", resp.StatusCode)
	}
	return nil
}

// Sign is the value of [Header].
func Sign(secret string, at time.Time, body []byte) string {
	stamp := fmt.Sprint(at.Unix())
	h := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(h, stamp+".") // a hash does not fail
	_, _ = h.Write(body)
	return "t=" + stamp + ",v1=" + hex.EncodeToString(h.Sum(nil))
}

// Holds tells that a value of [Header] is by a secret, over a body, and not older than
// age: what a receiver asks.
func Holds(value, secret string, body []byte, now time.Time, age time.Duration) bool {
	stamp, _, ok := strings.Cut(strings.TrimPrefix(value, "t="), ",")
	var unix int64
	if _, err := fmt.Sscan(stamp, &unix); !ok || err != nil {
		return false
	}
	at := time.Unix(unix, 0)
	return now.Sub(at) <= age && hmac.Equal([]byte(value), []byte(Sign(secret, at, body)))
}
