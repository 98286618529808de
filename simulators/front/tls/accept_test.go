package tls_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// failing is a listener that has nothing to give, so many times, and then ends.
type failing struct {
	net.Listener
	why  []error
	left chan struct{}
}

func (f *failing) Accept() (net.Conn, error) {
	if len(f.why) == 0 {
		close(f.left)
		return nil, net.ErrClosed
	}
	err := f.why[0]
	f.why = f.why[1:]
	return nil, &net.OpError{Op: "accept", Err: err}
}

// Too many open files are over some time: the front goes on. What is no error of a
// moment ends it.
func TestAListenerOutlivesTooManyOpenFiles(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &failing{l, []error{syscall.EMFILE, syscall.ENFILE, syscall.ECONNABORTED, syscall.EMFILE}, make(chan struct{})}
	ended := make(chan error, 1)
	front := fronttls.New(fronttls.Config{Listener: f, TLS: &tls.Config{}, Clock: time.Now})
	go func() { ended <- front.Serve(context.Background()) }()
	select {
	case err := <-ended:
		select {
		case <-f.left:
		default:
			t.Errorf("it ended before: %v", err)
		}
		if !errors.Is(err, net.ErrClosed) {
			t.Errorf("%v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it hangs")
	}
}

// resting is an actor that echoes bytes, at rest between them.
type resting struct{}

func (resting) Handle(_ context.Context, c *fronttls.Conn) error {
	c.Rest(true)
	for one := make([]byte, 1); ; {
		if _, err := c.Read(one); err != nil {
			return nil
		}
		c.Rest(false)
		c.Rest(true) // before the answer: who has it knows that this one is at rest
		if _, err := c.Write(one); err != nil {
			return nil
		}
	}
}

// Connections that say nothing take no place from one that does: the one that has been
// at rest the longest leaves.
func TestIdleConnectionsMakeRoom(t *testing.T) {
	c := certificate(t)
	pool := x509.NewCertPool()
	pool.AddCert(c.Leaf)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	const most = 4
	f := fronttls.New(fronttls.Config{
		Listener: l, TLS: &tls.Config{Certificates: []tls.Certificate{c}}, ClientCAs: pool, Clock: time.Now, Handler: resting{}, Most: most,
		Recorder: journal{make(chan etalon.Connection, 10), make(chan etalon.Arrival, 10)},
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Serve(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	config := &tls.Config{RootCAs: pool, ServerName: "dmp.example", Certificates: []tls.Certificate{c}}
	echo := func(c net.Conn) error {
		_ = c.SetDeadline(time.Now().Add(time.Minute))
		one := []byte("x")
		_, err := c.Write(one)
		if err == nil {
			_, err = c.Read(one)
		}
		return err
	}
	var all []net.Conn
	for i := range most + 1 {
		c, err := tls.DialWithDialer(&net.Dialer{Timeout: time.Minute}, "tcp", l.Addr().String(), config)
		if err == nil {
			err = echo(c)
		}
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		defer func() { _ = c.Close() }()
		all = append(all, c)
	}
	if echo(all[0]) == nil {
		t.Error("the first one has not left")
	}
	for i, c := range all[1:] {
		if err := echo(c); err != nil {
			t.Errorf("connection %d: %v", i+1, err)
		}
	}
}
