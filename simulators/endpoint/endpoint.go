package endpoint

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Config is what an endpoint needs. Listener, TLS, Recorder, Clock, Service and
// NewID are required.
type Config struct {
	Listener  net.Listener
	TLS       *tls.Config    // holds the server's certificate
	ClientCAs *x509.CertPool // the authorities of client certificates
	Recorder  etalon.Recorder
	Clock     func() time.Time
	Service   Service
	NewID     func() string // gives "urn:uuid:…", for the faults of the endpoint itself

	BodyLimit int64         // bytes of a request body; default 64 MiB
	Handshake time.Duration // deadline of the TLS handshake; default 10 s
	Idle      time.Duration // between requests of one connection; default 2 min
	Transfer  time.Duration // to read one request or write one answer; default 2 min

	// Arrived, when set, is called after a request was recorded.
	Arrived func(etalon.ExchangeID, etalon.Arrival)
	// Recorded, when set, is called after an answer was recorded and before it
	// is sent.
	Recorded func(etalon.ExchangeID, etalon.Arrival)
}

// Service says what a request is, and answers it.
type Service interface {
	// Route names the request for the record. It must not change any state.
	Route(*Request) Route
	// Answer answers a request that was recorded. ctx ends with the endpoint.
	Answer(ctx context.Context, r *Request, to Route) Reply
}

// Route is how the record names a request.
type Route struct {
	Actor       etalon.Actor
	Transaction etalon.Transaction
	Fields      etalon.Fields
}

// Endpoint serves one listener.
type Endpoint struct {
	Config
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

// mostConnections bounds the connections served at one time; more wait.
const mostConnections = 512

// New returns an endpoint that does not serve yet.
func New(c Config) *Endpoint {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&c.Handshake, 10*time.Second)
	def(&c.Idle, 2*time.Minute)
	def(&c.Transfer, 2*time.Minute)
	if c.BodyLimit <= 0 {
		c.BodyLimit = 64 << 20
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
	t.SessionTicketsDisabled = true // each connection shows its certificate
	c.TLS = t
	return &Endpoint{Config: c, conns: map[net.Conn]struct{}{}}
}

// Serve accepts connections until ctx is done, then closes them all and waits.
// It returns nil after ctx, or the error of the recorder or the listener.
func (e *Endpoint) Serve(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	closed := context.AfterFunc(ctx, func() {
		_ = e.Listener.Close()
		e.closeAll()
	})
	defer closed()

	var wg sync.WaitGroup
	slots := make(chan struct{}, mostConnections)
	err := e.accept(ctx, &wg, slots, stop)
	stop(err)
	_ = e.Listener.Close()
	e.closeAll()
	wg.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return nil
}

func (e *Endpoint) accept(ctx context.Context, wg *sync.WaitGroup, slots chan struct{}, stop context.CancelCauseFunc) error {
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		conn, err := e.Listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			var ne net.Error
			if errors.As(err, &ne) && ne.Timeout() {
				<-slots
				continue
			}
			return fmt.Errorf("endpoint: accept: %w", err)
		}
		if !e.hold(ctx, conn) {
			return ctx.Err()
		}
		wg.Go(func() {
			defer func() { <-slots }()
			defer e.release(conn)
			if err := e.serve(ctx, conn); err != nil {
				stop(err)
			}
		})
	}
}

// hold keeps a connection among those to close; false when it is too late.
func (e *Endpoint) hold(ctx context.Context, c net.Conn) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if ctx.Err() != nil {
		_ = c.Close()
		return false
	}
	e.conns[c] = struct{}{}
	return true
}

func (e *Endpoint) release(c net.Conn) {
	e.mu.Lock()
	delete(e.conns, c)
	e.mu.Unlock()
	_ = c.Close()
}

func (e *Endpoint) closeAll() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for c := range e.conns {
		_ = c.Close()
	}
}
