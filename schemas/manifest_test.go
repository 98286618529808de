package schemas_test

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/schemas"
)

var update = flag.Bool("update", false, "write MANIFEST.yaml anew")

// TestManifestIsFresh: every embedded file is in the manifest with its digest,
// and nothing else is. After a change: go test ./schemas -run Manifest -update.
func TestManifestIsFresh(t *testing.T) {
	have, err := schemas.Inventory()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# Every embedded file, where its facts come from, and its digest.\n" +
		"# Written by: go test ./schemas -run Manifest -update\nfiles:\n")
	for _, r := range have {
		source, date := provenance(t, r.Path)
		fmt.Fprintf(&b, "  - path: %s\n    source: %q\n    date: %q\n    sha256: %s\n", r.Path, source, date, r.SHA256)
	}
	if *update {
		if err := os.WriteFile(schemas.ManifestFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	written, err := os.ReadFile(schemas.ManifestFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != b.String() {
		t.Error("MANIFEST.yaml is stale: go test ./schemas -run Manifest -update")
	}
	listed, err := schemas.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	if len(listed) != len(have) || len(have) < 100 {
		t.Errorf("%d files listed, %d embedded", len(listed), len(have))
	}
	for _, r := range listed {
		if r.Source == "" {
			t.Errorf("%s has no source", r.Path)
		}
	}
}

// provenance is what a file says of its own source: a value set in its root
// element, a rule file in each of its rules.
func provenance(t *testing.T, path string) (source, date string) {
	t.Helper()
	switch {
	case strings.Contains(path, "/examples/"):
		return "Étalon ; document synthétique", ""
	case strings.HasSuffix(path, "/requirements.yaml"):
		return "Étalon ; la source de chaque exigence est dans le fichier", ""
	case !strings.Contains(path, "/valuesets/"):
		return "Étalon ; la source de chaque règle est son attribut e:source", ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		Source  string `xml:"source,attr"`
		Version string `xml:"version,attr"`
	}
	if err := xml.Unmarshal(text, &set); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return set.Source, set.Version
}

// TestValueSets: each list names itself as its file does, says whether it is
// whole, and holds no code twice. The counts are those of the publisher where
// they are known.
func TestValueSets(t *testing.T) {
	want := map[string]int{
		"J38": 3, "J47": 10, "J56": 379, "J57": 12, "J58": 6, "J59": 101, "J60": 62, "J61": 68, "J62": 11, "J64": 1, "J65": 432,
		"J66":  108 + 1, // 11526-1, which has left it
		"J231": 3, "X16": 109,
	}
	names, err := fs.Glob(os.DirFS("."), "packs/*/valuesets/*.xml")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d value sets: %v", len(names), err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var set struct {
			XMLName xml.Name `xml:"urn:etalon:valueset:1 valueSet"`
			ID      string   `xml:"id,attr"`
			Partial string   `xml:"partial,attr"`
			Codes   []struct {
				Code   string `xml:"code,attr"`
				System string `xml:"system,attr"`
				Slot   string `xml:"slot,attr"` // of which a criterion has one or two
			} `xml:"urn:etalon:valueset:1 code"`
		}
		if err := xml.Unmarshal(text, &set); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if set.ID+".xml" != path.Base(name) || (set.Partial != "true" && set.Partial != "false") {
			t.Errorf("%s calls itself %q, partial %q", name, set.ID, set.Partial)
		}
		seen := map[[3]string]bool{}
		for _, c := range set.Codes {
			if c.Code == "" || seen[[3]string{c.Code, c.System, c.Slot}] {
				t.Errorf("%s: code %q of %q is empty or there twice", name, c.Code, c.System)
			}
			seen[[3]string{c.Code, c.System, c.Slot}] = true
			if c.System == "" && set.Partial == "false" {
				t.Errorf("%s: code %s has no system", name, c.Code)
			}
		}
		if n, ok := want[set.ID]; ok && n != len(set.Codes) {
			t.Errorf("%s has %d codes, the publisher counts %d", name, len(set.Codes), n)
		}
	}
}
