package schematron

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

func xpathFunctions() []string { return xpath.Functions() }

// busy is a schema that uses all that runs share: lets, documents, indexes.
func busy(t testing.TB) *Schema {
	t.Helper()
	var codes strings.Builder
	for i := range 500 {
		fmt.Fprintf(&codes, "<c k='%d'>v%d</c>", i, i)
	}
	s, defects, err := Load(fstest.MapFS{"codes.xml": file("<l>" + codes.String() + "</l>"), "main.sch": wrap("", `
<let name="count" value="count(//i)"/>
<pattern id="p"><rule context="i[@k]"><let name="k" value="@k"/>
<assert id="known" test="document('codes.xml')//c[@k = $k]">unknown <value-of select="$k"/> of <value-of select="$count"/></assert>
<assert id="pattern" test="matches(@k, concat('^[', '0-9]+$'))">no number</assert>
<assert id="unique" test="not(//i[@k = $k and not(. is current())])">twice</assert></rule></pattern>`)}, "main.sch", Options{})
	if err != nil || len(defects) > 0 {
		t.Fatal(err, defects)
	}
	return s
}

func document(t testing.TB, items int) *xmldoc.Doc {
	t.Helper()
	var b strings.Builder
	b.WriteString("<r>")
	for i := range items {
		fmt.Fprintf(&b, "<i k='%d'/>", i)
	}
	b.WriteString("<i k='3'/><i k='x'/></r>")
	d, err := xmldoc.Parse([]byte(b.String()), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestConcurrentRuns shares a schema and documents between goroutines.
func TestConcurrentRuns(t *testing.T) {
	s := busy(t)
	docs := []*xmldoc.Doc{document(t, 20), document(t, 520)}
	want := []string{
		"unique /r/i[4]; unique /r/i[21]; known /r/i[22]; pattern /r/i[22]",
		"unique /r/i[4]; " + unknown(500, 520) + "unique /r/i[521]; known /r/i[522]; pattern /r/i[522]",
	}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			rep, err := s.Run(context.Background(), docs[n%2])
			if err != nil {
				t.Error(err)
				return
			}
			var got []string
			for _, c := range rep.Checks {
				got = append(got, string(s.Rules()[c.Rule].ID)+" "+c.Location)
			}
			if g := strings.Join(got, "; "); g != want[n%2] {
				t.Errorf("got %s\nwant %s", g, want[n%2])
			}
		})
	}
	wg.Wait()
}

func unknown(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "known /r/i[%d]; ", i+1)
	}
	return b.String()
}

func TestRunCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<pattern><rule context="r"><assert test="every $a in 1 to 9999, $b in 1 to 9999 satisfies $a">m</assert></rule></pattern>`)}, "main.sch", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(ctx, document(t, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCounts(t *testing.T) {
	s := busy(t)
	rep, err := s.Run(context.Background(), document(t, 10))
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.ActivePatterns) != 1 || rep.ActivePatterns[0].Fired != 12 || len(rep.Fired) != 12 {
		t.Errorf("patterns %v", rep.ActivePatterns)
	}
	for i, n := range rep.Evaluated() {
		if n != 12 {
			t.Errorf("%s was evaluated %d times", s.Rules()[i].ID, n)
		}
	}
	last := rep.Fired[11]
	if got := rep.Checks[last.First : last.First+last.Said]; len(got) != 2 || got[0].Text != "unknown x of 12" || got[0].Node != last.Node {
		t.Errorf("%+v", got)
	}
}

func TestLocations(t *testing.T) {
	got, _ := says(t, fstest.MapFS{"main.sch": wrap("", `<pattern id="p"><rule context="node()|/"><report id="1" test="true()"></report></rule></pattern>`)},
		`<p:r xmlns:p="u"><!--1--><a/><!--2--><a><?x?><?y?></a><b/><a/></p:r>`)
	want := "/p:r /p:r /p:r/comment() /p:r/a /p:r/comment()[2] /p:r/a[2] /p:r/a[2]/processing-instruction() /p:r/a[2]/processing-instruction()[2] /p:r/b /p:r/a[3]"
	var places []string
	for line := range strings.Lines(got) {
		places = append(places, strings.Fields(line)[1])
	}
	if strings.Join(places, " ") != want {
		t.Errorf("got  %v\nwant %v", places, want)
	}
}

func TestWriteSVRL(t *testing.T) {
	s, _, err := Load(fstest.MapFS{"main.sch": wrap("", `<title>T &amp; U</title><ns prefix="q" uri="urn:q"/><pattern id="p"><title>pt</title><rule id="r" context="a[. &lt; 3]">
