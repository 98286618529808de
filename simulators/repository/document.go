package repository

import (
	"bytes"
	"crypto/sha1" // the hash of XDS metadata is SHA-1 by definition
	"encoding/hex"
	"fmt"
	"io"
)

// document is where the bytes of a document lie, and their hash.
type document struct {
	octets  *io.SectionReader
	sha1    string // hex
	missing string
}

// readSize is large because each read of what is kept elsewhere may open a file.
const readSize = 32 << 10

// read passes over the bytes of a content once. The error is that of reading
// what was received: the repository's, never the client's.
func read(c Content) (document, error) {
	d := document{octets: c.Stored, missing: c.Missing}
	if d.missing != "" {
		return d, nil
	}
	if d.octets == nil {
		d.octets = io.NewSectionReader(bytes.NewReader(c.Bytes), 0, int64(len(c.Bytes)))
	}
	sum := sha1.New()
	size := d.octets.Size()
	n, err := io.CopyBuffer(sum, onlyReader{io.NewSectionReader(d.octets, 0, size)}, make([]byte, min(size+1, readSize)))
	if err == nil && n < size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return d, fmt.Errorf("%d of %d bytes could be read: %w", n, size, err)
	}
	d.sha1 = hex.EncodeToString(sum.Sum(nil))
	return d, nil
}

// onlyReader hides WriteTo, which would ignore the buffer.
type onlyReader struct{ io.Reader }

func (d document) same(other document) bool {
	return d.sha1 == other.sha1 && d.octets.Size() == other.octets.Size()
}
