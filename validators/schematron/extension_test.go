package schematron

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const extending = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">%ns%
<pattern><rule context="c"><assert id="A" test="x:in-value-set(@code, @system, 'J1')">m</assert><assert id="B" test="x:is-oid(@system)">m</assert></rule></pattern></schema>`

func extensionSchema(ns string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(strings.Replace(extending, "%ns%", ns, 1))}
}

// TestExtensionFunctionsNeedTheirNamespace loads rules that use our functions:
// with the namespace declared they run, over the value sets of the pack;
// without it the schema is refused, with the place of the rule.
func TestExtensionFunctionsNeedTheirNamespace(t *testing.T) {
	set := `<valueSet xmlns="urn:etalon:valueset:1" id="J1" partial="false"><code code="10" system="1.2"/></valueSet>`
	fsys := fstest.MapFS{
		"main.sch":         extensionSchema(`<ns prefix="x" uri="urn:etalon:xpath:1"/>`),
		"undeclared.sch":   extensionSchema(``),
		"other.sch":        extensionSchema(`<ns prefix="x" uri="urn:other"/>`),
		"valuesets/J1.xml": &fstest.MapFile{Data: []byte(set)},
	}
	for _, entry := range []string{"undeclared.sch", "other.sch"} {
		if _, _, err := Load(fsys, entry, Options{}); err == nil || !strings.Contains(err.Error(), entry+":2") {
			t.Errorf("%s: %v", entry, err)
		}
	}
	s, defects, err := Load(fsys, "main.sch", Options{})
	if err != nil || len(defects) != 0 {
		t.Fatal(err, defects)
	}
	d, err := xmldoc.Parse([]byte(`<r><c code="10" system="1.2"/><c code="10" system="1.3"/><c code="10" system="x"/></r>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Run(context.Background(), d)
	if err != nil || len(r.Errors) != 0 {
		t.Fatal(err, r.Errors)
	}
	var got []string
	for _, c := range r.Checks {
		got = append(got, string(s.Rules()[c.Rule].ID)+" "+c.Location)
	}
	if want := "A /r/c[2]; A /r/c[3]; B /r/c[3]"; strings.Join(got, "; ") != want {
		t.Errorf("got %v, want %s", got, want)
	}

	delete(fsys, "valuesets/J1.xml")
	s, defects, err = Load(fsys, "main.sch", Options{})
	if err != nil || len(defects) != 1 || defects[0].Code != MissingDocument {
		t.Fatal(err, defects)
	}
	r, err = s.Run(context.Background(), d)
	if err != nil || len(r.Errors) == 0 || s.Rules()[r.Errors[0].Rule].ID != "A" || !strings.Contains(r.Errors[0].Reason, "FODC0002") {
		t.Errorf("a rule without its value set: %v %v", err, r.Errors)
	}
	for _, c := range r.Checks {
		if s.Rules()[c.Rule].ID != "B" {
			t.Errorf("%+v was judged", c)
		}
	}
}
