package disk

import (
	"io/fs"
	"os"
)

// Keys is a folder of keys, which nobody but their owner may read; it is a
// setup.Folder.
type Keys string

// Open implements fs.FS.
func (k Keys) Open(name string) (fs.File, error) { return os.DirFS(string(k)).Open(name) }

// Keep writes files into the folder, which is made when missing.
func (k Keys) Keep(files map[string][]byte) error { return WriteFiles(string(k), files, true) }
