package client

import (
	"bufio"
	"context"
	"crypto/tls"
	"net/http"
	"strconv"
)

// Channel is one of the ports of a product that is reached over TLS.
type Channel struct {
	Address string // host:port
	Path    string // of a service of HTTP; "" where another protocol is spoken
}

// ask asks for the service over HTTP and gives the status of the answer, 0 for none:
// a server may let everybody shake hands and send strangers away by its first answer.
func (d *door) ask(conn *tls.Conn) int {
	_, err := conn.Write([]byte("GET " + d.to.Path + " HTTP/1.1\r\nHost: " + d.to.Address + "\r\nConnection: close\r\n\r\n"))
	if err != nil {
		return 0
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: http.MethodGet})
	if err != nil {
		return 0
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// sentAway tells that a client with a flaw was refused by the answer over HTTP: one of
// the statuses 4xx, which a good client does not get for the same request.
func (d *door) sentAway(ctx context.Context, conn *tls.Conn) (why string) {
	const refusals = 4
	status := d.ask(conn)
	if status/100 != refusals {
		return ""
	}
	good := &door{Client: d.Client, message: d.message, to: d.to}
	if good.statusOfGood(ctx) == status {
		return ""
	}
	return "handshake-failed: refused over HTTP: " + strconv.Itoa(status)
}

// statusOfGood is what a good client is answered.
func (d *door) statusOfGood(ctx context.Context) int {
	shown, err := d.certificate()
	if err != nil {
		return 0
	}
	end := d.dial(ctx)
	defer end()
	if d.wire == nil {
		return 0
	}
	conn := tls.Client(d.wire, d.config(shown, nil))
	if conn.HandshakeContext(ctx) != nil {
		return 0
	}
	return d.ask(conn)
}
