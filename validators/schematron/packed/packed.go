package packed

// Reader reads from a string. After something damaged it gives zeros.
type Reader struct {
	rest string
	bad  bool
}

// NewReader reads s from its beginning.
func NewReader(s string) Reader { return Reader{rest: s} }

// OK tells that all was read, and none of it damaged.
func (r *Reader) OK() bool { return !r.bad && r.rest == "" }

// Bad tells that something read was damaged.
func (r *Reader) Bad() bool { return r.bad }

// Spoil marks what was read as damaged, and ends the reading.
func (r *Reader) Spoil() { r.bad, r.rest = true, "" }

// Number reads an unsigned varint of five bytes at most.
func (r *Reader) Number() int {
	var n uint64
	for i := range min(len(r.rest), 5) {
		b := r.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return int(n)
		}
	}
	r.Spoil()
	return 0
}

// Size reads how many there are of something that takes a byte at least.
func (r *Reader) Size() int {
	n := r.Number()
	if n > len(r.rest) {
		r.Spoil()
		return 0
	}
	return n
}

// Text reads a length and as many bytes.
func (r *Reader) Text() string {
	n := r.Size()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}
