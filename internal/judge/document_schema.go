package judge

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// OneSchema is a shelf with one schema in it, and its entry. The version of the
// pack is that of the schema; its digest is over the files that the schema is
// made of and reads by name, their names relative to its folder. p.FS holds them,
// p.Info is not looked at. The error says what keeps the schema from running.
func OneSchema(p DocumentPack, file string) (*Shelf, EntryRef, error) {
	ref := EntryRef{Name: strings.TrimSuffix(path.Base(file), path.Ext(file)), File: file}
	seen := &witness{FS: p.FS, names: map[string]bool{}}
	if _, err := fs.Stat(p.FS, file); err != nil {
		return nil, ref, err
	}
	schema, _, err := schematron.Load(seen, file, schematron.Options{CaseSensitive: p.AsPublished, QueryBinding: p.QueryBinding})
	if err != nil {
		return nil, ref, err
	}
	digest, err := seen.digest(path.Dir(file))
	if err != nil {
		return nil, ref, err
	}
	p.Info = etalon.PackInfo{Name: ref.Name, Version: schema.Version(), Digest: digest}
	p.Cache = nil // what the digest covers is known only after reading
	return NewShelf(p), ref, nil
}

// witness remembers the files that are opened.
type witness struct {
	fs.FS
	mu    sync.Mutex
	names map[string]bool
}

func (w *witness) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		w.mu.Lock()
		w.names[name] = true
		w.mu.Unlock()
	}
	return f, nil
}

// digest is over the files that were opened, as seen from a folder.
func (w *witness) digest(dir string) (string, error) {
	var lines []string
	for name := range w.names {
		f, err := w.FS.Open(name)
		if err != nil {
			return "", err
		}
		sum := sha256.New()
		_, err = io.Copy(sum, f)
		f.Close()
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		lines = append(lines, fmt.Sprintf("%s  %x\n", seenFrom(dir, name), sum.Sum(nil)))
	}
	slices.Sort(lines)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "")))), nil
}

// seenFrom is a name relative to a folder of the same tree.
func seenFrom(dir, name string) string {
	up := ""
	for dir != "." && !strings.HasPrefix(name, dir+"/") {
		dir, up = path.Dir(dir), up+"../"
	}
	if dir == "." {
		return up + name
	}
	return up + strings.TrimPrefix(name, dir+"/")
}
