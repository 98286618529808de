package schemas

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// valueSets is the folder of value sets inside a pack: its rules say
// document('valuesets/J57.xml').
const valueSets = "valuesets"

// layered is the folder of a pack in which the value sets of the packs that it
// extends are found too. A file of the pack itself goes first.
type layered struct {
	own  fs.FS
	base []fs.FS
}

func shared(name string) bool { return name == valueSets || strings.HasPrefix(name, valueSets+"/") }

// Open opens a file of the pack, or a value set of what it extends.
func (l layered) Open(name string) (fs.File, error) {
	f, err := l.own.Open(name)
	if err == nil || !shared(name) || !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	for _, b := range l.base {
		if f, e := b.Open(name); e == nil {
			return f, nil
		}
	}
	return nil, err
}

// ReadDir lists a folder.
func (l layered) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(l.own, name)
	if name != "." && !shared(name) {
		return list, err
	}
	found := err == nil
	for _, b := range l.base {
		more, e := fs.ReadDir(b, name)
		if e != nil {
			continue
		}
		found = true
		for _, m := range more {
			if (name != "." || m.Name() == valueSets) && !slices.ContainsFunc(list, func(o fs.DirEntry) bool { return o.Name() == m.Name() }) {
				list = append(list, m)
			}
		}
	}
	if !found {
		return nil, err
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}
