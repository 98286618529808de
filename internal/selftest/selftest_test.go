package selftest_test

import (
	"errors"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/selftest"
)

// A mutant that nobody knows is told before anything is made: there is no place
// here that anything could be made in.
func TestAnUnknownMutantIsNoSuccess(t *testing.T) {
	_, err := selftest.Test{Only: []string{"vihf-version", "nosuch"}}.Run(t.Context())
	var end exit.Error
	if !errors.As(err, &end) || end.Code != etalon.ExitUsage {
		t.Errorf("%v", err)
	}
}
