package tls

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Config is what a front needs. All but ClientCAs, Handshake, Show, Away and Most are required.
type Config struct {
	Listener  net.Listener
	TLS       *tls.Config    // holds the server's certificate
	ClientCAs *x509.CertPool // the authorities of client certificates
	Recorder  etalon.Recorder
	Clock     func() time.Time
	Handler   Handler
	Handshake time.Duration // deadline of the handshake; default 10 s
	// Show, when set, gives before each handshake the certificate to show instead of
	// the server's, and what is wrong with it; nil for the server's.
	Show func() (*tls.Certificate, string)
	// Away, when set, tells before each handshake whether to be away: the connection
	// is closed then, and nothing of it is on record.
	Away func(context.Context) bool
	Most int // connections served at one time; default 512; more wait, or take the place of one at rest
}

// Handler speaks over connections that are on record.
type Handler interface {
	// Handle serves a connection until either side ends it. The caller closes
	// it, also when ctx ends. An error is the recorder's and ends the front.
	Handle(ctx context.Context, c *Conn) error
}

// Conn is a connection after its handshake.
type Conn struct {
	*tls.Conn
	ID   etalon.ConnectionID
	Flaw *etalon.Anomaly // of the client certificate; nil when it is good

	rest   func(bool)
	record etalon.Connection // as it was put on record
}

// Rest says whether the connection is between two messages: nobody waits for it, so
// that it may be closed when others want its place.
func (c *Conn) Rest(between bool) {
	if c.rest != nil {
		c.rest(between)
	}
}

// Front serves one listener.
type Front struct {
	Config
	mu    sync.Mutex
	conns map[net.Conn]time.Time // since when each is at rest; zero: it is not
}

const (
	mostConnections = 512
	leastRest       = time.Second // before it is taken for a rest, and not for a breath
)

// New returns a front that does not serve yet.
func New(c Config) *Front {
	if c.Handshake <= 0 {
		c.Handshake = 10 * time.Second
	}
	if c.Most <= 0 {
		c.Most = mostConnections
	}
	t := c.TLS.Clone()
	t.MinVersion, t.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	// The suites of PDT-INF-579 that crypto/tls has; it has no
	// ECDHE_RSA_WITH_AES_256_CBC_SHA384.
	t.CipherSuites = []uint16{
		tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	}
	// Asked for and checked by us, so that a bad one is evidence.
	t.ClientAuth = tls.RequestClientCert
	t.ClientCAs = c.ClientCAs
	t.GetConfigForClient = offered
	t.SessionTicketsDisabled = true // each connection shows its certificate
	c.TLS = t
	return &Front{Config: c, conns: map[net.Conn]time.Time{}}
}

// Serve accepts connections until ctx is done, then closes them all and waits.
// It returns nil after ctx, or the error of the recorder or the listener.
func (f *Front) Serve(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	closed := context.AfterFunc(ctx, func() {
		_ = f.Listener.Close()
		f.closeAll()
	})
	defer closed()

	var wg sync.WaitGroup
	slots := make(chan struct{}, f.Most)
	err := f.accept(ctx, &wg, slots, stop)
	stop(err)
	_ = f.Listener.Close()
	f.closeAll()
	wg.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return nil
}

func (f *Front) accept(ctx context.Context, wg *sync.WaitGroup, slots chan struct{}, stop context.CancelCauseFunc) error {
	wait := time.Duration(0) // before the listener is tried again
	for {
		conn, err := f.Listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if passing(err) {
				wait = min(max(2*wait, leastWait), mostWait)
				select {
				case <-time.After(wait):
				case <-ctx.Done():
				}
				continue
			}
			return fmt.Errorf("tls: accept: %w", err)
		}
		wait = 0
		if !f.place(ctx, slots) {
			_ = conn.Close()
			return ctx.Err()
		}
		if !f.hold(ctx, conn) {
			return ctx.Err()
		}
		wg.Go(func() {
			defer func() { <-slots }()
			defer f.release(conn)
			if err := f.serve(ctx, conn); err != nil {
				stop(err)
			}
		})
	}
}

// place waits for a place among the connections that are served. As long as there is
// none, those at rest leave, the longest first: whoever opens connections and says
// nothing does not keep others waiting.
func (f *Front) place(ctx context.Context, slots chan struct{}) bool {
	select {
	case slots <- struct{}{}:
		return true
	default:
	}
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		f.closeResting()
		select {
		case slots <- struct{}{}:
			return true
		case <-again.C:
		case <-ctx.Done():
			return false
		}
	}
}

// closeResting closes the connection that has been at rest the longest, if any.
func (f *Front) closeResting() {
	f.mu.Lock()
	defer f.mu.Unlock()
	var longest net.Conn
	for c, since := range f.conns {
		if !since.IsZero() && f.Clock().Sub(since) >= leastRest && (longest == nil || since.Before(f.conns[longest])) {
			longest = c
		}
	}
	if longest != nil {
		f.conns[longest] = time.Time{} // it leaves
		_ = longest.Close()
	}
}

// rest keeps since when a connection is at rest.
func (f *Front) rest(c net.Conn, between bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, held := f.conns[c]; !held {
		return
	}
	f.conns[c] = time.Time{}
	if between {
		f.conns[c] = f.Clock()
	}
}

// The times before a listener is tried again that had nothing to give.
const (
	leastWait = 5 * time.Millisecond
	mostWait  = time.Second
)

// passing tells the errors of a listener that are not its end: a client that left
// already, or too many open files, which is over when connections end.
func passing(err error) bool {
	var ne net.Error
	if errors.As(err, &ne) && ne.Timeout() {
		return true
	}
	var number syscall.Errno
	return errors.As(err, &number) && number.Temporary() || errors.Is(err, syscall.ECONNABORTED)
}

// serve makes the handshake and has the connection handled.
func (f *Front) serve(ctx context.Context, raw net.Conn) error {
	if f.Away != nil && f.Away(ctx) {
		return nil
	}
	conn, err := f.handshake(ctx, raw)
	if err != nil || conn == nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	conn.rest = func(between bool) {
		f.rest(raw, between)
		if h, ok := raw.(*handed); ok {
			h.Rest(between) // whoever accepted it may want its place
		}
	}
	return f.Handler.Handle(ctx, conn)
}

// hold keeps a connection among those to close; false when it is too late.
func (f *Front) hold(ctx context.Context, c net.Conn) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ctx.Err() != nil {
		_ = c.Close()
		return false
	}
	f.conns[c] = time.Time{}
	return true
}

func (f *Front) release(c net.Conn) {
	f.mu.Lock()
	delete(f.conns, c)
	f.mu.Unlock()
	_ = c.Close()
}

func (f *Front) closeAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.conns {
		_ = c.Close()
	}
}
