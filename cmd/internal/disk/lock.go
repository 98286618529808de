//go:build unix

package disk

import (
	"errors"
	"os"
	"syscall"
)

// lock has this process alone write a file, for as long as it has it open: the
// kernel lets go when the process ends, however it does.
func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return ErrBusy
	case errors.Is(err, errors.ErrUnsupported): // a file system without locks
		return nil
	}
	return err
}
