package ans

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// small is a tree with the shape of the published one and nothing of its content.
func small() fs.FS {
	files := fstest.MapFS{}
	for _, name := range append(generals,
		"schematrons/CI-SIS_BIO-CR-BIO_2021.01.sch", "schematrons/CI-SIS_BIO-CR-BIO_2024.01.sch",
		"schematrons/CI-SIS_VSM_1.4_2022.01.sch", "schematrons/CI-SIS_VSM_2023.01.sch", "schematrons/LISEZMOI.txt") {
		files[name] = &fstest.MapFile{Data: []byte("<schema/>")}
	}
	return files
}

func document(t *testing.T, ids string) *xmldoc.Doc {
	t.Helper()
	d, err := xmldoc.Parse([]byte(`<ClinicalDocument xmlns="urn:hl7-org:v3">`+ids+`</ClinicalDocument>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADocumentNamesItsModelAndVersion(t *testing.T) {
	tree, err := Open(small())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ ids, volet string }{
		{`<templateId root="1.2.250.1.213.1.1.1.55" extension="2021.01"/>`, "BIO-CR-BIO_2021.01"},
		{`<templateId root="1.2.250.1.213.1.1.1.55"/>`, "BIO-CR-BIO_2024.01"},
		{`<templateId root="1.2.250.1.213.1.1.1.55" extension="1999.01"/>`, "BIO-CR-BIO_2024.01"},
		{`<templateId root="1.2.250.1.213.1.1.1.13" extension="201310"/>`, "VSM_1.4_2022.01"},
		{`<templateId root="1.2.250.1.213.1.1.1.1"/>`, ""},
		{`<component><templateId root="1.2.250.1.213.1.1.1.55"/></component>`, ""},
	}
	for _, tt := range tests {
		entries := tree.For(document(t, tt.ids))
		if len(entries) < len(generals) {
			t.Fatalf("%s: the general entries are missing: %v", tt.ids, entries)
		}
		volet := ""
		for _, e := range entries[len(generals):] {
			volet += e.Name
		}
		if volet != tt.volet {
			t.Errorf("%s: volet %q, want %q", tt.ids, volet, tt.volet)
		}
	}
}

func TestAChoiceSaysWhatItAssumes(t *testing.T) {
	tree, err := Open(small())
	if err != nil {
		t.Fatal(err)
	}
	bio := `<templateId root="1.2.250.1.213.1.1.1.55"/>`
	inside := `<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"><ClinicalDocument xmlns="urn:hl7-org:v3">` + bio + `</ClinicalDocument></x:stylesheet>`
	whole := `<ClinicalDocument xmlns="urn:hl7-org:v3">` + bio + `</ClinicalDocument>`
	tests := []struct {
		text, volet string
		assumed     bool
	}{
		{whole, "BIO-CR-BIO_2024.01", true},
		{`<?oxygen SCHSchema="../schematrons/CI-SIS_BIO-CR-BIO_2021.01.sch"?>` + whole, "BIO-CR-BIO_2021.01", false},
		{`<?oxygen SCHSchema="../schematrons/CI-SIS_VSM_2023.01.sch"?>` + whole, "BIO-CR-BIO_2024.01", true},
		{inside, "BIO-CR-BIO_2024.01", true},
		{strings.Replace(whole, "/>", ` extension="2021.01"/>`, 1), "BIO-CR-BIO_2021.01", false},
		{strings.Replace(whole, "/>", ` extension="1999.01"/>`, 1), "BIO-CR-BIO_2024.01", true},
	}
	for _, tt := range tests {
		d, err := xmldoc.Parse([]byte(tt.text), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		choices := tree.Choose(d)
		last := choices[len(choices)-1]
		if len(choices) != 6 || last.Name != tt.volet || last.Assumed != tt.assumed || choices[0].Assumed {
			t.Errorf("%s: %+v", tt.text, choices)
		}
	}
	other, err := xmldoc.Parse([]byte("<SubmitObjectsRequest>"+whole+"</SubmitObjectsRequest>"), xmldoc.Limits{})
	if err != nil || len(tree.Choose(other)) != 0 || Clinical(other).OK() {
		t.Errorf("an entry speaks for another document: %v, %v", tree.Choose(other), err)
	}
}

func TestMissingTerminologiesAreGaps(t *testing.T) {
	files := small().(fstest.MapFS)
	files[terminologyFolder+"/2.16.840.1.113883.6.1.rdf"] = &fstest.MapFile{Data: []byte("<rdf/>")}
	tree, err := Open(files)
	if err != nil {
		t.Fatal(err)
	}
	gaps := tree.Gaps()
	if len(gaps) != 3 {
		t.Fatalf("%d gaps: %v", len(gaps), gaps)
	}
	for _, g := range gaps {
		if g.Entry != terminologyRules || strings.Contains(g.Text, "LOINC") {
			t.Errorf("%+v", g)
		}
	}
}

func TestSelect(t *testing.T) {
	tree, err := Open(small())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"general": 5, "all": 9, "IHE": 1, "CI-SIS_VSM_2023.01": 1, "schematrons/profils/IHE.sch": 1, "vsm_2023.01": 1} {
		got, err := tree.Select(name)
		if err != nil || len(got) != want {
			t.Errorf("%s: %d entries (%v), want %d", name, len(got), err, want)
		}
	}
	if _, err := tree.Select("NOTHING"); err == nil {
		t.Error("an unknown entry was accepted")
	}
}

// The digest of the small tree, from GNU tools: sha256sum of each file by path,
// and sha256sum of those lines.
const smallDigest = "f05c7877d445eab09e6d7f9122fe40d5745f0f57f36394744d363d767de8afd7"

func TestTheDigestIsThatOfNamesAndBytes(t *testing.T) {
	files := small().(fstest.MapFS)
	files["ExemplesCDA/one.xml"] = &fstest.MapFile{Data: []byte("not of the rules")}
	files["jeuxDeValeurs/long.xml"] = &fstest.MapFile{Data: []byte(strings.Repeat("<a/>", 100_000))}
	tree, err := Open(files)
	if err != nil || tree.Digest != smallDigest {
		t.Fatalf("%s, %v, want %s", tree.Digest, err, smallDigest)
	}
	for name := range files {
		changed := maps.Clone(files)
		changed[name] = &fstest.MapFile{Data: []byte("<schema />")}
		after, err := Open(changed)
		if err != nil || (after.Digest == tree.Digest) == Covers(name) {
			t.Errorf("%s changed: %s, %v", name, after.Digest, err)
		}
		delete(changed, name)
		if after, err := Open(changed); name != generals[0] && (err != nil || (after.Digest == tree.Digest) != strings.HasPrefix(name, "ExemplesCDA/")) {
			t.Errorf("%s is gone: %v, %v", name, after, err)
		}
	}
}

// A file that cannot be read ends the digest: an incomplete one would pass for
// that of another tree.
func TestNoDigestOfAFileThatCannotBeRead(t *testing.T) {
	files := small().(fstest.MapFS)
	_, err := Open(unreadable{files, "schematrons/profils/IHE.sch"})
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "IHE.sch") {
		t.Errorf("got %v", err)
	}
}

// unreadable is a file system with a file that fails when it is read.
type unreadable struct {
	fs.FS
	name string
}

func (u unreadable) Open(name string) (fs.File, error) {
	f, err := u.FS.Open(name)
	if err == nil && name == u.name {
		return closed{f}, nil
	}
	return f, err
}

type closed struct{ fs.File }

func (closed) Read([]byte) (int, error) { return 0, fs.ErrPermission }

func TestAFolderThatIsNoTreeIsRefused(t *testing.T) {
	if _, err := Open(fstest.MapFS{"x.sch": {}}); !errors.Is(err, ErrNotTree) {
		t.Errorf("got %v", err)
	}
}

// The published examples: the model that a document names is the one its file
// name tells. Four examples name none, or a version the tree has no rules for.
func TestPublishedExamples(t *testing.T) {
	root := os.Getenv("ETALON_ANS_PACK")
	if root == "" {
		t.Skip("ETALON_ANS_PACK is not set")
	}
	tree, err := Open(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "ExemplesCDA", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no example: %v", err)
	}
	agreed := 0
	for _, f := range files {
		if strings.HasPrefix(filepath.Base(f), "01_") {
			continue // the catalogue of all templates: no model's own example
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, err := xmldoc.Parse(b, xmldoc.Limits{AllowDTD: true})
		if err != nil {
			t.Fatalf("%s: %v", filepath.Base(f), err)
		}
		for _, e := range tree.For(d)[len(generals):] {
			if strings.HasPrefix(strings.ToLower(filepath.Base(f)), strings.ToLower(modelOf(e.Name))) || strings.HasPrefix(filepath.Base(f), "eP-MED-DM") && modelOf(e.Name) == "EP-MED-DM" {
				agreed++
			} else {
				t.Errorf("%s: %s", filepath.Base(f), e.Name)
			}
		}
	}
	if agreed < len(files)-6 {
		t.Errorf("%d of %d examples name their model", agreed, len(files))
	}
}

// A list that the header's rules miss comes from the value set of its identifier; one
// that is there, or that nothing gives, is left as it is.
func TestAMissingListComesFromItsValueSet(t *testing.T) {
	files := small().(fstest.MapFS)
	set := func(id, code string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet displayName="x" id="` + id + `"><ConceptList><Concept code="` + code + `" codeSystem="1.2" displayName="a &lt; b"/></ConceptList></ValueSet></RetrieveValueSetResponse>`)}
	}
	files[setFolder+"/JDV_J07.xml"] = set("1.2.250.1.213.1.1.5.471", "A&amp;1")
	files[setFolder+"/JDV_J01.xml"] = set("1.2.250.1.213.1.1.5.461", "other")
	files[setFolder+"/broken.xml"] = &fstest.MapFile{Data: []byte(`<ValueSet id="1.9"><`)}
	files[listFolder+"/voc-1.2.250.1.213.1.1.5.461-DYNAMIC.xml"] = &fstest.MapFile{Data: []byte("<there/>")}
	tree, err := Open(files)
	if err != nil {
		t.Fatal(err)
	}
	f := tree.Filled()
	for name, want := range map[string]string{
		"voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml": `<valueSets><valueSet><conceptList><concept code="A&amp;1" codeSystem="1.2" displayName="a &lt; b"/></conceptList></valueSet></valueSets>`,
		"voc-1.2.250.1.213.1.1.5.461-DYNAMIC.xml": "<there/>",
		"voc-1.2.250.1.213.1.1.5.999-DYNAMIC.xml": "",
		"voc-1.9-DYNAMIC.xml":                     "",
		"other.xml":                               "",
	} {
		text, err := fs.ReadFile(f, listFolder+"/"+name)
		if string(text) != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	entries, err := fs.ReadDir(f, listFolder)
	names := map[string]bool{}
	for _, e := range entries {
		names[e.Name()] = true
	}
	if err != nil || len(entries) != 3 || !names["voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml"] {
		t.Errorf("%v, %v", names, err)
	}
	if told := tree.Filling(); len(told) != 1 || !strings.Contains(told[0].Text, "JDV_J07.xml") {
		t.Errorf("%v", told)
	}
	if bare, _ := Open(small()); len(bare.Filling()) != 0 {
		t.Errorf("%v", bare.Filling())
	}
}
