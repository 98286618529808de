package packdiff

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
)

// Compare tells everything that b differs in from a. An error says that a file
// could not be read.
func Compare(a, b *Pack) (*Diff, error) {
	d := &Diff{A: a.info, B: b.info, Entries: []EntryChange{}, Rules: []RuleChange{}, Codes: []CodeChange{}, Files: []FileChange{}}
	d.compareRules(a, b)
	if err := d.compareFiles(a, b); err != nil {
		return nil, err
	}
	return d, nil
}

// compareFiles reads every file of both, one name at a time.
func (d *Diff) compareFiles(a, b *Pack) error {
	before, err := a.files()
	if err != nil {
		return err
	}
	after, err := b.files()
	if err != nil {
		return err
	}
	names := slices.Concat(before, after)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		_, inA := slices.BinarySearch(before, name)
		_, inB := slices.BinarySearch(after, name)
		var old, now []byte
		if inA {
			if old, err = fs.ReadFile(a.fsys, name); err != nil {
				return fmt.Errorf("%s: %w", a.info.Name, err)
			}
		}
		if inB {
			if now, err = fs.ReadFile(b.fsys, name); err != nil {
				return fmt.Errorf("%s: %w", b.info.Name, err)
			}
		}
		change := Changed
		switch {
		case !inA:
			change = Added
		case !inB:
			change = Removed
		case bytes.Equal(old, now):
			continue
		}
		d.Files = append(d.Files, FileChange{change, name})
		d.Codes = append(d.Codes, compareCodes(name, codesOf(name, old), codesOf(name, now))...)
	}
	return nil
}
