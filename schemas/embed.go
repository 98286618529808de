package schemas

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed packs
var files embed.FS

// folder of the embedded packs, one sub-folder each.
const folder = "packs"

// Embedded gives the packs that are in this binary.
func Embedded() (*Library, error) {
	all, err := fs.Sub(files, folder)
	if err != nil {
		return nil, fmt.Errorf("embedded packs: %w", err)
	}
	return Shelved(all)
}

// Shelved gives the packs of a folder of packs: its sub-folders with a pack.yaml.
func Shelved(fsys fs.FS) (*Library, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("rule packs: %w", err)
	}
	l := &Library{}
	for _, e := range entries {
		if _, err := fs.Stat(fsys, e.Name()+"/"+PackFile); err != nil {
			continue
		}
		p, err := openIn(fsys, e.Name())
		if err != nil {
			return nil, err
		}
		if err := l.put(p); err != nil {
			return nil, err
		}
	}
	return l, l.link()
}

func openIn(parent fs.FS, name string) (*Pack, error) {
	fsys, err := fs.Sub(parent, name)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	p, err := Open(fsys)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	return p, nil
}
