package disk

import (
	"fmt"
	"io"
	"io/fs"
	"os"
)

// mostGiven is the most that is read of a file that somebody names, in bytes: a
// declaration, waivers, patients, a key. None of them is near to it.
const mostGiven = 64 << 20

// ReadFile reads a file that somebody names, which may be a pipe, and perhaps comes from
// somebody else: as much of it as any such file has.
func ReadFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	large := &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("plus de %d octets, la limite (more than that many bytes, the limit)", mostGiven)}
	if info, err := f.Stat(); err == nil && info.Size() > mostGiven {
		return nil, large
	}
	b, err := io.ReadAll(io.LimitReader(f, mostGiven+1))
	if len(b) > mostGiven {
		return nil, large
	}
	return b, err
}
