package facts

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
)

// Vault keeps what was said of certificates: a session has few, and says each of them
// in every exchange. It may be used from several goroutines; nil keeps nothing.
type Vault struct {
	mu    sync.Mutex
	texts map[[sha256.Size]byte]vaulted
}

// vaulted is an ev:certificate as it was written.
type vaulted struct {
	text  []byte
	nodes int
}

// mostVaulted bounds what is kept: a product may show a certificate of its own in
// every exchange.
const mostVaulted = 4000

// write is that of a certificate, from the vault where it was written before.
func (v *Vault) write(c certificateFacts, w *writer, trusted [][]byte) {
	if v == nil {
		c.write(w, trusted)
		return
	}
	key := c.key(trusted)
	v.mu.Lock()
	known, ok := v.texts[key]
	v.mu.Unlock()
	if ok {
		w.buf, w.nodes = append(w.buf, known.text...), w.nodes+known.nodes
		return
	}
	from, nodes := len(w.buf), w.nodes
	c.write(w, trusted)
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.texts) >= mostVaulted {
		return
	}
	if v.texts == nil {
		v.texts = map[[sha256.Size]byte]vaulted{}
	}
	v.texts[key] = vaulted{append([]byte(nil), w.buf[from:]...), w.nodes - nodes}
}

// key is the digest of all that is said of a certificate by: each piece with its
// length before it.
func (c certificateFacts) key(trusted [][]byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	add := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		_, _ = h.Write(n[:]) // a hash does not fail
		_, _ = h.Write(b)
	}
	add([]byte(c.role))
	add([]byte(integer(c.position)))
	add(c.der)
	add([]byte(c.at.UTC().String()))
	for _, all := range [][][]byte{c.chain, trusted} {
		add([]byte(integer(len(all))))
		for _, b := range all {
			add(b)
		}
	}
	h.Sum(sum[:0])
	return sum
}
