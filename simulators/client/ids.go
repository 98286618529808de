package client

import (
	"fmt"
	"io"
	"math/big"
)

// random gives 16 bytes with the marks of a version 4 UUID (RFC 9562). A source
// that runs dry gives zeroes: identifiers then collide, which the rules see.
func (c *Client) random() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := make([]byte, 16)
	_, _ = io.ReadFull(c.cfg.Rand, b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return b
}

// urn is a new "urn:uuid:…".
func (c *Client) urn() string {
	b := c.random()
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// oid is an OID nobody else has: 2.25 and a UUID as an integer.
func (c *Client) oid() string { return "2.25." + new(big.Int).SetBytes(c.random()).String() }
