package tls

import (
	"context"
	"net"
	"sync"
)

// Relay is a listener without a port: it gives a front the connections that another
// front accepted and made the handshake of. Several products are reached at one address
// that way, and each front keeps its own record.
type Relay struct {
	at     net.Addr
	hand   chan *handed
	closed chan struct{}
	once   sync.Once
}

// NewRelay makes one; at is the address that clients know.
func NewRelay(at net.Addr) *Relay {
	return &Relay{at: at, hand: make(chan *handed), closed: make(chan struct{})}
}

// Hand hands a connection over and waits until it has ended. False: nobody took it, and
// it is as it was.
func (r *Relay) Hand(ctx context.Context, c *Conn) bool {
	h := &handed{Conn: c, left: make(chan struct{})}
	select {
	case r.hand <- h:
	case <-r.closed:
		return false
	case <-ctx.Done():
		return false
	}
	select {
	case <-h.left:
	case <-ctx.Done():
		_ = h.Close()
	}
	return true
}

// Accept implements net.Listener.
func (r *Relay) Accept() (net.Conn, error) {
	select {
	case <-r.closed: // rather than take one more
		return nil, net.ErrClosed
	default:
	}
	select {
	case h := <-r.hand:
		return h, nil
	case <-r.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener. Connections that were taken go on.
func (r *Relay) Close() error {
	r.once.Do(func() { close(r.closed) })
	return nil
}

// Addr implements net.Listener.
func (r *Relay) Addr() net.Addr { return r.at }

// handed is a connection in the hands of another front.
type handed struct {
	*Conn
	left chan struct{}
	once sync.Once
}

// Close closes the connection and tells whoever handed it over.
func (h *handed) Close() error {
	err := h.Conn.Close()
	h.once.Do(func() { close(h.left) })
	return err
}
