package xsd

import (
	"fmt"
	"syscall"
)

// limitMemory bounds the writable memory of this process; 0 leaves it alone.
// Beyond it an allocation fails: libxml2 then gives up or dies, and Go dies.
func limitMemory(bytes uint64) error {
	if bytes == 0 {
		return nil
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: bytes, Max: bytes}); err != nil {
		return fmt.Errorf("xsd: memory limit: %w", err)
	}
	return nil
}
