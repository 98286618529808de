package rules

import (
	"context"
	"io/fs"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
)

// PackFile makes a folder a pack.
const PackFile = schemas.PackFile

// Pack is a pack to work on, among those that it extends.
type Pack struct {
	library *schemas.Library
	name    string
}

// In is a pack of a library, if it is there.
func In(l *schemas.Library, name string) (Pack, bool) {
	_, ok := l.Pack(name)
	return Pack{l, name}, ok
}

// InFolder is the pack in a sub-folder of parent; what it extends is taken from
// the folders beside it, else from the library.
func InFolder(l *schemas.Library, parent fs.FS, name string) (Pack, error) {
	with, p, err := l.With(parent, name)
	if err != nil {
		return Pack{}, err
	}
	return Pack{with, p.Name}, nil
}

// Try runs the examples of its rules, see [Try].
func (p Pack) Try(ctx context.Context, only func(etalon.RuleID) bool) ([]Trial, error) {
	return Try(ctx, p.library, p.name, only)
}

// Lint tells what its rules lack, see [Lint].
func (p Pack) Lint() ([]Fault, error) { return Lint(p.library, p.name) }

// New gives the files of a new rule, see [New].
func (p Pack) New(o Order) (map[string][]byte, error) { return New(p.library, p.name, o) }

// Base gives a base document that its examples may be about.
func (p Pack) Base(name string) ([]byte, error) {
	text, _, err := base(p.library, p.name, name)
	return text, err
}

// Bases names the base documents that its examples may be about.
func (p Pack) Bases() []string { return bases(p.library) }
