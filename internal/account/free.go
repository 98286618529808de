package account

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon"
)

// FreeFile is the file that says what messages may do otherwise.
const FreeFile = "free.yaml"

//go:embed free.yaml
var freeFile []byte

// Liberty is an entry of free.yaml: a clause by which nodes may be otherwise than
// in the conforming messages.
type Liberty struct {
	// Pack is the one whose messages are free so, with those of packs that extend it.
	Pack string `yaml:"pack"`
	// Unless is a pack whose messages are not free so: it says what Pack leaves open.
	Unless string `yaml:"unless"`
	// Path is a keyed path where * stands for any text; Paths are several that one
	// clause frees alike.
	Path       string            `yaml:"path"`
	Paths      []string          `yaml:"paths"`
	Operators  []Operator        `yaml:"operators"`
	Reason     string            `yaml:"reason"` // why, in French
	Source     string            `yaml:"source"` // document, section
	Confidence etalon.Confidence `yaml:"confidence"`
}

// Liberties are the entries of the embedded free.yaml.
func Liberties() ([]Liberty, error) { return liberties(freeFile) }

func liberties(raw []byte) ([]Liberty, error) {
	var all []Liberty
	if err := yaml.UnmarshalWithOptions(raw, &all, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", FreeFile, err)
	}
	for i, l := range all {
		if err := l.check(); err != nil {
			return nil, fmt.Errorf("%s, entry %d: %w", FreeFile, i+1, err)
		}
	}
	return all, nil
}

func (l Liberty) check() error {
	switch {
	case l.Pack == "":
		return errors.New("pack: whose messages?")
	case slices.ContainsFunc(l.paths(), func(p string) bool { return strings.Trim(p, "*/") == "" }):
		return errors.New("path: it would free everything")
	case len(l.Operators) == 0:
		return errors.New("operators: it says none")
	case l.Reason == "" || l.Source == "" || l.Confidence == "":
		return errors.New("reason, source and confidence are needed: a liberty has its clause")
	}
	return nil
}

// paths are all of them, at least one.
func (l Liberty) paths() []string {
	if l.Path != "" || len(l.Paths) == 0 {
		return append([]string{l.Path}, l.Paths...)
	}
	return l.Paths
}

// covers tells whether a node may be so in messages that these packs judge.
func (l Liberty) covers(path string, op Operator, packs []string) bool {
	if l.Unless != "" && slices.Contains(packs, l.Unless) {
		return false
	}
	return slices.Contains(packs, l.Pack) && slices.Contains(l.Operators, op) &&
		slices.ContainsFunc(l.paths(), func(p string) bool { return like(p, path) })
}

// like tells whether a text is what a pattern says, * standing for any text.
func like(pattern, s string) bool {
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	if len(parts) == 1 {
		return s == pattern
	}
	s = s[len(parts[0]):]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(s, p)
		if i < 0 {
			return false
		}
		s = s[i+len(p):]
	}
	return strings.HasSuffix(s, parts[len(parts)-1])
}

// String names an entry.
func (l Liberty) String() string {
	return fmt.Sprintf("%s, %s %v", l.Pack, strings.Join(l.paths(), " "), l.Operators)
}
