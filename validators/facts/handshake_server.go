package facts

import (
	"encoding/binary"
	"fmt"
)

// The messages and extensions of a server that are read. Source: RFC 5246 §7.4,
// RFC 5746 §3.2, RFC 8446 §4.2.1.
const (
	helloServer            = 2
	certificateRequest     = 13
	serverHelloDone        = 14
	extensionRenegotiation = 0xff01
)

// serverHello is what a server chose, and what else it said in the clear.
type serverHello struct {
	found       bool
	version     uint16
	suite       uint16
	compression byte
	renegotiate bool // it says that renegotiation is safe
	asks        bool // for a certificate of the client
	done        bool // its flight is whole: up to TLS 1.2, what it asks for is known
}

// readServerHello reads the handshake messages of a server as far as they are in the clear.
func readServerHello(b []byte) serverHello {
	var h serverHello
	for len(b) >= 4 {
		size := int(b[1])<<16 | int(b[2])<<8 | int(b[3])
		body := b[4:min(len(b), 4+size)]
		switch b[0] {
		case helloServer:
			if !h.found {
				h.hello(cursor{b: body})
			}
		case certificateRequest:
			h.asks = true
		case serverHelloDone:
			h.done = true
		}
		b = b[4+len(body):]
	}
	return h
}

func (h *serverHello) hello(c cursor) {
	h.found, h.version = true, c.uint16()
	c.take(32) // random
	c.vector8()
	h.suite = c.uint16()
	if m := c.take(1); len(m) == 1 {
		h.compression = m[0]
	}
	if len(c.b) == 0 {
		return
	}
	for all := (cursor{b: c.vector16()}); len(all.b) >= 4; {
		kind, body := all.uint16(), all.vector16()
		switch kind {
		case extensionRenegotiation:
			h.renegotiate = true
		case extensionVersions:
			if len(body) == 2 {
				h.version = binary.BigEndian.Uint16(body)
			}
		}
	}
}

// write writes ev:server-hello.
func (h serverHello) write(w *writer) {
	asks := boolean(h.asks)
	if !h.done {
		asks = ""
	}
	w.empty("server-hello", "version", version(h.version), "suite-code", fmt.Sprintf("%04x", h.suite), "suite", suite(h.suite),
		"compression", integer(int(h.compression)), "secure-renegotiation", boolean(h.renegotiate), "asks-certificate", asks)
}
