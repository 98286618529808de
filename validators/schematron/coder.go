package schematron

import (
	"encoding/binary"
	"errors"

	"github.com/etalon-dmp/etalon/validators/schematron/packed"
)

// coder writes plain data, or reads it back, by the same walk over it: numbers
// in as few bytes as they need, each text once. Texts that are read are parts of
// one string.
type coder struct {
	writing bool
	body    []byte         // written
	numbers map[string]int // of texts written
	texts   []string
	in      packed.Reader // to read
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
	c := &coder{in: packed.NewReader(string(b))}
	c.texts = make([]string, c.in.Size())
	for i := range c.texts {
		c.texts[i] = c.in.Text()
	}
	if walk(c); !c.in.OK() {
		return errDamaged
	}
	return nil
}

// text is a string.
func (c *coder) text(s *string) {
	if !c.writing {
		if n := c.in.Number(); n < len(c.texts) {
			*s = c.texts[n]
		} else {
			c.in.Spoil()
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
	n := uint32(c.in.Number())
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
	} else if n := c.in.Size(); n > 0 {
		*s = make([]T, n)
	}
	for i := range *s {
		if c.in.Bad() {
			return
		}
		each(&(*s)[i])
	}
}
