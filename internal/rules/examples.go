package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
)

// Example makes one rule fail: edits of a base document, which conforms. The
// base itself is the example that the rule holds on.
type Example struct {
	Rule etalon.RuleID `yaml:"rule"`
	Base string        `yaml:"base"` // name of a document in examples/base, without .xml
	// Given names the edits that make the base, conforming still, the evidence of
	// what a step asked for; "" for none.
	Given string          `yaml:"given"`
	Fail  []Edit          `yaml:"fail"`
	Also  []etalon.RuleID `yaml:"also"` // other rules that fail on the edited document too

	File  string `yaml:"-"` // where it stands in the pack
	given []Edit
}

// Edit replaces a text that stands exactly once.
type Edit struct {
	Find    string `yaml:"find"`
	Replace string `yaml:"replace"`
}

// apply gives the edited text, or says which text to find does not stand once.
func apply(raw, base string, edits []Edit) (string, etalon.Text) {
	for _, edit := range edits {
		if n := strings.Count(raw, edit.Find); n != 1 {
			return "", text(
				fmt.Sprintf("« %s » se trouve %d fois dans %s, au lieu d'une : etalon rule base %s montre ce document", edit.Find, n, base, base),
				fmt.Sprintf("“%s” stands %d times in %s instead of once: etalon rule base %s shows that document", edit.Find, n, base, base))
		}
		raw = strings.Replace(raw, edit.Find, edit.Replace, 1)
	}
	return raw, etalon.Text{}
}

// The folders of examples in a pack.
const (
	examplesDir = "examples"
	basesDir    = "examples/base"
)

// Examples reads those of a pack. All faults of their files are told at once.
func Examples(p *schemas.Pack) ([]Example, error) {
	entries, err := fs.ReadDir(p.FS, examplesDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("pack %s: %w", p.Name, err)
	}
	var all []Example
	var faults []error
	for _, e := range entries {
		if path.Ext(e.Name()) != ".yaml" {
			continue
		}
		name := path.Join(examplesDir, e.Name())
		text, err := fs.ReadFile(p.FS, name)
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.Name, err)
		}
		var file struct {
			Givens   map[string][]Edit `yaml:"givens"`
			Examples []Example         `yaml:"examples"`
		}
		if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		for _, x := range file.Examples {
			given, known := file.Givens[x.Given]
			if x.Given != "" && !known {
				faults = append(faults, fmt.Errorf("%s: %s: nothing is called %s", name, x.Rule, x.Given))
			}
			x.File, x.given = name, given
			all = append(all, x)
		}
	}
	return all, errors.Join(faults...)
}

// bases lists the base documents of a library, by name.
func bases(l *schemas.Library) []string {
	var out []string
	for _, p := range l.Packs() {
		names, err := fs.Glob(p.FS, basesDir+"/*.xml")
		if err != nil {
			continue // the pattern is a constant, and right
		}
		for _, n := range names {
			out = append(out, strings.TrimSuffix(path.Base(n), ".xml"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// base finds a base document, and the pack that it is an example of: that pack
// itself, or another of the library, those that extend most first.
func base(l *schemas.Library, pack, name string) (text []byte, owner string, err error) {
	packs := l.Packs()
	if own, ok := l.Pack(pack); ok {
		packs = append(packs, own)
	}
	for _, p := range slices.Backward(packs) {
		if text, err := fs.ReadFile(p.FS, basesDir+"/"+name+".xml"); err == nil {
			return text, p.Name, nil
		}
	}
	return nil, "", fmt.Errorf("no base document is called %s; there are %s", name, strings.Join(bases(l), ", "))
}