<assert id="A" role="error" test="@n = '&quot;'" diagnostics="d">x &lt; <value-of select="."/></assert><report test="true()">seen</report></rule></pattern>
<diagnostics><diagnostic id="d" xml:lang="en">why &amp; how</diagnostic></diagnostics>`)}, "main.sch", Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := xmldoc.Parse([]byte("<r><a>1</a><a>7</a></r>"), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	rep, err := s.Run(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteSVRL(&out, s, rep); err != nil {
		t.Fatal(err)
	}
	back, err := xmldoc.Parse(out.Bytes(), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	var got []string
	for n := range back.Root().Descendants() {
		line := n.Local()
		for a := range n.Attrs() {
			line += " " + a.Name() + "=" + a.Value()
		}
		if n.Local() == "text" || n.Local() == "diagnostic-reference" {
			line += " " + n.Value()
		}
		got = append(got, line)
	}
	want := `ns-prefix-in-attribute-values uri=urn:q prefix=q
active-pattern id=p name=pt
fired-rule id=r context=a[. < 3]
failed-assert id=A test=@n = '"' role=error location=/r/a
text x < 1
diagnostic-reference diagnostic=d xml:lang=en why & how
successful-report test=true() location=/r/a
text seen`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if back.Root().Attr("", "title") != "T & U" {
		t.Error("title", back.Root().Attr("", "title"))
	}
}

// FuzzLoad loads any text as a schema and runs what loads: no panic.
func FuzzLoad(f *testing.F) {
	f.Add(`<pattern id="p"><rule context="a"><assert test="b">m</assert></rule></pattern>`)
	f.Add(`<include href="x.sch"/><let name="v" value="1"/><phase id="p"><active pattern="q"/></phase>`)
	f.Add(`<pattern id="q" abstract="true"><rule context="$c"><report test="$t">$t</report></rule></pattern><pattern is-a="q"><param name="c" value="*"/><param name="t" value="1"/></pattern>`)
	f.Add(`<pattern><rule context="*"><extends rule="r"/></rule><rule abstract="true" id="r"><assert test="document('main.sch')//x">m<name/></assert></rule></pattern>`)
	f.Fuzz(func(t *testing.T, body string) {
		fsys := fstest.MapFS{"main.sch": wrap("", body), "x.sch": file(included)}
		s, _, err := Load(fsys, "main.sch", Options{})
		if err != nil {
			return
		}
		d := document(t, 3)
		rep, err := s.Run(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		if err := WriteSVRL(&bytes.Buffer{}, s, rep); err != nil {
			t.Fatal(err)
		}
	})
}

// TestCancelledRunLeavesIndexWhole cancels the run that makes the index of a
// value set; the next run must find every code in it.
func TestCancelledRunLeavesIndexWhole(t *testing.T) {
	var codes strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&codes, "<c k='%d'/>", i)
	}
	s, _, err := Load(fstest.MapFS{"codes.xml": file("<l>" + codes.String() + "</l>"), "main.sch": wrap("", `<pattern><rule context="i">
<assert id="known" test="document('codes.xml')//c[@k = current()/@k]">m</assert></rule></pattern>`)}, "main.sch", Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := xmldoc.Parse([]byte("<r><i k='39999'/><i k='40000'/></r>"), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if rep, err := s.Run(cancelled, d); err == nil && len(rep.Checks) != 1 {
		t.Errorf("a run that was cancelled says %v", rep.Checks)
	}
	rep, err := s.Run(context.Background(), d)
	if err != nil || len(rep.Checks) != 1 || rep.Checks[0].Location != "/r/i[2]" {
		t.Errorf("%+v %v", rep, err)
	}
}
