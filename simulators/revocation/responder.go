package revocation

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Config is what a responder needs; only Host, Hosts and Silence may be absent.
type Config struct {
	Listener net.Listener
	Keys     *pki.Set
	Recorder etalon.Recorder
	Clock    func() time.Time
	Random   io.Reader     // of serial numbers
	Host     string        // by which the product reaches it; default the address it listens at
	Hosts    []string      // names and addresses of a server that shows a certificate
	Silence  time.Duration // before a silent responder hangs up; default 3 s
}

// Responder answers. Its methods are safe for concurrent use.
type Responder struct {
	cfg  Config
	base string
	fail chan error // of the recorder: it ends the responder

	mu    sync.Mutex
	shown map[string]pki.Flaw // by serial number
}

// New returns a responder that does not serve yet.
func New(c Config) *Responder {
	c.Silence = cmp.Or(c.Silence, 3*time.Second)
	_, port, _ := net.SplitHostPort(c.Listener.Addr().String())
	at := c.Listener.Addr().String()
	if c.Host != "" {
		at = net.JoinHostPort(c.Host, port)
	}
	return &Responder{cfg: c, base: "http://" + at, fail: make(chan error, 1), shown: map[string]pki.Flaw{}}
}

// Serve serves until ctx is done, then closes every connection and returns nil. Its
// error is the recorder's or the listener's.
func (r *Responder) Serve(ctx context.Context) error {
	served := &http.Server{
		Handler: r.handler(), ReadTimeout: 10 * time.Second, IdleTimeout: 10 * time.Second, MaxHeaderBytes: most,
		ErrorLog: log.New(io.Discard, "", 0), BaseContext: func(net.Listener) context.Context { return ctx },
	}
	served.SetKeepAlivesEnabled(false) // a connection is one question
	ended := make(chan error, 1)
	go func() { ended <- served.Serve(r.cfg.Listener) }()
	var err error
	select {
	case <-ctx.Done():
	case err = <-r.fail:
	case err = <-ended:
		ended <- nil
	}
	_ = served.Close()
	<-ended //nolint:errcheck // said above, or of the end itself
	if errors.Is(err, http.ErrServerClosed) || ctx.Err() != nil {
		return nil
	}
	return err
}

// Points tells whether a flaw is one of what is learnt here.
func Points(flaw string) bool {
	return strings.HasPrefix(flaw, "ocsp-") || strings.HasPrefix(flaw, "crl-")
}

// Certificate makes an identity's certificate anew, that points here, and remembers
// what is to be learnt about it.
func (r *Responder) Certificate(n pki.Name, flaw string) (tls.Certificate, error) {
	f, known := pki.Flaw(flaw), false
	for _, one := range pki.Pointings() {
		known = known || one == f
	}
	if !known {
		return tls.Certificate{}, fmt.Errorf("%s: nothing is learnt that way", flaw)
	}
	return r.cfg.Keys.Pointing(n, r.cfg.Random, r.cfg.Clock(), r.cfg.Hosts, func(serial string) pki.Pointers {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.shown[serial] = f
		if strings.HasPrefix(flaw, "crl-") {
			return pki.Pointers{CRL: r.base + "/crl/" + serial}
		}
		return pki.Pointers{OCSP: r.base + "/ocsp/" + serial}
	})
}

func (r *Responder) flaw(serial string) (pki.Flaw, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f, known := r.shown[serial]
	return f, known
}
