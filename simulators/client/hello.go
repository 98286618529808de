package client

import (
	"encoding/binary"
	"io"
)

// hello is a greeting of TLS 1.2 or before, written by hand: it offers what crypto/tls
// cannot, and the answer tells what the server takes.
type hello struct {
	version uint16
	suites  []uint16
	deflate bool // compression is offered
}

// renegotiationInfo is the suite that stands for an empty renegotiation_info (RFC 5746 §3.3).
const renegotiationInfo = 0x00ff

// bytes is the greeting as one record. Source: RFC 5246 §7.4.1.2.
func (h hello) bytes(name string, random []byte) []byte {
	u16 := func(b []byte, v int) []byte { return binary.BigEndian.AppendUint16(b, uint16(v)) } //nolint:gosec // of lengths below 64 KiB
	body := append(u16(nil, int(h.version)), random...)
	body = append(body, 0) // no session
	body = u16(body, 2*(len(h.suites)+1))
	for _, s := range append(append([]uint16{}, h.suites...), renegotiationInfo) {
		body = u16(body, int(s))
	}
	if h.deflate {
		body = append(body, 2, 1, 0)
	} else {
		body = append(body, 1, 0)
	}
	if h.version > 0x0300 {
		extensions := h.extensions(name)
		body = append(u16(body, len(extensions)), extensions...)
	}
	message := append([]byte{1, 0}, u16(nil, len(body))...)
	message = append(message, body...)
	record := append([]byte{22, 3, byte(min(h.version&0xff, 1))}, u16(nil, len(message))...)
	return append(record, message...)
}

// extensions are server_name, supported_groups, ec_point_formats, signature_algorithms.
func (h hello) extensions(name string) []byte {
	out := []byte{0, 10, 0, 8, 0, 6, 0, 29, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0}
	if h.version >= 0x0303 {
		out = append(out, 0, 13, 0, 22, 0, 20, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 6, 1, 4, 3, 5, 3, 2, 1, 2, 3)
	}
	if name != "" {
		n := len(name)
		out = append(out, 0, 0, byte((n+5)>>8), byte(n+5), byte((n+3)>>8), byte(n+3), 0, byte(n>>8), byte(n)) //nolint:gosec // a host name is short
		out = append(out, name...)
	}
	return out
}

// The records and messages that end what a server says to a greeting.
const (
	recordAlert     = 21
	recordHandshake = 22
	messageDone     = 14
	mostAnswer      = 64 << 10 // bytes of it
)

// answerTo reads what a server says to a greeting: up to the end of its flight, an
// alert, or the end of the connection, which the error tells.
func answerTo(r io.Reader) ([]byte, error) {
	var raw, messages []byte
	head := make([]byte, 5)
	for len(raw) < mostAnswer {
		n, err := io.ReadFull(r, head)
		raw = append(raw, head[:n]...)
		if err != nil {
			return raw, err
		}
		body := make([]byte, int(binary.BigEndian.Uint16(head[3:])))
		n, err = io.ReadFull(r, body)
		raw = append(raw, body[:n]...)
		if err != nil || head[0] != recordHandshake {
			return raw, err
		}
		if messages = append(messages, body...); done(messages) {
			return raw, nil
		}
	}
	return raw, nil
}

// done tells that ServerHelloDone is among the messages.
func done(b []byte) bool {
	for len(b) >= 4 {
		if b[0] == messageDone {
			return true
		}
		b = b[min(len(b), 4+int(b[1])<<16+int(b[2])<<8+int(b[3])):]
	}
	return false
}
