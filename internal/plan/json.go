package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Marshal writes the plan's canonical JSON: fields in the order of the types,
// map keys sorted, two spaces, one final newline. Equal plans give equal bytes.
func (p *Plan) Marshal() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(p); err != nil {
		return nil, fmt.Errorf("write the plan: %w", err)
	}
	return b.Bytes(), nil
}

// Digest is the plan's name: the SHA-256 of its canonical JSON, in lower-case hex.
func (p *Plan) Digest() (string, error) {
	b, err := p.Marshal()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// ErrSchema says that a plan was written by another version.
var ErrSchema = errors.New("unknown plan schema")

// Unmarshal reads what Marshal wrote. Unknown fields and another schema
// version are errors: a plan half understood must not run.
func Unmarshal(b []byte) (*Plan, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	p := &Plan{}
	if err := dec.Decode(p); err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read the plan: something follows it")
	}
	if p.Schema != Schema && p.Schema != firstSchema {
		return nil, fmt.Errorf("read the plan: %w %q, not %q or %q", ErrSchema, p.Schema, Schema, firstSchema)
	}
	return p, nil
}
