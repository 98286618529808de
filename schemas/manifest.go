package schemas

import (
	"crypto/sha256"
	_ "embed" // for the manifest
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// ManifestFile lists the embedded files with where their facts come from.
const ManifestFile = "MANIFEST.yaml"

//go:embed MANIFEST.yaml
var manifest []byte

// Record is one embedded file: rule, value set or pack head.
type Record struct {
	Path   string `yaml:"path"`   // relative to this folder
	Source string `yaml:"source"` // where its facts come from; the rules name theirs one by one
	Date   string `yaml:"date"`   // version of that source, "" where it has none
	SHA256 string `yaml:"sha256"` // of the content, in hex
}

// Manifest reads the manifest, in the order of paths.
func Manifest() ([]Record, error) {
	var m struct {
		Files []Record `yaml:"files"`
	}
	if err := yaml.UnmarshalWithOptions(manifest, &m, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", ManifestFile, err)
	}
	return m.Files, nil
}

// Inventory lists the embedded files as they are: path and sha256.
func Inventory() ([]Record, error) {
	var all []Record
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		all = append(all, Record{Path: name, SHA256: hex.EncodeToString(sum[:])})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("embedded files: %w", err)
	}
	slices.SortFunc(all, func(a, b Record) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}
