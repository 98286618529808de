package schematron

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// wrap makes a schema of a body, with more attributes on its root.
func wrap(attrs, body string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(`<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" ` + attrs + ">\n" + body + "</schema>")}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

const included = `<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="inc"><rule context="a"><assert test="false()">inc</assert></rule></pattern>`

// TestDefects has one case for each thing that may be wrong in a pack.
func TestDefects(t *testing.T) {
	rule := func(test string) string {
		return `<pattern id="p"><rule context="a"><assert test="` + test + `">m</assert></rule></pattern>`
	}
	for name, c := range map[string]struct {
		fsys   fstest.MapFS
		o      Options
		want   string // code and line
		checks int    // how many checks load all the same
	}{
		"sound":                          {fstest.MapFS{"s/main.sch": wrap("", rule("true()"))}, Options{}, "", 1},
		"missing include":                {fstest.MapFS{"s/main.sch": wrap("", `<include href="no.sch"/>`+rule("true()"))}, Options{}, MissingInclude + " 2", 1},
		"case, as published":             {fstest.MapFS{"s/main.sch": wrap("", `<include href="INC/x.sch"/>`), "s/inc/X.sch": file(included)}, Options{CaseSensitive: true}, CaseMismatch + " 2", 0},
		"case, as meant":                 {fstest.MapFS{"s/main.sch": wrap("", `<include href="INC/x.sch"/>`), "s/inc/X.sch": file(included)}, Options{}, CaseMismatch + " 2", 1},
		"empty file":                     {fstest.MapFS{"s/main.sch": wrap("", `<include href="x.sch"/>`), "s/x.sch": file("")}, Options{}, EmptyFile + " 2", 0},
		"empty file as folder":           {fstest.MapFS{"s/main.sch": wrap("", `<include href="x/y.sch"/>`), "s/x": file("")}, Options{}, EmptyFile + " 2", 0},
		"undeclared pattern":             {fstest.MapFS{"s/main.sch": wrap(`defaultPhase="f"`, "<phase id='f'><active pattern='p'/>\n<active pattern='q'/></phase>"+rule("true()"))}, Options{}, UndeclaredPattern + " 3", 1},
		"missing value set":              {fstest.MapFS{"s/main.sch": wrap("", rule("document('../v/x.xml')//c"))}, Options{}, MissingDocument + " 2", 1},
		"missing in a let":               {fstest.MapFS{"s/main.sch": wrap("", "<let name='v' value=\"'x.xml'\"/>\n"+rule("doc($v)//c"))}, Options{}, MissingDocument + " 3", 1},
		"missing in a context":           {fstest.MapFS{"s/main.sch": wrap("", `<pattern><rule context="(a|b)[document('../v/x.xml')]"><assert test="a">m</assert></rule></pattern>`)}, Options{}, MissingDocument + " 2", 1},
		"outside the pack":               {fstest.MapFS{"s/main.sch": wrap("", rule("document('../../../etc/passwd')//c"))}, Options{}, MissingDocument + " 2", 1},
		"value set by case":              {fstest.MapFS{"s/main.sch": wrap("", rule("document('../V/x.xml')//c")), "v/X.xml": file("<c/>")}, Options{}, CaseMismatch + " 2", 1},
		"missing abstract":               {fstest.MapFS{"s/main.sch": wrap("", `<pattern id="q" is-a="none"/>`+rule("true()"))}, Options{}, MissingAbstract + " 2", 1},
		"missing extends":                {fstest.MapFS{"s/main.sch": wrap("", `<pattern id="q"><rule context="a"><extends rule="none"/><assert test="a">m</assert></rule></pattern>`)}, Options{}, MissingAbstract + " 2", 1},
		"missing extended file":          {fstest.MapFS{"s/main.sch": wrap("", `<pattern id="q"><rule context="a"><extends href="none.sch"/><assert test="a">m</assert></rule></pattern>`)}, Options{}, MissingInclude + " 2", 1},
		"untrimmed let":                  {fstest.MapFS{"s/main.sch": wrap("", `<pattern><let name="v " value="1"/><rule context="a"><assert test="$v">m</assert></rule></pattern>`)}, Options{}, UntrimmedName + " 2", 1},
		"let twice":                      {fstest.MapFS{"s/main.sch": wrap("", "<let name='v' value='1'/><let name='v' value='2'/>"+rule("$v"))}, Options{}, DuplicateName + " 2", 1},
		"let twice in a rule":            {fstest.MapFS{"s/main.sch": wrap("", "<pattern><rule context='a'><let name='v' value='1'/><let name='v' value='2'/><assert test='$v'/></rule></pattern>")}, Options{}, DuplicateName + " 2", 1},
		"let of the schema in a pattern": {fstest.MapFS{"s/main.sch": wrap("", "<let name='v' value='1'/><pattern><let name='v' value='2'/><rule context='a'><assert test='$v'/></rule></pattern>")}, Options{}, DuplicateName + " 2", 1},
		"let of the schema in the phase": {fstest.MapFS{"s/main.sch": wrap("defaultPhase='f'", "<let name='v' value='1'/><phase id='f'><let name='v' value='2'/><active pattern='p'/></phase>"+rule("$v"))}, Options{}, "", 1},
		"pattern twice":                  {fstest.MapFS{"s/main.sch": wrap("", rule("true()")+rule("true()"))}, Options{}, DuplicateName + " 2", 2},
		"below an attribute":             {fstest.MapFS{"s/main.sch": wrap("", `<pattern><rule context="a/@x/b"><assert test="a">m</assert></rule></pattern>`)}, Options{}, NeverFires + " 2", 1},
		"unknown diagnostic":             {fstest.MapFS{"s/main.sch": wrap("", `<pattern><rule context="a"><assert test="a" diagnostics="d">m</assert></rule></pattern>`)}, Options{}, UnknownDiagnostic + " 2", 1},
	} {
		s, defects, err := Load(c.fsys, "s/main.sch", c.o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := ""
		for _, d := range defects {
			got += fmt.Sprintf("%s %d", d.Code, d.Line)
			if d.File != "s/main.sch" || d.Text == "" {
				t.Errorf("%s: defect %+v", name, d)
			}
		}
		if got != c.want || len(s.Rules()) != c.checks {
			t.Errorf("%s: defects %q and %d checks, want %q and %d", name, got, len(s.Rules()), c.want, c.checks)
		}
	}
}

// TestRefused has schemas that cannot be run; the error says where and which rule.
func TestRefused(t *testing.T) {
	in := func(rule string) fstest.MapFS {
		return fstest.MapFS{"main.sch": wrap("", "<pattern id='p'>\n"+rule+"</pattern>")}
	}
	for name, c := range map[string]struct {
		fsys fstest.MapFS
		o    Options
		want []string
	}{
		"no file":             {fstest.MapFS{}, Options{}, []string{"main.sch"}},
		"not XML":             {fstest.MapFS{"main.sch": file("<schema>")}, Options{}, []string{"main.sch:1:9"}},
		"not Schematron":      {fstest.MapFS{"main.sch": file("<schema/>")}, Options{}, []string{"main.sch:1", "sch:schema"}},
		"query binding":       {fstest.MapFS{"main.sch": file(`<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>`)}, Options{}, []string{"xslt2"}},
		"phase":               {in(""), Options{Phase: "none"}, []string{`"none"`}},
		"syntax":              {in(`<rule context="a"><assert id="R7" test="a[">m</assert></rule>`), Options{}, []string{"main.sch:3", "R7", "pattern p"}},
		"function":            {in("\n" + `<rule context="a"><report id="R8" test="current-date()">m</report></rule>`), Options{}, []string{"main.sch:4", "R8", "current-date()"}},
		"context":             {in(`<rule context="a/.."><assert test="a">m</assert></rule>`), Options{}, []string{"main.sch:3", "child and attribute"}},
		"prefix":              {in(`<rule context="x:a"><assert test="a">m</assert></rule>`), Options{}, []string{"main.sch:3", "prefix x"}},
		"variable":            {in(`<rule context="a"><assert id="R9" test="$v">m</assert></rule>`), Options{}, []string{"main.sch:3", "R9", "$v"}},
		"later variable":      {in(`<rule context="a"><let name="v" value="$w"/><let name="w" value="1"/><assert test="$v">m</assert></rule>`), Options{}, []string{"main.sch:3", "$w"}},
		"circular lets":       {in(`<let name="v" value="$w"/><let name="w" value="$v"/><rule context="a"><assert test="$v">m</assert></rule>`), Options{}, []string{"main.sch:3", "defined by itself"}},
		"unused let":          {in(`<let name="v" value="key('a','b')"/>`), Options{}, []string{"main.sch:3", "key()"}},
		"value-of":            {in(`<rule context="a"><assert id="R10" test="a"><value-of select="1 +"/></assert></rule>`), Options{}, []string{"main.sch:3", "R10", "value-of"}},
		"include itself":      {fstest.MapFS{"main.sch": wrap("", `<include href="main.sch"/>`)}, Options{}, []string{"circle"}},
		"include fragment":    {fstest.MapFS{"main.sch": wrap("", `<include href="x.sch#p"/>`)}, Options{}, []string{"main.sch:2"}},
		"include not XML":     {fstest.MapFS{"main.sch": wrap("", `<include href="x.sch"/>`), "x.sch": file("<a")}, Options{}, []string{"main.sch:2", "x.sch:1:3"}},
		"extends itself":      {in(`<rule abstract="true" id="r"><extends rule="r"/></rule><rule context="a"><extends rule="r"/></rule>`), Options{}, []string{"circle"}},
		"odd place":           {fstest.MapFS{"main.sch": wrap("", "\n<assert test='a'>m</assert>")}, Options{}, []string{"main.sch:3", "assert may not stand in schema"}},
		"XSLT":                {fstest.MapFS{"main.sch": wrap("", `<x:key xmlns:x="http://www.w3.org/1999/XSL/Transform" name="k"/>`)}, Options{}, []string{"main.sch:2", "xsl:key"}},
		"XSLT, no prefix":     {fstest.MapFS{"main.sch": wrap("", `<function xmlns="http://www.w3.org/1999/XSL/Transform" name="f"/>`)}, Options{}, []string{"main.sch:2", "xsl:function"}},
		"documents":           {fstest.MapFS{"main.sch": wrap("", `<pattern documents="'x.xml'"/>`)}, Options{}, []string{"main.sch:2", "pattern/@documents"}},
		"extends in a circle": {fstest.MapFS{"main.sch": wrap("", "<pattern><rule context='a'><extends href='r.sch'/></rule></pattern>"), "r.sch": file(`<rule xmlns="http://purl.oclc.org/dsdl/schematron"><extends href="r.sch"/></rule>`)}, Options{}, []string{"main.sch:2", "circle"}},
		"extends a pattern":   {fstest.MapFS{"main.sch": wrap("", "<pattern><rule context='a'><extends href='r.sch'/></rule></pattern>"), "r.sch": file(included)}, Options{}, []string{"main.sch:2", "not sch:rule"}},
		"extends two":         {in(`<rule context="a"><extends href="r.sch" rule="r"/></rule>`), Options{}, []string{"main.sch:3", "a rule and a file"}},
		"extends with text":   {in(`<rule context="a"><extends rule="r"><assert test="a"/></extends></rule>`), Options{}, []string{"main.sch:3", "assert may not stand in extends"}},
		"arrow":               {in(`<rule context="a"><assert id="R12" test=". => contains('=>')">m</assert></rule>`), Options{}, []string{"R12", "not of XPath 2.0"}},
		"regex":               {in(`<rule context="a"><assert id="R11" test="matches(., '(a)\1')">m</assert></rule>`), Options{}, []string{"R11", "back-reference"}},
	} {
		_, _, err := Load(c.fsys, "main.sch", c.o)
		if err == nil {
			t.Errorf("%s: loaded", name)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %q does not say %q", name, err, w)
			}
		}
	}
}

