package xmlsec

import (
	"errors"
	"fmt"
)

// Budget is what verifying the signatures of one message may cost, whatever its
// parts are and however often they are looked at. Each limit has its own word.
type Budget struct {
	limits                               Limits
	signatures, references, nodes, bytes int // left
}

// NewBudget gives a budget of these limits.
func NewBudget(l Limits) *Budget {
	l = l.orDefaults()
	return &Budget{limits: l, signatures: l.Signatures, references: l.References, nodes: l.Nodes, bytes: l.Digested}
}

var errNodes = errors.New("too many nodes to canonicalize")

// spent tells what there is no more of, nil for nothing.
func (b *Budget) spent() error {
	switch {
	case b.nodes < 0:
		return errNodes
	case b.bytes < 0:
		return fmt.Errorf("more than %d bytes to digest", b.limits.Digested)
	}
	return nil
}

// read pays for octets that are about to be looked at once.
func (b *Budget) read(octets []byte) error {
	b.bytes -= len(octets)
	return b.spent()
}
