package exit

import (
	"errors"
	"syscall"
)

// Environment is an error as the environment's, where the machine refused what any
// process needs of it: room on a disk, a place to write, open files. Any other, and one
// that knows its exit code, stays as it is.
func Environment(err error) error {
	var known Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	for _, full := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EDQUOT} {
		if errors.Is(err, full) {
			return Unwritten(err)
		}
	}
	for _, many := range []error{syscall.EMFILE, syscall.ENFILE} {
		if errors.Is(err, many) {
			return NotReady(err, "Trop de fichiers sont ouverts : fermez-en, ou élevez la limite (ulimit -n 4096), puis relancez. (Too many files are open: close some, or raise the limit, then start again.)")
		}
	}
	return err
}
