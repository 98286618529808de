package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// Driver sets a system under test in motion, one action at a time. Errors are
// of the driver, never of the product: what the product showed, even an error,
// is a Reaction.
type Driver interface {
	// Do has one action done and says what the user saw. Status "unsupported"
	// is an answer, not an error.
	Do(ctx context.Context, a etalon.Action) (etalon.Reaction, error)
	// Attest answers a question, "yes" or "no", and says who did.
	Attest(ctx context.Context, q plan.Question, last etalon.Reaction) (answer, by string, err error)
	// Reset has the product forget what earlier scenarios left in it.
	Reset(ctx context.Context) error
	// Health says whether the product can be driven now.
	Health(ctx context.Context) error
	// Name is the kind of driver: "person", "exec" or "http".
	Name() string
}

// Answers to a question.
const (
	Yes = "yes"
	No  = "no"
)

// The errors of drivers.
var (
	// ErrContract says that a driver answered outside the contract.
	ErrContract = errors.New("the driver does not follow the contract")
	// ErrUnattested says that nothing can answer a question.
	ErrUnattested = errors.New("nothing was done that could be attested")
	// ErrNobody says that no person is at the terminal.
	ErrNobody = errors.New("nobody answers at the terminal")
)

// maxReaction bounds a Reaction's JSON, in bytes.
const maxReaction = 1 << 20

var statuses = []string{etalon.ReactDone, etalon.ReactRefused, etalon.ReactError, etalon.ReactUnsupported}

// reaction reads a Reaction's JSON. Fields it does not know are a newer
// driver's business; a status it does not know is an error.
func reaction(b []byte) (etalon.Reaction, error) {
	if len(b) > maxReaction {
		return etalon.Reaction{}, fmt.Errorf("%w: its answer is larger than %d bytes", ErrContract, maxReaction)
	}
	var r etalon.Reaction
	if err := json.Unmarshal(b, &r); err != nil {
		return etalon.Reaction{}, fmt.Errorf("%w: its answer %q is not a Reaction: %w", ErrContract, brief(b), err)
	}
	if !slices.Contains(statuses, r.Status) {
		return etalon.Reaction{}, fmt.Errorf("%w: status %q is not one of %v", ErrContract, r.Status, statuses)
	}
	return r, nil
}

// attest answers from what the product showed last: drivers without a person
// know nothing else.
func attest(q plan.Question, last etalon.Reaction) (string, error) {
	switch last.Status {
	case "", etalon.ReactUnsupported:
		return "", ErrUnattested
	case q.Expect:
		return Yes, nil
	default:
		return No, nil
	}
}

// brief is the beginning of some bytes, for a message.
func brief(b []byte) string {
	const most = 200
	if len(b) > most {
		return string(b[:most]) + "…"
	}
	return string(b)
}
