package schematron

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// files finds and reads files of a pack.
type files struct {
	fsys          fs.FS
	caseSensitive bool
}

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
	info, err := fs.Stat(f.fsys, name)
	if err == nil {
		if info.Size() == 0 && !info.IsDir() {
			return name, false, errEmpty
		}
		return name, false, nil
	}
	found, err := f.search(name)
	if err != nil {
		return "", false, err
	}
	if f.caseSensitive {
		return found, true, fs.ErrNotExist
	}
	return found, true, nil
}

// search looks a name up part by part without regard to case.
func (f *files) search(name string) (string, error) {
	at := "."
	for part := range strings.SplitSeq(name, "/") {
		entries, err := fs.ReadDir(f.fsys, at)
		if err != nil {
			if info, e := fs.Stat(f.fsys, at); e == nil && !info.IsDir() && info.Size() == 0 {
				return "", fmt.Errorf("%s: %w", at, errEmpty)
			}
			return "", fs.ErrNotExist
		}
		match := ""
		for _, e := range entries {
			if e.Name() == part {
				match = part
				break
			}
			if match == "" && strings.EqualFold(e.Name(), part) {
				match = e.Name()
			}
		}
		if match == "" {
			return "", fs.ErrNotExist
		}
		at = path.Join(at, match)
	}
	return at, nil
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
