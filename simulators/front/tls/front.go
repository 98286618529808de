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

// Config is what a front needs. All but ClientCAs and Handshake are required.
type Config struct {
	Listener  net.Listener
	TLS       *tls.Config    // holds the server's certificate
	ClientCAs *x509.CertPool // the authorities of client certificates
	Recorder  etalon.Recorder
	Clock     func() time.Time
	Handler   Handler
	Handshake time.Duration // deadline of the handshake; default 10 s
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
}

// Front serves one listener.
type Front struct {
	Config
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

// mostConnections bounds the connections served at one time; more wait.
const mostConnections = 512

// New returns a front that does not serve yet.
func New(c Config) *Front {
	if c.Handshake <= 0 {
		c.Handshake = 10 * time.Second
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
	return &Front{Config: c, conns: map[net.Conn]struct{}{}}
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
	slots := make(chan struct{}, mostConnections)
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
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		conn, err := f.Listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if passing(err) {
				<-slots
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
	conn, err := f.handshake(ctx, raw)
	if err != nil || conn == nil {
		return err
	}
	defer func() { _ = conn.Close() }()
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
	f.conns[c] = struct{}{}
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
