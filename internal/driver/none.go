package driver

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// None stands for a product that nothing sets in motion: a server.
type None struct{}

var _ Driver = None{}

// Do does nothing, and says so.
func (None) Do(context.Context, etalon.Action) (etalon.Reaction, error) {
	return etalon.Reaction{Status: etalon.ReactUnsupported}, nil
}

// Attest answers no: nobody looked.
func (None) Attest(context.Context, plan.Question, etalon.Reaction) (answer, by string, err error) {
	return "no", "none", nil
}

// Reset does nothing: a server keeps what it was given, so each scenario sends
// identifiers of its own.
func (None) Reset(context.Context) error { return nil }

// Health is always good.
func (None) Health(context.Context) error { return nil }

// Name is "none".
func (None) Name() string { return "none" }
