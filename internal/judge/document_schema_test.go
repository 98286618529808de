package judge

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// TestOneSchema: a schema alone is a pack whose digest changes with each file it
// is made of, and with no other, wherever its folder stands.
func TestOneSchema(t *testing.T) {
	tree := func(in string) fstest.MapFS {
		file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
		return fstest.MapFS{
			in + "s/main.sch":  file(`<schema xmlns="http://purl.oclc.org/dsdl/schematron" schemaVersion="7"><include href="../p/a.sch"/></schema>`),
			in + "p/a.sch":     file(`<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="p"><rule context="a"><assert id="A" flag="Warning" test="document('codes.xml')//c = b">m</assert></rule></pattern>`),
			in + "s/codes.xml": file(`<c>1</c>`), in + "s/other.sch": file(`<x/>`),
		}
	}
	info := func(fsys fstest.MapFS, file string) etalon.PackInfo {
		t.Helper()
		shelf, _, err := OneSchema(DocumentPack{FS: fsys, QueryBinding: "xslt2"}, file)
		if err != nil {
			t.Fatal(err)
		}
		return shelf.Pack()
	}
	first := info(tree(""), "s/main.sch")
	if first.Name != "main" || first.Version != "7" || len(first.Digest) != 64 {
		t.Errorf("%+v", first)
	}
	if deeper := info(tree("x/y/"), "x/y/s/main.sch"); deeper != first {
		t.Errorf("deeper in the tree %+v, %+v", deeper, first)
	}
	for name, changes := range map[string]bool{"s/main.sch": true, "p/a.sch": true, "s/codes.xml": true, "s/other.sch": false} {
		fsys := tree("")
		fsys[name].Data = append(fsys[name].Data, "<!-- -->"...)
		if now := info(fsys, "s/main.sch"); (now.Digest != first.Digest) != changes {
			t.Errorf("%s: changed %v", name, !changes)
		}
	}
	if _, _, err := OneSchema(DocumentPack{FS: tree("")}, "s/main.sch"); !errors.Is(err, schematron.ErrNoQueryBinding) {
		t.Error(err)
	}
	shelf, ref, err := OneSchema(DocumentPack{FS: tree(""), QueryBinding: "xslt2"}, "s/main.sch")
	if err != nil {
		t.Fatal(err)
	}
	r, err := shelf.Document(context.Background(), []byte("<a><b>2</b></a>"), func(*xmldoc.Doc) []EntryRef { return []EntryRef{ref} }, nil)
	if err != nil || r.Verdict != etalon.Pass || len(r.Entries) != 1 || len(r.Entries[0].Findings) != 1 || r.Entries[0].Findings[0].Severity != etalon.SeverityWarning {
		t.Errorf("%+v %v", r, err)
	}
}

// TestHintOfAnOpenRule: what the document caused is not called a defect of the rule.
func TestHintOfAnOpenRule(t *testing.T) {
	for test, ofRule := range map[string]bool{"normalize-space(b) = '1'": false, "error()": true} {
		fsys := fstest.MapFS{"m.sch": {Data: []byte(`<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern><rule context="a"><assert test="` + test + `">m</assert></rule></pattern></schema>`)}}
		shelf, ref, err := OneSchema(DocumentPack{FS: fsys}, "m.sch")
		if err != nil {
			t.Fatal(err)
		}
		r, err := shelf.Document(context.Background(), []byte("<a><b>1</b><b>2</b></a>"), func(*xmldoc.Doc) []EntryRef { return []EntryRef{ref} }, nil)
		if err != nil || r.Verdict != etalon.Inconclusive {
			t.Fatalf("%+v %v", r, err)
		}
		if hint := r.Entries[0].Findings[0].Hint; strings.Contains(hint.EN, "defect of the rule") != ofRule || strings.Contains(hint.FR, "défaut de la règle") != ofRule {
			t.Errorf("%s: %+v", test, hint)
		}
	}
}
