package rules_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/rules"
	"github.com/etalon-dmp/etalon/schemas"
)

// In the packs that ship, each rule that takes something out of judgement says who
// judges it.
func TestWhatAContextTakesOutIsJudged(t *testing.T) {
	l, err := schemas.Embedded()
	must(t, err)
	for _, name := range []string{"ihe-xds", "ci-sis", "dmp", "ihe-xua", "ihe-dsg"} {
		p, _ := l.Pack(name)
		faults, err := rules.Lint(l, p.Name)
		must(t, err)
		for _, f := range faults {
			t.Errorf("%s, %s: %s: %s", p.Name, f.At, f.Rule, f.What.EN)
		}
	}
}

func TestAContextThatStepsAside(t *testing.T) {
	for _, c := range []struct{ attribute, context, says string }{
		{"", "ev:request[@method!='']", "takes cases out"},
		{"", "ev:part[@size castable as xs:integer]", "takes cases out"},
		{"", "rim:Slot[count(rim:ValueList/rim:Value)=1]", "takes cases out"},
		{"", "rim:Slot[matches(@name,'x')]", "takes cases out"},
		{`e:aside="T99.none"`, "ev:request[@method!='']", "T99.none, which does not exist"},
		{`e:aside="L01.one"`, "ev:request[@method!='']", "L01.one, which has the same context"},
		{`e:open=" "`, "ev:request[@method!='']", "takes cases out"},
		{`e:aside="L02.other"`, "ev:request[@method!='']", ""},
		{`e:open="nobody knows"`, "ev:request[@method!='']", ""},
		{"", "ev:request[@sent-by='sut']", ""},
		{"", "ev:request[not(@capture)]", ""},
	} {
		got := strings.Join(asidesOf(t, c.attribute, c.context), "; ")
		if (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s %s: %q", c.attribute, c.context, got)
		}
	}
}

// asidesOf are what the lint says of a rule of a pack of its own that concerns what
// the context takes out.
func asidesOf(t *testing.T, attribute, context string) []string {
	t.Helper()
	const head = `<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:e="urn:etalon:rule:1" queryBinding="xslt2">
<sch:ns prefix="ev" uri="urn:etalon:evidence:1"/><sch:ns prefix="rim" uri="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"/><sch:ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>`
	files := fstest.MapFS{
		"mine/pack.yaml":         {Data: []byte("name: mine\nversion: \"1\"\nentries:\n  - {name: exchange, file: exchange.sch, over: soap}\n")},
		"mine/requirements.yaml": {Data: []byte("requirements: []\n")},
		"mine/exchange.sch": {Data: []byte(head + `<sch:pattern id="P"><sch:rule ` + attribute + ` context="` + context + `">
<sch:assert id="L01.one" role="error" test="true()">a</sch:assert></sch:rule></sch:pattern>
<sch:pattern id="Q"><sch:rule context="ev:exchange"><sch:assert id="L02.other" role="error" test="true()">b</sch:assert></sch:rule></sch:pattern></sch:schema>`)},
	}
	l, err := schemas.Embedded()
	must(t, err)
	p, err := rules.InFolder(l, files, "mine")
	must(t, err)
	faults, err := p.Lint()
	must(t, err)
	var out []string
	for _, f := range faults {
		if strings.Contains(f.What.EN, "aside") {
			out = append(out, f.What.EN)
		}
	}
	return out
}
