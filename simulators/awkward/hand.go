package awkward

import (
	"math/rand/v2"
	"strings"
)

// Hand writes one answer. It is for one goroutine.
type Hand struct{ r *rand.Rand }

// New returns the hand of a seed.
func New(seed int64) *Hand {
	const stream = 0x657461_6c6f6e // any constant: the seed alone chooses
	return &Hand{rand.New(rand.NewPCG(uint64(seed), stream))}
}

// once tells true one time in n.
func (h *Hand) once(n int) bool { return h.r.IntN(n) == 0 }

// one takes one of several.
func one[T any](h *Hand, of ...T) T { return of[h.r.IntN(len(of))] }

func shuffle[T any](h *Hand, s []T) {
	h.r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
}

// letters makes a word of these characters.
func (h *Hand) letters(n int, of string) string {
	var b strings.Builder
	for range n {
		b.WriteByte(of[h.r.IntN(len(of))])
	}
	return b.String()
}

const alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// cased writes a name that is not sensitive to case.
func (h *Hand) cased(name string) string {
	switch h.r.IntN(3) {
	case 0:
		return strings.ToLower(name)
	case 1:
		return strings.ToUpper(name)
	}
	return name
}
