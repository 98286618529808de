package schematron

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// TestScopeOfExtends: an abstract rule is laid in where it is extended. It sees
// the lets before it, its own are seen behind it, the last of a name counts.
func TestScopeOfExtends(t *testing.T) {
	const doc = `<r><a n="near"/><b n="other"/></r>`
	abstract := `<rule abstract="true" id="R"><assert id="A" test="$v = 'far'">v is <value-of select="$v"/></assert></rule>`
	for name, c := range map[string]struct{ body, want string }{
		"a let of the rule hides the schema's": {
			`<let name="v" value="'far'"/><pattern>` + abstract + `<rule context="a"><let name="v" value="@n"/><extends rule="R"/></rule></pattern>`,
			"A /r/a v is near",
		},
		"of each rule that extends": {
			`<let name="v" value="'far'"/><pattern>` + abstract + `<rule context="a"><let name="v" value="@n"/><extends rule="R"/></rule><rule context="b"><let name="v" value="@n"/><extends rule="R"/></rule><rule context="r"><extends rule="R"/></rule></pattern>`,
			"A /r/a v is near\nA /r/b v is other",
		},
		"behind the extends it does not": {
			`<let name="v" value="'far'"/><pattern>` + abstract + `<rule context="a"><extends rule="R"/><let name="v" value="@n"/><assert id="B" test="false()"><value-of select="$v"/></assert></rule></pattern>`,
			"B /r/a near",
		},
		"but is found where there is no other": {
			`<pattern>` + abstract + `<rule context="a"><extends rule="R"/><let name="v" value="@n"/></rule></pattern>`,
			"A /r/a v is near",
		},
		"a let of the abstract rule is seen by the rule": {
			`<let name="w" value="'schema'"/><pattern><rule abstract="true" id="R"><let name="w" value="'abstract'"/></rule><rule context="a"><extends rule="R"/><assert id="B" test="false()"><value-of select="$w"/></assert></rule><rule context="b"><extends rule="R"/><assert id="C" test="false()"><value-of select="$w"/></assert></rule></pattern>`,
			"B /r/a abstract\nC /r/b abstract",
		},
		"and hides the rule's own before it": {
			`<pattern><rule abstract="true" id="R"><let name="w" value="concat($w, '+')"/></rule><rule context="a"><let name="w" value="@n"/><extends rule="R"/><extends rule="R"/><assert id="B" test="false()"><value-of select="$w"/></assert></rule></pattern>`,
			"B /r/a near++",
		},
		"through two levels": {
			`<let name="v" value="'far'"/><pattern>` + abstract + `<rule abstract="true" id="S"><let name="v" value="'middle'"/><extends rule="R"/></rule><rule context="a"><extends rule="S"/><assert id="B" test="$v = 'far'"><value-of select="$v"/></assert></rule></pattern>`,
			"A /r/a v is middle\nB /r/a middle",
		},
		"of a library": {
			`<rules>` + abstract + `</rules><let name="v" value="'far'"/><pattern><rule context="a"><let name="v" value="'set'"/><extends rule="R"/></rule></pattern>`,
			"A /r/a v is set",
		},
	} {
		if got, _ := says(t, fstest.MapFS{"main.sch": wrap("", c.body)}, doc); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// TestExtendsOfAFile: ISO 19757-3:2016 lets a rule extend that of a file.
func TestExtendsOfAFile(t *testing.T) {
	const space = `xmlns="http://purl.oclc.org/dsdl/schematron"`
	got, _ := says(t, fstest.MapFS{
		"main.sch":  wrap("", `<let name="v" value="'schema'"/><pattern><rule context="a"><let name="v" value="'rule'"/><extends href="d/r.sch"/><report id="M" test="true()"><value-of select="$w"/></report></rule></pattern>`),
		"d/r.sch":   file(`<rule ` + space + ` context="nothing"><let name="w" value="'file'"/><report id="R" test="true()"><value-of select="$v"/></report><extends href="e/s.sch"/></rule>`),
		"d/e/s.sch": file(`<rule ` + space + `><report id="S" test="true()"><value-of select="$w"/></report></rule>`),
	}, "<a/>")
	if got != "R /a rule\nS /a file\nM /a file" {
		t.Error(got)
	}
}

// TestContextOfAnyNode: ISO 19757-3 lets any node be a context, and a pattern of
// XSLT may say it in several ways.
func TestContextOfAnyNode(t *testing.T) {
	const doc = `<r><a n="1" m="x">one<!--c-->two</a><a n="2"><?go on?><b xml:lang="fr">t</b></a></r>`
	for context, want := range map[string]string{
		"@n":                                "/r/a/@n 1; /r/a[2]/@n 2",
		"a[2]/@*":                           "/r/a[2]/@n 2",
		"@xml:lang":                         "/r/a[2]/b/@xml:lang fr",
		"text()":                            "/r/a/text() one; /r/a/text()[2] two; /r/a[2]/b/text() t",
		"comment()":                         "/r/a/comment() c",
		"processing-instruction()":          "/r/a[2]/processing-instruction() on",
		"a[1]/node()":                       "/r/a/text() one; /r/a/comment() c; /r/a/text()[2] two",
		"/":                                 "/r onetwot",
		"document-node()":                   "/r onetwot",
		"document-node()/r":                 "/r onetwot",
		"(a | b)[@n = '1' or @*[. = 'fr']]": "/r/a onetwo; /r/a[2]/b t",
		"r/(a|b)[@n = 2]":                   "/r/a[2] t",
		"(r/a)/@m | b":                      "/r/a/@m x; /r/a[2]/b t",
	} {
		got, _ := says(t, fstest.MapFS{"main.sch": wrap("", `<pattern><rule context="`+context+`"><report id="R" test="true()"><value-of select="."/></report></rule></pattern>`)}, doc)
		if got = strings.ReplaceAll(strings.ReplaceAll(got, "\nR ", "; "), "R ", ""); got != want {
			t.Errorf("%s: %s, want %s", context, got, want)
		}
	}
	got, _ := says(t, fstest.MapFS{"main.sch": wrap("", `<pattern><rule context="@n[. = '1']"><report id="one" test="../@m">@</report></rule><rule context="@*"><report id="other" test="true()">@</report></rule></pattern>`)}, doc)
	if got != "one /r/a/@n @\nother /r/a/@m @\nother /r/a[2]/@n @\nother /r/a[2]/b/@xml:lang @" {
		t.Errorf("the first rule of a pattern: %s", got)
	}
	for context, want := range map[string]string{
		"(a | b)[1]": "position", "(a | b)[last()]": "position", "(/)[r]": "predicate of /", "document-node()[r]": "predicate of document-node()",
		"a/document-node()": "may only begin", "a/ancestor::b": "child and attribute", "id('x')": "must be a path", "a except b": "must be a path", ".": "must be a path",
	} {
		if _, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<pattern><rule context="`+context+`"><report test="true()"/></rule></pattern>`)}, "main.sch", Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", context, err, want)
		}
	}
}

// TestSeverity is by @severity, @role or @flag, in any case of letters; of the
// check, the rule, the pattern.
func TestSeverity(t *testing.T) {
	s, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<pattern id="p" role="INFO"><rule abstract="true" id="R" role="hint"><assert id="abstract" test="a"/><assert id="own" role="fatal" test="a"/></rule>
<rule context="a"><assert id="flag" flag="warning" test="a"/><assert id="role" role="Warn" flag="fatal" test="a"/><assert id="of-pattern" role="CONF-12" test="a"/><assert id="list" flag="x Information" test="a"/><assert id="new" severity="WARNING" role="error" test="a"/></rule>
<rule context="b" flag="Warning"><assert id="of-rule" test="a"/><assert id="fatal" flag="FATAL" test="a"/><extends rule="R"/></rule></pattern>
<pattern><rule context="c"><assert id="none" test="a" role="MUST"/></rule></pattern>`)}, "main.sch", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[etalon.RuleID]etalon.Severity{
		"flag": etalon.SeverityWarning, "role": etalon.SeverityWarning, "of-pattern": etalon.SeverityInfo, "list": etalon.SeverityInfo, "new": etalon.SeverityWarning,
		"of-rule": etalon.SeverityWarning, "fatal": etalon.SeverityError, "abstract": etalon.SeverityInfo, "own": etalon.SeverityError, "none": "",
	}
	if len(s.Rules()) != len(want) {
		t.Errorf("%d rules", len(s.Rules()))
	}
	for _, r := range s.Rules() {
		if r.Severity != want[r.ID] {
			t.Errorf("%s: %q, want %q", r.ID, r.Severity, want[r.ID])
		}
	}
}

// TestXInclude: a file stands in place of the element, or its fallback does.
func TestXInclude(t *testing.T) {
	in := func(s string) fstest.MapFS {
		return fstest.MapFS{"main.sch": wrap(`xmlns:xi="http://www.w3.org/2001/XInclude"`, s), "inc.sch": file(included)}
	}
	for body, want := range map[string]string{
		`<xi:include href="inc.sch"/>`:                                       "inc/1/1 /a inc",
		`<xi:include href="inc.sch" parse="xml"><xi:fallback/></xi:include>`: "inc/1/1 /a inc",
		`<xi:include href="none.sch"><xi:fallback><pattern id="f"><rule context="a"><report id="F" test="true()">f</report></rule></pattern></xi:fallback></xi:include>`: "F /a f",
		`<pattern><rule context="a"><xi:include href="none.sch"><xi:fallback><xi:include href="check.sch"/></xi:fallback></xi:include></rule></pattern>`:                 "C /a c",
	} {
		fsys := in(body)
		fsys["check.sch"] = file(`<report xmlns="http://purl.oclc.org/dsdl/schematron" id="C" test="true()">c</report>`)
		if got, _ := says(t, fsys, "<a/>"); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
	if _, defects, err := Load(in(`<xi:include href="none.sch"/>`), "main.sch", Options{}); err != nil || len(defects) != 1 || defects[0].Code != MissingInclude {
		t.Errorf("a missing file: %v, %v", defects, err)
	}
	for body, want := range map[string]string{
		`<xi:include href="inc.sch" xpointer="p"/>`: "xpointer", `<xi:include href="inc.sch" parse="text"/>`: "parse", `<xi:include href="inc.sch#p"/>`: "whole file",
		`<xi:include/>`: "whole file", `<xi:fallback/>`: "may not stand", `<xi:include href="main.sch"/>`: "circle",
	} {
		if _, _, err := Load(in(body), "main.sch", Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", body, err, want)
		}
	}
}

// TestIdsUsedTwice: each stands where it can only be one, or is refused.
func TestIdsUsedTwice(t *testing.T) {
	abstract := func(id string) string {
		return `<rule abstract="true" id="R"><assert id="` + id + `" test="false()">m</assert></rule>`
	}
	got, _ := says(t, fstest.MapFS{"main.sch": wrap("", `<pattern id="p">`+abstract("A")+`<rule context="a"><extends rule="R"/></rule></pattern><pattern id="q">`+abstract("B")+`<rule context="b"><extends rule="R"/></rule></pattern>`)}, "<a><b/></a>")
	if got != "A /a m\nB /a/b m" {
		t.Errorf("of two patterns: %s", got)
	}
	for name, body := range map[string]string{
		"two abstract rules of one pattern": `<pattern>` + abstract("A") + abstract("B") + `<rule context="a"><extends rule="R"/></rule></pattern>`,
		"two abstract rules elsewhere":      `<pattern>` + abstract("A") + `</pattern><pattern>` + abstract("B") + `</pattern><pattern><rule context="a"><extends rule="R"/></rule></pattern>`,
		"two abstract patterns":             `<pattern abstract="true" id="P"/><pattern abstract="true" id="P"/><pattern is-a="P"/>`,
		"two phases":                        `<phase id="f"/><phase id="f"/>`,
	} {
		if _, _, err := Load(fstest.MapFS{"main.sch": wrap("", body)}, "main.sch", Options{Phase: map[bool]string{true: "f"}[name == "two phases"]}); err == nil || !strings.Contains(err.Error(), "two") && !strings.Contains(err.Error(), "second") {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, defects, err := Load(fstest.MapFS{"main.sch": wrap("", `<pattern><rule context="a"><assert test="a" diagnostics="d"/></rule></pattern><diagnostics><diagnostic id="d">1</diagnostic><diagnostic id="d">2</diagnostic></diagnostics>`)}, "main.sch", Options{})
	if err != nil || len(defects) != 1 || defects[0].Code != DuplicateName {
		t.Errorf("diagnostics: %v, %v", defects, err)
	}
}

// TestQueryBinding: a schema that names none is of the language the caller says.
func TestQueryBinding(t *testing.T) {
	with := func(attr string) fstest.MapFS {
		return fstest.MapFS{"main.sch": file(`<schema xmlns="http://purl.oclc.org/dsdl/schematron" ` + attr + `>` + included + `</schema>`)}
	}
	for _, c := range []struct {
		attr, byDefault, want string
	}{
		{``, ``, "names no query binding"},
		{``, `xslt2`, ""},
		{``, `xslt`, `"xslt"`},
		{`queryBinding="XSLT2"`, ``, ""},
		{`queryBinding="xslt"`, `xslt2`, `"xslt"`},
		{`queryBinding=""`, `xslt2`, `""`},
		{`queryBinding="xslt3"`, `xslt2`, `"xslt3"`},
		{`queryBinding="stx"`, ``, `"stx"`},
	} {
		_, _, err := Load(with(c.attr), "main.sch", Options{QueryBinding: c.byDefault})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q by default %q: %v, want %q", c.attr, c.byDefault, err, c.want)
		}
	}
}

// TestPhases: what runs, and the lets that are in sight.
func TestPhases(t *testing.T) {
	pattern := func(id string) string {
		return `<pattern id="` + id + `"><rule context="a"><report id="R` + id + `" test="true()">m</report></rule></pattern>`
	}
	body := `<phase id="one"><let name="v" value="1"/><active pattern=" p "/></phase><phase><let name="v" value="2"/></phase><phase id="two"><active pattern="q"/></phase>` + pattern("p") + pattern("q")
	for _, c := range []struct{ attrs, phase, want string }{
		{``, ``, "p q"},
		{``, "#ALL", "p q"},
		{``, "#DEFAULT", "p q"},
		{``, "one", "p"},
		{`defaultPhase="two"`, ``, "q"},
		{`defaultPhase="two"`, "#DEFAULT", "q"},
		{`defaultPhase="two"`, "#ALL", "p q"},
		{`defaultPhase="two"`, "one", "p"},
		{`defaultPhase="#ALL"`, "#DEFAULT", "p q"},
		{`defaultPhase=" #ALL "`, "", "p q"},
	} {
		s, defects, err := Load(fstest.MapFS{"main.sch": wrap(c.attrs, body)}, "main.sch", Options{Phase: c.phase})
		if err != nil || len(defects) > 0 {
			t.Fatal(err, defects)
		}
		var got []string
		for _, r := range s.Rules() {
			got = append(got, r.Pattern)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %s: %v, want %s", c.attrs, c.phase, got, c.want)
		}
	}
	if _, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<phase id="f">`+pattern("p")+`</phase>`)}, "main.sch", Options{}); err == nil || !strings.Contains(err.Error(), "pattern may not stand in phase") {
		t.Error(err)
	}
	if _, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<phase><let name="v" value="1"/></phase><pattern><rule context="a"><report test="$v"/></rule></pattern>`)}, "main.sch", Options{}); err == nil {
		t.Error("a let of a phase that does not run is in sight")
	}
}

