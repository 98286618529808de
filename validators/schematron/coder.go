package schematron

import (
	"encoding/binary"
	"errors"
)

// coder writes plain data, or reads it back, by the same walk over it: numbers
// in as few bytes as they need, each text once. Texts that are read are parts of
// one string.
type coder struct {
	writing bool
	body    []byte         // written
	numbers map[string]int // of texts written
	texts   []string
	rest    string // to read
	bad     bool   // what was read is damaged
}

var errDamaged = errors.New("damaged")

// encode writes what walk goes through.
func encode(walk func(*coder)) []byte {
	c := &coder{writing: true, numbers: map[string]int{}}
	walk(c)
	out := binary.AppendUvarint(nil, uint64(len(c.texts)))
	for _, t := range c.texts {
		out = append(binary.AppendUvarint(out, uint64(len(t))), t...)
	}
	return append(out, c.body...)
}

// decode reads it back.
func decode(b []byte, walk func(*coder)) error {
	c := &coder{rest: string(b)}
	n := c.size()
	c.texts = make([]string, n)
	for i := range c.texts {
		c.texts[i] = c.bytes(c.number())
	}
	if walk(c); c.bad || c.rest != "" {
		return errDamaged
	}
	return nil
}

func (c *coder) number() int {
	var n uint64
	for i := range min(len(c.rest), 5) {
		b := c.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			c.rest = c.rest[i+1:]
			return int(n)
		}
	}
	c.bad, c.rest = true, ""
	return 0
}

// size reads the length of a list: each member takes a byte at least.
func (c *coder) size() int {
	n := c.number()
	if n > len(c.rest) {
		c.bad, c.rest = true, ""
		return 0
	}
	return n
}

func (c *coder) bytes(n int) string {
	if n > len(c.rest) {
		c.bad, c.rest = true, ""
		return ""
	}
	s := c.rest[:n]
	c.rest = c.rest[n:]
	return s
}

// text is a string.
func (c *coder) text(s *string) {
	if !c.writing {
		if n := c.number(); n < len(c.texts) {
			*s = c.texts[n]
		} else {
			c.bad = true
		}
		return
	}
	n, ok := c.numbers[*s]
	if !ok {
		n = len(c.texts)
		c.numbers[*s] = n
		c.texts = append(c.texts, *s)
	}
	c.body = binary.AppendUvarint(c.body, uint64(n))
}

// integer is a number of 31 bits with a sign.
func integer[T ~int | ~int32](c *coder, v *T) {
	if c.writing {
		c.body = binary.AppendUvarint(c.body, uint64(uint32(int32(*v)<<1)^uint32(int32(*v)>>31)))
		return
	}
	n := uint32(c.number())
	*v = T(int32(n>>1) ^ -int32(n&1))
}

func (c *coder) flag(v *bool) {
	n := 0
	if *v {
		n = 1
	}
	integer(c, &n)
	*v = n == 1
}

// list is a slice, its members one by one.
func list[T any](c *coder, s *[]T, each func(*T)) {
	if c.writing {
		c.body = binary.AppendUvarint(c.body, uint64(len(*s)))
	} else if n := c.size(); n > 0 {
		*s = make([]T, n)
	}
	for i := range *s {
		if c.bad {
			return
		}
		each(&(*s)[i])
	}
}
