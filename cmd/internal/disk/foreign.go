package disk

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Foreign is a folder that somebody else may have made: rules, scenarios, documents.
// It is an fs.FS of its regular files and folders. A link is followed as long as it
// stays in the folder; pipes and devices are refused unopened.
type Foreign string

// Open implements fs.FS.
func (d Foreign) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	return open(root, name, true)
}

// Beside is a folder whose folders stand beside each other and are each Foreign to
// the others: a link in one does not lead into another, nor into what holds them.
type Beside string

// Open implements fs.FS.
func (d Beside) Open(name string) (fs.File, error) {
	first, rest, inside := strings.Cut(name, "/")
	if !fs.ValidPath(name) || !inside {
		return Foreign(d).Open(name)
	}
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	one, err := root.OpenRoot(first)
	if err != nil {
		return nil, err
	}
	defer func() { _ = one.Close() }()
	return open(one, rest, true)
}

// open opens a regular file or a folder below a root. It looks before it opens: to
// open a pipe is to wait for whoever writes to it.
func open(root *os.Root, name string, links bool) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	look := root.Lstat
	if links {
		look = root.Stat
	}
	info, err := look(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: dossier.ErrIrregular}
	}
	return root.Open(filepath.FromSlash(name))
}
