//go:build unix

package launch

import (
	"os"
	"os/exec"
	"syscall"
)

// eventsFD is the descriptor on which a child finds its event pipe: the first
// after the standard three.
const eventsFD = 3

// hand gives the child its end of the event pipe.
func hand(cmd *exec.Cmd, w *os.File) error {
	cmd.ExtraFiles = []*os.File{w}
	return nil
}

func interrupt(p *os.Process) error { return p.Signal(syscall.SIGINT) }

// inherited is the event pipe that a parent gave this process; false without a parent.
// Programs that this process starts do not inherit it.
func inherited() (*os.File, bool) {
	var what syscall.Stat_t // asked before owning: without a parent the number is another file's
	if err := syscall.Fstat(eventsFD, &what); err != nil || what.Mode&syscall.S_IFMT != syscall.S_IFIFO {
		return nil, false
	}
	syscall.CloseOnExec(eventsFD) // a program that a driver leaves running must not hold it
	return os.NewFile(eventsFD, "events"), true
}
