package facts

import (
	"encoding/binary"
	"fmt"

	"github.com/etalon-dmp/etalon"
)

// The types of TLS records, and the extensions read. Source: RFC 8446 §5.1 and
// §4.2, RFC 6066 §3, RFC 7301 §3.1.
const (
	recordChangeCipher = 20
	recordAlert        = 21
	recordHandshake    = 22
	recordData         = 23

	helloClient       = 1
	extensionName     = 0
	extensionStatus   = 5
	extensionALPN     = 16
	extensionVersions = 43
)

// records is what one side sent before anything was encrypted.
type records struct {
	tls       bool // it begins as TLS does
	handshake []byte
	alerts    []alert
	anomalies []etalon.Anomaly
}

// alert is an alert in the clear.
type alert struct {
	direction, sentBy  string
	level, description byte
	at                 int
}

func (a alert) levelName() string {
	switch a.level {
	case 1:
		return "warning"
	case 2:
		return "fatal"
	}
	return fmt.Sprint(a.level)
}

// readRecords walks TLS records up to the first that is encrypted.
func readRecords(b []byte) records {
	var r records
	note := func(at int, format string, args ...any) {
		r.anomalies = append(r.anomalies, etalon.Anomaly{
			Layer: "tls", Code: "record", Offset: int64(at), Detail: fmt.Sprintf(format, args...),
		})
	}
	for at := 0; at < len(b); {
		if len(b)-at < 5 {
			note(at, "a record ends in its header")
			return r
		}
		kind, size := b[at], int(binary.BigEndian.Uint16(b[at+3:]))
		if kind < recordChangeCipher || kind > recordData || b[at+1] != 3 {
			note(at, "not a TLS record: %s", excerpt(b[at:]))
			return r
		}
		r.tls = true
		body := b[at+5 : min(len(b), at+5+size)]
		switch kind {
		case recordHandshake:
			r.handshake = append(r.handshake, body...)
		case recordAlert:
			if size == 2 && len(body) == 2 {
				r.alerts = append(r.alerts, alert{level: body[0], description: body[1], at: at})
			}
		default:
			return r // what follows is encrypted
		}
		if len(body) < size {
			note(at, "a record of %d bytes, %d received", size, len(body))
			return r
		}
		at += 5 + size
	}
	return r
}

// clientHello is what a client offered.
type clientHello struct {
	found      bool
	at, size   int // of the record that begins it; bytes of the message
	legacy     uint16
	serverName string
	versions   []uint16 // of the extension; none: legacy alone
	suites     []uint16
	protocols  []string
	status     bool // it asks for an OCSP response
	anomalies  []etalon.Anomaly
}

// readHello reads a ClientHello as far as it can be read.
func readHello(b []byte) clientHello {
	h := clientHello{}
	if len(b) < 4 || b[0] != helloClient {
		return h
	}
	h.found, h.size = true, int(b[1])<<16|int(b[2])<<8|int(b[3])
	c := cursor{b: b[4:min(len(b), 4+h.size)]}
	h.legacy = c.uint16()
	c.take(32) // random
	c.vector8()
	for suites := (cursor{b: c.vector16()}); len(suites.b) >= 2; {
		h.suites = append(h.suites, suites.uint16())
	}
	c.vector8() // compression
	if len(c.b) > 0 {
		for all := (cursor{b: c.vector16()}); len(all.b) >= 4; {
			h.extension(all.uint16(), cursor{b: all.vector16()})
		}
	}
	if c.short || len(b) < 4+h.size {
		h.anomalies = append(h.anomalies, etalon.Anomaly{
			Layer: "tls", Code: "hello", Offset: -1, Detail: "the ClientHello ends early or its lengths do not fit",
		})
	}
	return h
}

func (h *clientHello) extension(kind uint16, body cursor) {
	switch kind {
	case extensionName:
		for list := (cursor{b: body.vector16()}); len(list.b) >= 3; {
			if t, name := list.take(1), list.vector16(); len(t) == 1 && t[0] == 0 && h.serverName == "" {
				h.serverName = string(name)
			}
		}
	case extensionStatus:
		h.status = true
	case extensionVersions:
		for list := (cursor{b: body.vector8()}); len(list.b) >= 2; {
			h.versions = append(h.versions, list.uint16())
		}
	case extensionALPN:
		for list := (cursor{b: body.vector16()}); len(list.b) >= 1; {
			h.protocols = append(h.protocols, string(list.vector8()))
		}
	}
}

// cursor reads lengths and what they measure; past the end there is nothing.
type cursor struct {
	b     []byte
	short bool
}

func (c *cursor) take(n int) []byte {
	if n > len(c.b) {
		c.short = true
		n = len(c.b)
	}
	out := c.b[:n]
	c.b = c.b[n:]
	return out
}

func (c *cursor) uint16() uint16 {
	b := c.take(2)
	if len(b) < 2 {
		return 0
	}
	return binary.BigEndian.Uint16(b)
}

func (c *cursor) vector8() []byte {
	b := c.take(1)
	if len(b) == 0 {
		return nil
	}
	return c.take(int(b[0]))
}

func (c *cursor) vector16() []byte { return c.take(int(c.uint16())) }
