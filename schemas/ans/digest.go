package ans

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// roots are the folders of a tree that a verdict can depend on: XSD, value
// sets, schematrons.
var roots = []string{"infrastructure", "jeuxDeValeurs", "schematrons"}

// digest is the SHA-256, in hexadecimal, of one line for each file below the
// roots: the SHA-256 of its bytes, two blanks, its path. The files come in the
// order of fs.WalkDir.
func digest(fsys fs.FS) (string, error) {
	var names []string
	for _, root := range roots {
		err := fs.WalkDir(fsys, root, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, name)
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("digest: %w", err)
		}
	}
	sums, err := hashes(fsys, names)
	if err != nil {
		return "", fmt.Errorf("digest: %w", err)
	}
	all := sha256.New()
	for i, name := range names {
		fmt.Fprintf(all, "%x  %s\n", sums[i], name)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

// Covers tells whether a file is in the digest of a tree.
func Covers(name string) bool {
	root, _, inside := strings.Cut(name, "/")
	return inside && slices.Contains(roots, root)
}

// hashes gives the SHA-256 of each file. Thousands of small files are most of a
// tree: opening them is the work, and as many are open at a time as there are
// processors.
func hashes(fsys fs.FS, names []string) ([][sha256.Size]byte, error) {
	sums := make([][sha256.Size]byte, len(names))
	faults := make([]error, len(names))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		wg.Go(func() {
			h := hasher{sha256.New(), make([]byte, 64<<10)}
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				faults[i] = h.file(fsys, names[i], &sums[i])
			}
		})
	}
	wg.Wait()
	return sums, errors.Join(faults...)
}

// hasher hashes one file after another in the same memory.
type hasher struct {
	hash.Hash
	buffer []byte
}

func (h hasher) file(fsys fs.FS, name string, sum *[sha256.Size]byte) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	h.Reset()
	for {
		n, err := f.Read(h.buffer)
		h.Write(h.buffer[:n])
		switch {
		case errors.Is(err, io.EOF):
			h.Sum(sum[:0])
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		}
	}
}
