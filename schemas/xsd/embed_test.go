package xsd

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

var update = flag.Bool("update", false, "rewrite the digests in MANIFEST.yaml; sources and dates stay for people to write")

type manifest struct {
	Files []entry `yaml:"files"`
}

type entry struct {
	File   string `yaml:"file"`
	Facts  string `yaml:"facts"`
	Date   string `yaml:"date"`
	SHA256 string `yaml:"sha256"`
}

func TestTheManifestIsFresh(t *testing.T) {
	b, err := fs.ReadFile(FS(), "MANIFEST.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := yaml.UnmarshalWithOptions(b, &m, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	text := string(b)
	listed := map[string]bool{}
	for _, e := range m.Files {
		listed[e.File] = true
		content, err := fs.ReadFile(FS(), e.File)
		if err != nil {
			t.Errorf("%s is listed and not there: %v", e.File, err)
			continue
		}
		sum := sha256.Sum256(content)
		digest := hex.EncodeToString(sum[:])
		if _, err := time.Parse(time.DateOnly, e.Date); err != nil {
			t.Errorf("%s: date %q", e.File, e.Date)
		}
		if strings.TrimSpace(e.Facts) == "" {
			t.Errorf("%s names no source of its facts", e.File)
		}
		if e.SHA256 == digest {
			continue
		}
		if *update && strings.Count(text, e.SHA256) == 1 {
			text = strings.Replace(text, e.SHA256, digest, 1)
			continue
		}
		t.Errorf("%s has sha256 %s, the manifest says %s (go test ./schemas/xsd -update)", e.File, digest, e.SHA256)
	}
	if *update {
		if err := os.WriteFile("MANIFEST.yaml", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all, err := fs.Glob(FS(), "*.xsd")
	if err != nil || len(all) == 0 {
		t.Fatalf("no schema: %v", err)
	}
	for _, f := range all {
		if !listed[path.Base(f)] {
			t.Errorf("%s is not in MANIFEST.yaml", f)
		}
	}
}

// Nothing here may send an engine to the network or out of the folder.
func TestSchemasNameOnlyTheirNeighbours(t *testing.T) {
	all, err := fs.Glob(FS(), "*.xsd")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		b, err := fs.ReadFile(FS(), f)
		if err != nil {
			t.Fatal(err)
		}
		rest := string(b)
		for {
			_, after, ok := strings.Cut(rest, `schemaLocation="`)
			if !ok {
				break
			}
			location, tail, _ := strings.Cut(after, `"`)
			if _, err := fs.Stat(FS(), location); err != nil {
				t.Errorf("%s names %q: %v", f, location, err)
			}
			rest = tail
		}
		if strings.Contains(string(b), "<!DOCTYPE") {
			t.Errorf("%s declares a document type", f)
		}
	}
}
