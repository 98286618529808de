package dmp

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"sync"
)

// ids makes identifiers from a source of randomness.
type ids struct {
	mu   sync.Mutex
	from io.Reader
	made uint64
}

// urn is a new "urn:uuid:…" (RFC 9562, version 4).
func (i *ids) urn() string { return "urn:uuid:" + i.uuid() }

func (i *ids) uuid() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var b [16]byte
	if _, err := io.ReadFull(i.from, b[:]); err != nil {
		// A source that ran dry still gives distinct identifiers.
		i.made++
		binary.BigEndian.PutUint64(b[8:], i.made)
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
