//go:build !cgo

package xsd

import "io"

// HasLibxml2 says whether this binary can be a libxml2 child.
const HasLibxml2 = false

// ServeLibxml2 tells the parent that there is no libxml2 here, and gives ErrNoCgo.
func ServeLibxml2(r io.Reader, w io.Writer) error {
	if _, err := readFrame(r); err != nil {
		return ErrNoCgo
	}
	if err := writeJSON(w, answer{NoCgo: true}); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, r) // what the order announced, until the parent has read the answer
	return ErrNoCgo
}