// TestStructure runs each way a schema may be put together.
func TestStructure(t *testing.T) {
	const doc = `<r><a n="1"/><b n="2"><a n="3"/></b></r>`
	for name, c := range map[string]struct{ attrs, body, want string }{
		"first rule of a pattern": {
			"", `<pattern id="p"><rule context="b/a"><assert id="1" test="false()">x</assert></rule><rule context="a"><assert id="2" test="false()">y</assert></rule></pattern>`,
			"2 /r/a y\n1 /r/b/a x",
		},
		"patterns one by one": {
			"", `<pattern id="p"><rule context="a"><assert id="1" test="false()">x</assert></rule></pattern><pattern id="q"><rule context="r"><assert id="2" test="false()">y</assert></rule></pattern>`,
			"1 /r/a x\n1 /r/b/a x\n2 /r y",
		},
		"abstract pattern": {
			"", `<pattern id="ab" abstract="true"><let name="k" value="7"/><rule context="$what"><assert id="1" test="@n = $max">$what: <value-of select="$k + $max"/></assert></rule></pattern><pattern id="p" is-a="ab"><param name="what" value="b/a"/><param name="max" value="1"/></pattern>`,
			"1 /r/b/a b/a: 8",
		},
		"abstract rule of another pattern": {
			"", `<pattern id="p"><rule context="a"><let name="n" value="0"/><extends rule="ab"/><assert id="2" test="false()">after</assert></rule></pattern><pattern><rule id="ab" abstract="true"><let name="m" value="@n"/><assert id="1" test="$m = 3">m <value-of select="$m"/></assert></rule></pattern>`,
			"1 /r/a m 1\n2 /r/a after\n2 /r/b/a after",
		},
		"abstract rule that uses a let of the rule": {
			"", `<pattern id="p"><rule context="b"><let name="v" value="'b'"/><extends rule="ab"/></rule><rule context="a"><let name="v" value="'a'"/><extends rule="ab"/></rule><rule id="ab" abstract="true"><assert id="1" test="false()"><value-of select="$v"/></assert></rule></pattern>`,
			"1 /r/a a\n1 /r/b b\n1 /r/b/a a",
		},
		"default phase": {
			`defaultPhase="f"`, `<phase id="f"><active pattern="q"/></phase><pattern id="p"><rule context="a"><assert id="1" test="false()">x</assert></rule></pattern><pattern id="q"><rule context="b"><assert id="2" test="false()">y</assert></rule></pattern>`,
			"2 /r/b y",
		},
		"lets": {
			"", `<let name="g" value="count(//a)"/><pattern id="p"><let name="own" value="/r/b/@n"/><rule context="a"><let name="n" value="@n + $g"/><assert id="1" test="false()"><value-of select="($g, $own, $n, $other)"/></assert></rule></pattern><pattern id="q"><let name="other" value="name(.)"/></pattern>`,
			"1 /r/a 2 2 3\n1 /r/b/a 2 2 5",
		},
		"let as text": {
			"", `<let name="g">some text</let><pattern id="p"><rule context="r"><assert id="1" test="false()"><value-of select="$g"/></assert></rule></pattern>`,
			"1 /r some text",
		},
		"root": {
			"", `<pattern id="p"><rule context="/"><assert id="1" test="r/none">root <name/>|<name path="r"/></assert></rule></pattern>`,
			"1 /r root |r",
		},
		"inline markup": {
			"", `<pattern id="p"><rule context="r"><assert id="1" test="a/@n = 3">see <emph>this</emph> <dir value="ltr"><value-of select="b/@n"/></dir></assert></rule></pattern>`,
			"1 /r see this2",
		},
		"predicates with lets": {
			"", `<let name="k" value="'3'"/><pattern id="p"><rule context="a[@n = $k]"><assert id="1" test="false()">k</assert></rule></pattern>`,
			"1 /r/b/a k",
		},
		"report": {"", `<pattern id="p"><rule context="a"><report id="1" test="@n > 2">big</report></rule></pattern>`, "1 /r/b/a big"},
		"missing document": {
			"", `<pattern id="p"><rule context="b"><assert id="1" test="doc(concat('no', '.xml'))">x</assert><assert id="2" test="false()">y</assert></rule></pattern>`,
			"2 /r/b y\nerror 1 test: FODC0002: document \"no.xml\" does not exist",
		},
		"context that fails": {
			"", `<pattern id="p"><rule context="a[xs:integer(..) = 1]"><assert id="1" test="a">x</assert></rule><rule context="r"><assert id="2" test="false()">y</assert></rule></pattern>`,
			"2 /r y\nerror 1 context: FORG0001: \"\" is not an xs:integer\nerror 1 context: FORG0001: \"\" is not an xs:integer",
		},
		"message that fails": {
			"", `<pattern id="p"><rule context="b"><assert id="1" test="false()">n <value-of select="xs:date(@n)"/>.</assert></rule></pattern>`,
			"1 /r/b n .\nerror 1 message: FORG0001: \"2\" is not an xs:date",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := says(t, fstest.MapFS{"main.sch": wrap(c.attrs, c.body)}, doc)
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestRuleInfo(t *testing.T) {
	s, _, err := Load(fstest.MapFS{"d/main.sch": wrap(`xmlns:e="urn:etalon:rule:1" defaultPhase="f" schemaVersion="3"`, `<title> Some
 title </title><phase id="f"><active pattern="p"/></phase><pattern id="p"><rule context="a">
<assert id="R1" role="error" flag="x" e:source="S" e:confidence="A" test="b">m</assert>
<report test="c">m</report></rule></pattern>`)}, "d/main.sch", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Title() != "Some title" || s.Phase() != "f" {
		t.Errorf("title %q, phase %q", s.Title(), s.Phase())
	}
	r := s.Rules()
	if len(r) != 2 {
		t.Fatal(r)
	}
	if a := r[0]; a.ID != "R1" || a.Pattern != "p" || a.Context != "a" || a.Test != "b" || a.Report || a.Role != "error" || a.Flag != "x" || a.File != "d/main.sch" || a.Line != 4 || a.Attrs["source"] != "S" || a.Attrs["confidence"] != "A" {
		t.Errorf("%+v", a)
	}
	if b := r[1]; b.ID != "p/1/2" || !b.Report || b.Line != 5 {
		t.Errorf("%+v", b)
	}
	all, _, err := Load(fstest.MapFS{"main.sch": wrap("", included+included)}, "main.sch", Options{Phase: "#ALL"})
	if err != nil || len(all.Rules()) != 2 {
		t.Errorf("%v %v", all, err)
	}
	if slices.Contains(xpathFunctions(), "current-date") {
		t.Error("a verdict would depend on the day")
	}
}