// TestCauseOfErrors tells what the document may have caused from what it cannot.
func TestCauseOfErrors(t *testing.T) {
	d, err := xmldoc.Parse([]byte(`<r><a>x</a><a>y</a></r>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		context, test string
		ofDocument    bool
	}{
		{"r[normalize-space(a) = 'x']", "true()", true},
		{"r", "normalize-space(a) = 'x'", true},
		{"r", "xs:integer(a[1]) = 1", true},
		{"r", "a[1] + 1 > number('x') and 1 idiv count(b)", true},
		{"r", "document('none.xml')", false},
		{"r", "matches('a', string-join(('[', 'a'), ''))", false},
		{"r", "error()", false},
		{"r", "count(1 to 99999999) > 1", false},
	} {
		s, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<pattern><rule context="`+c.context+`"><assert test="`+c.test+`">m</assert></rule></pattern>`)}, "main.sch", Options{})
		if err != nil {
			t.Fatal(err)
		}
		rep, err := s.Run(context.Background(), d)
		if err != nil || len(rep.Errors) != 1 || rep.Errors[0].OfDocument() != c.ofDocument {
			t.Errorf("%s, %s: %+v, %v", c.context, c.test, rep.Errors, err)
		}
	}
}

// TestLetWithContent: a let without @value holds its text, of no type; elements
// would make it a tree, which is refused.
func TestLetWithContent(t *testing.T) {
	got, _ := says(t, fstest.MapFS{"main.sch": wrap("", `<let name="n">5</let><let name="w">x</let><pattern><rule context="a"><let name="k">7</let><report id="sum" test="$n + 1 = 6"><value-of select="$n + $k"/></report><report id="text" test="$w = 'x' and $n = '5' and concat($w, 'y') = 'xy'">t</report><report id="kind" test="$n instance of xs:untypedAtomic">k</report></rule></pattern>`)}, "<a/>")
	if got != "sum /a 12\ntext /a t\nkind /a k" {
		t.Error(got)
	}
	_, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<let name="n"><code xmlns="urn:codes">1</code></let>`)}, "main.sch", Options{})
	if err == nil || !strings.Contains(err.Error(), "value of a let") {
		t.Error(err)
	}
}
