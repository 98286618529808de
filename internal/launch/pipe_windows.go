package launch

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// handleVariable tells a child the number of its event pipe: Windows hands down
// handles, not descriptors of a known number.
const handleVariable = "ETALON_EVENTS_HANDLE"

// hand gives the child its end of the event pipe. The child gets a group of its
// own, which is what an interrupt can be sent to.
func hand(cmd *exec.Cmd, w *os.File) error {
	h := syscall.Handle(w.Fd())
	if err := syscall.SetHandleInformation(h, syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT); err != nil {
		return fmt.Errorf("event pipe: %w", err)
	}
	cmd.Env = append(cmd.Environ(), handleVariable+"="+strconv.FormatUint(uint64(h), 10))
	cmd.SysProcAttr = &syscall.SysProcAttr{
		AdditionalInheritedHandles: []syscall.Handle{h},
		CreationFlags:              syscall.CREATE_NEW_PROCESS_GROUP,
	}
	return nil
}

// interrupt sends what Go's runtime reports as os.Interrupt: the break event of
// the console, the only one that reaches a group.
func interrupt(p *os.Process) error {
	send := syscall.NewLazyDLL("kernel32.dll").NewProc("GenerateConsoleCtrlEvent")
	if ok, _, err := send.Call(syscall.CTRL_BREAK_EVENT, uintptr(p.Pid)); ok == 0 {
		return fmt.Errorf("interrupt process %d: %w", p.Pid, err)
	}
	return nil
}

// inherited is the event pipe that a parent gave this process; false without a parent.
// Programs that this process starts do not inherit it.
func inherited() (*os.File, bool) {
	number, err := strconv.ParseUint(os.Getenv(handleVariable), 10, strconv.IntSize)
	if err != nil {
		return nil, false
	}
	os.Unsetenv(handleVariable) // the number means nothing in a program that this one starts
	h := syscall.Handle(number)
	kind, err := syscall.GetFileType(h)
	if err != nil || kind != syscall.FILE_TYPE_PIPE {
		return nil, false
	}
	if err := syscall.SetHandleInformation(h, syscall.HANDLE_FLAG_INHERIT, 0); err != nil {
		return nil, false
	}
	return os.NewFile(uintptr(h), "events"), true
}
