package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon"
)

// PackFile is the name of the file that makes a folder a pack.
const PackFile = "pack.yaml"

// examples is the folder of a pack that no verdict stands on.
const examples = "examples"

// Pack is a set of rules, versioned and named by its digest.
type Pack struct {
	Name    string
	Version string
	Digest  string // sha256 in hex over the sorted file names and contents, examples left out
	// Extends names the packs whose rules, value sets and requirements apply too.
	Extends []string
	// Environment is that whose stray messages the pack judges: those outside any
	// scenario, which no profile speaks for. "" for none.
	Environment  etalon.Environment
	FS           fs.FS // where entries, their includes and document() paths resolve
	Entries      []Entry
	Schemas      []Binding
	Published    []Published
	Looked       *Looked // nil: the pack says nothing that hangs on terminologies
	Requirements []etalon.Requirement
	// Envelope names the requirements about transport and envelope alone: rules
	// for these prove nothing about what a message carries.
	Envelope []etalon.RequirementID
	// Whole names rules, of the pack or of what it extends: a document on its own
	// that each of them met was judged in all of it that the pack speaks of, header
	// and body.
	Whole []etalon.RuleID
}

// Entry is one Schematron schema of a pack.
type Entry struct {
	Name string `yaml:"name"` // unique in the pack, e.g. "exchange"
	File string `yaml:"file"` // path inside FS, e.g. "exchange.sch"
	Over Over   `yaml:"over"` // the kind of evidence that it judges
}

// Info is the pack as a verdict names it.
func (p *Pack) Info() etalon.PackInfo {
	return etalon.PackInfo{Name: p.Name, Version: p.Version, Digest: p.Digest}
}

// Judges tells whether the pack has something to say of evidence of a kind.
func (p *Pack) Judges(over Over) bool {
	return slices.ContainsFunc(p.Entries, func(e Entry) bool { return e.Over == over })
}

// Open loads the pack of a folder, without what it extends: a [Library] finds
// that. Every fault of pack.yaml is told at once.
func Open(fsys fs.FS) (*Pack, error) {
	text, err := fs.ReadFile(fsys, PackFile)
	if err != nil {
		return nil, fmt.Errorf("not a rule pack: %w", err)
	}
	var head struct {
		Name        string                 `yaml:"name"`
		Version     string                 `yaml:"version"`
		Extends     []string               `yaml:"extends"`
		Environment etalon.Environment     `yaml:"environment"`
		Entries     []Entry                `yaml:"entries"`
		Schemas     []Binding              `yaml:"schemas"`
		Published   []Published            `yaml:"published"`
		Looked      *Looked                `yaml:"looked"`
		Envelope    []etalon.RequirementID `yaml:"envelope"`
		Whole       []etalon.RuleID        `yaml:"whole"`
	}
	if err := yaml.UnmarshalWithOptions(text, &head, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", PackFile, err)
	}
	p := &Pack{
		Name: head.Name, Version: head.Version, Extends: head.Extends, Environment: head.Environment,
		FS: fsys, Entries: head.Entries, Schemas: head.Schemas, Published: head.Published, Looked: head.Looked, Envelope: head.Envelope, Whole: head.Whole,
	}
	var faults error
	p.Requirements, faults = readRequirements(fsys)
	if err := errors.Join(p.check(), faults); err != nil {
		return nil, err
	}
	if p.Digest, err = digest(fsys); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Pack) check() error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf(PackFile+": "+format, args...))
	}
	if p.Name == "" {
		fault("name is missing")
	}
	if p.Version == "" {
		fault("version is missing")
	}
	if len(p.Entries) == 0 {
		fault("entries is empty: a pack without rules judges nothing")
	}
	if p.Environment != "" && !slices.Contains(etalon.Environments(), p.Environment) {
		fault("environment is %q, not one of %v", p.Environment, etalon.Environments())
	}
	if slices.Contains(p.Extends, p.Name) {
		fault("extends: a pack does not extend itself")
	}
	seen := make(map[string]bool, len(p.Entries))
	for i, e := range p.Entries {
		switch {
		case e.Name == "":
			fault("entries[%d]: name is missing", i)
		case seen[e.Name]:
			fault("entries[%d]: the name %q is taken", i, e.Name)
		}
		seen[e.Name] = true
		if !e.Over.known() {
			fault("entries[%d]: over is %q, not one of %v", i, e.Over, Overs())
		}
		if info, err := fs.Stat(p.FS, path.Clean(e.File)); err != nil {
			faults = append(faults, fmt.Errorf("%s: entries[%d]: %w", PackFile, i, err))
		} else if info.IsDir() {
			fault("entries[%d]: %s is a folder", i, e.File)
		}
	}
	for _, id := range p.Envelope {
		if !slices.ContainsFunc(p.Requirements, func(r etalon.Requirement) bool { return r.ID == id }) {
			fault("envelope: %q is no requirement of the pack", id)
		}
	}
	p.checkSchemas(fault)
	p.checkPublished(fault)
	p.checkLooked(fault)
	return errors.Join(faults...)
}

// digest is the sha256 over all regular files but the examples, in the order of
// their names: each name, its length in bytes and its content.
func digest(fsys fs.FS) (string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasPrefix(name, examples+"/") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("rule pack: %w", err)
	}
	slices.Sort(names)
	h := sha256.New()
	for _, name := range names {
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return "", fmt.Errorf("rule pack: %w", err)
		}
		fmt.Fprintf(h, "%s\x00%d\x00", name, len(content))
		h.Write(content)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
