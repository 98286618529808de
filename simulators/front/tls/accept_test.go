package tls_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

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
	case <-time.After(20 * time.Second):
		t.Fatal("it hangs")
	}
}
