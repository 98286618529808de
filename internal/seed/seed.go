package seed

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
)

// Reader is a session's randomness: the same seed, the same identifiers.
func Reader(seed int64) io.Reader {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(key)
}

// For is the randomness of one part of a session, apart from that of the others.
func For(seed int64, what string) io.Reader {
	return rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, what)))
}
