package mutate

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// dice are the choices of one mutant. PCG is a published algorithm, so that a
// seed means the same mutant with any version of the language.
type dice struct{ source *rand.PCG }

func roll(seed uint64, kind Kind, raw []byte) dice {
	sum := sha256.Sum256(append([]byte(kind+"\x00"), raw...))
	return dice{rand.NewPCG(seed, binary.BigEndian.Uint64(sum[:8]))}
}

// below is a number from 0 to n-1. The bias of the remainder does not matter
// for lists of this length.
func (d dice) below(n int) int { return int(d.source.Uint64() % uint64(n)) } //nolint:gosec // n is the length of a list

// between is a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.below(high-low+1) }

// pick chooses from a list that is not empty.
func pick[T any](d dice, list []T) T { return list[d.below(len(list))] }

// other chooses from a list what is not now; false when there is nothing else.
func other(d dice, list []string, now string) (string, bool) {
	for first, i := d.below(len(list)), 0; i < len(list); i++ {
		if s := list[(first+i)%len(list)]; s != now {
			return s, true
		}
	}
	return "", false
}
