package terminology

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	svs = `<?xml version="1.0"?><RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="1.2.250.1.999.1" displayName="JDV_ESSAI" dateMaj="20260101120000"><ConceptList>` +
		`<Concept code="A" codeSystem="1.2.250.1.999.7" displayName="Premier"/><Concept code="B" codeSystem="1.2.250.1.999.7" displayName="Second"/></ConceptList></ValueSet></RetrieveValueSetResponse>`
	rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:owl="http://www.w3.org/2002/07/owl#">` +
		`<rdf:Description><skos:notation>C1</skos:notation><skos:prefLabel xml:lang="fr">Un  mot</skos:prefLabel></rdf:Description>` +
		`<skos:Concept><skos:notation>C2</skos:notation><owl:deprecated>true</owl:deprecated></skos:Concept></rdf:RDF>`
)

func folder(files map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func TestLookUp(t *testing.T) {
	x, err := Open(folder(map[string]string{"jdv/JDV_ESSAI.xml": svs, "1.2.250.1.999.8.rdf": rdf, "schema.xml": "<x/>", "notes.rdf": "autre", "LISEZMOI.txt": "x"}))
	if err != nil {
		t.Fatal(err)
	}
	if x.Sets != 1 || x.Systems != 1 || len(x.Ignored) != 2 || len(x.Digest) != 64 || x.Updated != "20260101" {
		t.Errorf("%d sets, %d systems, ignored %v, digest %q", x.Sets, x.Systems, x.Ignored, x.Digest)
	}
	if x.Whole("1.2.250.1.999.7") || !x.Whole("1.2.250.1.999.8") {
		t.Error("a value set is not a code system, a terminology is")
	}
	if known, gone := x.Has("1.2.250.1.999.8", "C2"); !known || !gone {
		t.Errorf("C2: %v, withdrawn %v", known, gone)
	}
	if known, _ := x.Has("1.2.250.1.999.8", "A"); known {
		t.Error("a code of another system is known")
	}
	if got := x.Labels("1.2.250.1.999.8", "C1"); len(got) != 1 || got[0] != "Un mot" {
		t.Errorf("labels %q", got)
	}
	set, ok := x.Set("1.2.250.1.999.1")
	if !ok || set.Len() != 2 || !set.Has("1.2.250.1.999.7", "B") || set.Has("1.2.250.1.999.8", "B") || set.Updated != "20260101120000" {
		t.Errorf("%v %+v", ok, set)
	}
}

func TestRefusals(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"cut":      {"1.2.rdf": rdf[:200]},
		"no codes": {"1.2.rdf": strings.ReplaceAll(rdf, "notation", "note")},
		"cut set":  {"JDV.xml": svs[:300]},
	} {
		if _, err := Open(folder(files)); err == nil || !strings.Contains(err.Error(), ".") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(folder(map[string]string{"a.xml": "<a/>"})); !errors.Is(err, ErrEmpty) {
		t.Errorf("an empty folder: %v", err)
	}
}

// TestPublishedTrees: in the tree that somebody has, every concept that its files
// write is found, counted here by its text alone.
func TestPublishedTrees(t *testing.T) {
	tree := os.Getenv("ETALON_ANS_PACK")
	if tree == "" {
		t.Skip("ETALON_ANS_PACK names no published tree")
	}
	x, err := Open(os.DirFS(tree))
	if err != nil {
		t.Fatal(err)
	}
	concept := regexp.MustCompile(`(?s)<Concept\s([^>]*)>`)
	code, system := regexp.MustCompile(`(?:^|\s)code="([^"]*)"`), regexp.MustCompile(`codeSystem="([^"]*)"`)
	files, _ := filepath.Glob(filepath.Join(tree, "jeuxDeValeurs", "*.xml"))
	seen, missing := 0, 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range concept.FindAllSubmatch(raw, -1) {
			c, s := code.FindSubmatch(m[1]), system.FindSubmatch(m[1])
			if c == nil || s == nil || len(c[1]) == 0 || len(s[1]) == 0 || strings.ContainsAny(string(c[1])+string(s[1]), "& ") {
				continue
			}
			if seen++; !has(x, string(s[1]), strings.TrimSpace(string(c[1]))) {
				missing++
			}
		}
	}
	notation := regexp.MustCompile(`<skos:notation>([^<&]+)</skos:notation>`)
	rdfs, _ := filepath.Glob(filepath.Join(tree, "schematrons", "profils", "terminologies", "terminologie", "*.rdf"))
	for _, file := range rdfs {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		oid := strings.TrimSuffix(filepath.Base(file), ".rdf")
		for _, m := range notation.FindAllSubmatch(raw, -1) {
			if seen++; !has(x, oid, strings.TrimSpace(string(m[1]))) {
				missing++
			}
		}
	}
	t.Logf("%d value sets, %d terminologies, %d concepts looked up", x.Sets, x.Systems, seen)
	if seen < 100_000 || missing > 0 {
		t.Errorf("%d of %d concepts are not found", missing, seen)
	}
}

func has(x *Index, oid, code string) bool {
	known, _ := x.Has(oid, code)
	return known
}
