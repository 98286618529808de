package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestValidateByOneSchematron: a schema stands for a pack; one that names no
// query binding is asked for it.
func TestValidateByOneSchematron(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"s/to.sch":       `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" schemaVersion="4"><include href="p.sch"/></schema>`,
		"s/bare.sch":     `<schema xmlns="http://purl.oclc.org/dsdl/schematron"><include href="p.sch"/></schema>`,
		"s/p.sch":        `<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="p"><rule context="letter"><assert id="L1" test="to">à qui ?</assert><assert id="L2" flag="Warning" test="date">quand ?</assert></rule></pattern>`,
		"s/key.sch":      `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="f"/></schema>`,
		"docs/a.xml":     "<letter><to/></letter>",
		"docs/b.xml":     "<letter/>",
		"pack/x.sch":     `<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="letter"><assert test="to">à qui ?</assert></rule></pattern></schema>`,
		"pack/pack.yaml": "name: x\nversion: \"1\"\nentries:\n  - {name: x, file: x.sch, over: document}\n",
	} {
		if err := writeBelow(dir, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	a, b := in("docs/a.xml"), in("docs/b.xml")
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{a, "--schematron", in("s/to.sch")}, 0, "to 4, sha256"},
		{[]string{a, "--schematron", in("s/to.sch")}, 0, "avertissement"},
		{[]string{b, "--schematron", in("s/to.sch")}, 1, "à qui ?"},
		{[]string{b, "--schematron", in("s/to.sch"), "--format", "svrl"}, 1, "svrl:failed-assert"},
		{[]string{a, "--schematron", in("s/bare.sch")}, 2, "--query-binding xslt2"},
		{[]string{b, "--schematron", in("s/bare.sch"), "--query-binding", "xslt2"}, 1, "à qui ?"},
		{[]string{b, "--pack", in("pack")}, 5, "names no query binding"},
		{[]string{b, "--pack", in("pack"), "--query-binding", "xslt2"}, 1, "à qui ?"},
		{[]string{a, "--schematron", in("s/key.sch")}, 2, "xsl:function"},
		{[]string{a, "--schematron", in("s/none.sch")}, 2, "none.sch"},
		{[]string{a, "--schematron", in("s/to.sch"), "--pack", in("pack")}, 2, "exclude"},
		{[]string{a, "--schematron", in("s/to.sch"), "--entry", "to"}, 2, "--entry"},
		{[]string{a, "--schematron", in("s/to.sch"), "--query-binding", "xslt"}, 2, "only xslt2"},
		{[]string{a, "--query-binding", "xslt2"}, 2, "--schematron"},
	} {
		told := validation(t, append([]string{"validate", "--cache", "off"}, c.args...)...)
		if told.code != c.code || !strings.Contains(told.out+told.err, c.says) {
			t.Errorf("%v: exit %d, want %d and %q\n%s%s", c.args, told.code, c.code, c.says, told.out, told.err)
		}
	}
}
