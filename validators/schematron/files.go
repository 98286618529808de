package schematron

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// files finds and reads files of a pack. Listings of folders are kept: a pack
// does not change while its schemas are in use.
type files struct {
	fsys          fs.FS
	caseSensitive bool
	covers        func(name string) bool // may be nil

	mu   sync.Mutex
	dirs map[string]listing
	// strayed says that a name was looked up that covers does not cover.
	strayed bool
}

// listing is a folder: its names by themselves and by their lower case.

type listing map[string]string

// errEmpty is a file without a byte in it.
var errEmpty = errors.New("the file is empty")

// resolve gives the name in the pack of a reference made in a folder, and
// whether only the case of letters differs. It is fs.ErrNotExist when there is
// no such file, errEmpty when something on the way is an empty file.
func (f *files) resolve(dir, ref string) (name string, otherCase bool, err error) {
	if u, err := url.PathUnescape(ref); err == nil {
		ref = u
	}
	name = path.Join(dir, strings.ReplaceAll(ref, `\`, "/"))
	if !fs.ValidPath(name) || strings.HasPrefix(ref, "/") || strings.Contains(ref, "://") {
		return "", false, fmt.Errorf("%s is outside the pack: %w", ref, fs.ErrNotExist)
	}
	if f.covers != nil && !f.covers(name) {
		f.mu.Lock()
		f.strayed = true
		f.mu.Unlock()
	}
	found, err := f.search(name)
	if err != nil {
		return found, false, err
	}
	if found == name {
		return name, false, nil
	}
	if f.caseSensitive {
		return found, true, fs.ErrNotExist
	}
	return found, true, nil
}

// search looks a name up part by part, by letter or else without regard to case.
func (f *files) search(name string) (string, error) {
	at := "."
	for part := range strings.SplitSeq(name, "/") {
		l, err := f.list(at)
		if err != nil {
			return at, err
		}
		match, ok := l[part]
		if !ok {
			match, ok = l[strings.ToLower(part)]
		}
		if !ok {
			return "", fs.ErrNotExist
		}
		at = path.Join(at, match)
	}
	if info, err := fs.Stat(f.fsys, at); err == nil && info.Size() == 0 && !info.IsDir() {
		return at, fmt.Errorf("%s: %w", at, errEmpty)
	}
	return at, nil
}

// list gives the listing of a folder: errEmpty for an empty file.
func (f *files) list(dir string) (listing, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l, ok := f.dirs[dir]; ok {
		return l, nil
	}
	entries, err := fs.ReadDir(f.fsys, dir)
	if err != nil {
		if info, e := fs.Stat(f.fsys, dir); e == nil && !info.IsDir() && info.Size() == 0 {
			return nil, fmt.Errorf("%s: %w", dir, errEmpty)
		}
		return nil, fs.ErrNotExist
	}
	l := listing{}
	for _, e := range entries {
		l[strings.ToLower(e.Name())] = e.Name()
	}
	for _, e := range entries {
		l[e.Name()] = e.Name()
	}
	if f.dirs == nil {
		f.dirs = map[string]listing{}
	}
	f.dirs[dir] = l
	return l, nil
}

// parse reads a file of the pack.
func (f *files) parse(name string, l xmldoc.Limits) (*xmldoc.Doc, error) {
	file, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	limit := int64(l.Bytes)
	if limit <= 0 {
		limit = 256 << 20
	}
	b, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l.AllowDTD = true
	l.Bytes = int(limit)
	d, err := xmldoc.Parse(b, l)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	return d, nil
}
