package schematron

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// says runs rules over a document and gives "id location text" for each check.
func says(t *testing.T, fsys fstest.MapFS, doc string) (string, *Report) {
	t.Helper()
	s, defects, err := Load(fsys, "main.sch", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range defects {
		t.Error("defect", d)
	}
	d, err := xmldoc.Parse([]byte(doc), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	rep, err := s.Run(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	if _, kept := twice(t, fsys, "main.sch", Options{}); kept != nil {
		if told(t, kept, d) != told(t, s, d) || !reflect.DeepEqual(kept.Rules(), s.Rules()) {
			t.Error("from a cache it is another schema")
		}
	}
	var lines []string
	for _, c := range rep.Checks {
		line := string(s.Rules()[c.Rule].ID) + " " + c.Location + " " + strings.Join(strings.Fields(c.Text), " ")
		for _, d := range c.Diagnostics {
			line += " [" + d.ID + " " + d.Lang + " " + d.Text + "]"
		}
		lines = append(lines, line)
	}
	for _, e := range rep.Errors {
		lines = append(lines, "error "+string(s.Rules()[e.Rule].ID)+" "+e.Reason)
	}
	return strings.Join(lines, "\n"), rep
}

func schema(body string) fstest.MapFS {
	return fstest.MapFS{"main.sch": {Data: []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:e="urn:etalon:rule:1" queryBinding="xslt2"><sch:ns prefix="a" uri="urn:a"/>` + body + `</sch:schema>`)}}
}

func TestOwnRules(t *testing.T) {
	fsys := schema(`
<sch:let name="limit" value="2"/>
<sch:pattern id="p">
  <sch:let name="all" value="//a:item"/>
  <sch:rule context="a:item[@n]">
    <sch:let name="n" value="number(@n)"/>
    <sch:assert id="R1" role="error" flag="f" e:requirements="X-1 X-2" test="$n le $limit" diagnostics="R1.en R1.seen">trop grand: <sch:value-of select="$n"/> de <sch:value-of select="count($all)"/> dans <sch:name/></sch:assert>
    <sch:report id="R2" test="document('codes.xml')//c[. = current()/@code]">code <sch:value-of select="@code"/></sch:report>
    <sch:assert id="R3" test="xs:integer(@code) = 1">never</sch:assert>
  </sch:rule>
  <sch:rule context="a:item"><sch:assert id="R4" test="false()">sans n</sch:assert></sch:rule>
</sch:pattern>
<sch:diagnostics>
  <sch:diagnostic id="R1.en" xml:lang="en">too large</sch:diagnostic>
  <sch:diagnostic id="R1.seen">vu <sch:value-of select="@n"/></sch:diagnostic>
</sch:diagnostics>`)
	fsys["codes.xml"] = &fstest.MapFile{Data: []byte("<l><c>A</c><c>B</c></l>")}
	got, rep := says(t, fsys, `<a:doc xmlns:a="urn:a"><a:item n="1" code="B"/><a:item n="3" code="1"/><a:item/></a:doc>`)
	want := `R2 /a:doc/a:item code B
R1 /a:doc/a:item[2] trop grand: 3 de 3 dans a:item [R1.en en too large] [R1.seen  vu 3]
R4 /a:doc/a:item[3] sans n
error R3 test: FORG0001: "B" is not an xs:integer`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if n := rep.Evaluated(); n[2] != 1 || n[0] != 2 {
		t.Errorf("evaluated %v", rep.Evaluated())
	}
}
