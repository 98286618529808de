package exit_test

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
)

// What the machine refuses is nobody's fault but the environment's, and has a next step.
func TestWhatTheMachineRefusesIsTheEnvironments(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
	}{
		{syscall.ENOSPC, etalon.ExitNotReady},
		{syscall.EROFS, etalon.ExitNotReady},
		{syscall.EMFILE, etalon.ExitNotReady},
		{syscall.ENFILE, etalon.ExitNotReady},
		{syscall.ENOENT, 0},
		{exit.Usage(syscall.EROFS, "mend it"), etalon.ExitNotReady},
		{exit.Usage(syscall.ENOTDIR, "mend it"), etalon.ExitUsage},
	} {
		err := exit.Environment(fmt.Errorf("append entry 1: %w", &fs.PathError{Op: "write", Path: "x", Err: c.err}))
		var e exit.Error
		if is := errors.As(err, &e); is != (c.code != 0) || is && (e.Code != c.code || e.Hint == "") || !errors.Is(err, c.err) {
			t.Errorf("%v: %+v", c.err, err)
		}
	}
}
