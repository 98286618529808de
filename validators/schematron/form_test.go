package schematron

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// drawer is a cache in memory.
type drawer struct {
	mu    sync.Mutex
	forms map[string][]byte
	asked int
}

func (d *drawer) Get(name string) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	return d.forms[name]
}

func (d *drawer) Put(name string, form []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.forms == nil {
		d.forms = map[string][]byte{}
	}
	d.forms[name] = form
}

// twice loads a schema from its files and then from a cache.
func twice(t testing.TB, fsys fs.FS, entry string, o Options) (read, kept *Schema) {
	t.Helper()
	o.Cache, o.Digest = &drawer{}, "one"
	if _, _, err := Load(fsys, entry, o); err != nil {
		t.Errorf("%s: %v", entry, err)
	}
	plain := o
	plain.Cache = nil
	read, defects, err := Load(fsys, entry, plain)
	if err != nil {
		t.Errorf("%s: %v", entry, err)
		return nil, nil
	}
	kept, again, err := Load(unread{fsys}, entry, o)
	if err != nil {
		t.Errorf("%s: %v", entry, err)
		return nil, nil
	}
	if !slices.Equal(defects, again) {
		t.Errorf("%s: defects %v, from the cache %v", entry, defects, again)
	}
	if !kept.program.late {
		t.Errorf("%s: not from the cache", entry)
	}
	return read, kept
}

// unread is a pack none of whose schemas may be read again.
type unread struct{ fs.FS }

func (u unread) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".sch") {
		return nil, fmt.Errorf("%s is read again", name)
	}
	return u.FS.Open(name)
}

func (u unread) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(u.FS, name) }

// told is everything a run says.
func told(t testing.TB, s *Schema, d *xmldoc.Doc) string {
	t.Helper()
	r, err := s.Run(context.Background(), d)
	if err != nil {
		t.Error(err)
		return ""
	}
	var b bytes.Buffer
	if err := WriteSVRL(&b, s, r); err != nil {
		t.Error(err)
	}
	fmt.Fprint(&b, r.Evaluated())
	for _, e := range r.Errors {
		fmt.Fprintf(&b, "\n%d %d %s", e.Rule, e.Node.ID(), e.Reason)
	}
	return b.String()
}

// everything is a schema with something of all that a form must carry.
const everything = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:e="urn:etalon:rule:1" queryBinding="xslt2" schemaVersion="v" defaultPhase="p">
<title>Tout</title><ns prefix="a" uri="urn:a"/><ns prefix="a" uri="urn:b"/>
<let name="most" value="3"/><let name="word">mot</let>
<phase id="p"><active pattern="one"/><active pattern="two"/><active pattern="gone"/><let name="in-phase" value="$most + 1"/></phase>
<pattern id="base" abstract="true"><rule context="$where"><assert test="count($what) le $most" id="B">trop de <value-of select="name($what[1])"/></assert></rule></pattern>
<pattern id="two" is-a="base"><param name="where" value="b:list|list"/><param name="what" value="item"/></pattern>
<pattern id="one"><title>Un</title><let name="local " value="//item[@k='x']"/>
 <rule abstract="true" id="r"><let name="own" value="@k"/><report test="$own = $word and $kin" role="info" flag="f" diagnostics="d">vu <name/> <emph>ici</emph></report></rule>
 <rule context="item[@k='x' and count(../item) gt $in-phase]" id="I"><let name="kin" value="exists($local)"/><assert test="some $s in ../item satisfies $s is ." e:requirements="R1 R2" id="A">non</assert><extends rule="r"/></rule>
 <rule context="*[item/@k=('x','y')]//item[1] | /list/@none"><let name="kin" value="true()"/><extends rule="r"/><assert test="document('codes.xml')//c[@v=current()/@k]">code <value-of select="@k"/></assert></rule>
 <rule context="item"><let name="kin" value="true()"/><extends rule="r"/><report test="1 = error()">jamais</report></rule>
</pattern>
<diagnostics><diagnostic id="d" xml:lang="fr">valeur <value-of select="@k"/></diagnostic></diagnostics>
</schema>`

func everythingFS() fstest.MapFS {
	return fstest.MapFS{
		"s.sch":     {Data: []byte(strings.ReplaceAll(strings.ReplaceAll(everything, "b:list|", ""), "error()", "xs:integer(@k)"))},
		"codes.xml": {Data: []byte(`<cs><c v="x"/></cs>`)},
	}
}

var everyDocument = []string{
	`<list/>`, `<list><item k="x"/></list>`, `<list><item k="mot"/><item k="y"/><item k="x"/><item k="z"/><item/><item k="x"/></list>`,
	`<a><list><item k="9"/></list><b><item k="y"/></b></a>`, `<a xmlns="urn:a"><list/></a>`,
}

func TestAKeptSchemaSaysTheSame(t *testing.T) {
	read, kept := twice(t, everythingFS(), "s.sch", Options{})
	if !reflect.DeepEqual(read.Rules(), kept.Rules()) || read.Title() != kept.Title() || read.Phase() != kept.Phase() {
		t.Errorf("rules %+v\nfrom the cache %+v", read.Rules(), kept.Rules())
	}
	for range 2 {
		for _, text := range everyDocument {
			d, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := told(t, kept, d), told(t, read, d); got != want {
				t.Errorf("%s\n got %s\nwant %s", text, got, want)
			}
		}
	}
}

// What compiles late is compiled by whoever needs it first, among many.
func TestAKeptSchemaIsSharedByGoroutines(t *testing.T) {
	read, kept := twice(t, everythingFS(), "s.sch", Options{})
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range everyDocument {
				text := everyDocument[(i+worker)%len(everyDocument)]
				d, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
				if err != nil {
					t.Error(err)
					return
				}
				if got, want := told(t, kept, d), told(t, read, d); got != want {
					t.Errorf("%s\n got %s\nwant %s", text, got, want)
				}
			}
		})
	}
	wg.Wait()
}

// A form is used under the circumstances it was made in and no others.
func TestFormsAreNamedByWhatTheyAreMadeFrom(t *testing.T) {
	kept := &drawer{}
	files := everythingFS()
	load := func(o Options) {
		t.Helper()
		o.Cache = kept
		if _, _, err := Load(files, "s.sch", o); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range []Options{
		{Digest: "one"},
		{Digest: "two"},
		{Digest: "one", Phase: "p"},
		{Digest: "one", CaseSensitive: true},
		{Digest: "one", Limits: xmldoc.Limits{Depth: 50}},
		{Digest: "one"},
	} {
		load(o)
	}
	if len(kept.forms) != 5 {
		t.Errorf("%d forms", len(kept.forms))
	}
	asked := kept.asked
	if load(Options{}); kept.asked != asked {
		t.Error("a cache was used for a pack without a digest")
	}
	load(Options{Digest: "three", Covers: func(name string) bool { return name == "s.sch" }})
	if len(kept.forms) != 5 {
		t.Error("a schema was kept that reads a file outside the digest")
	}
	load(Options{Digest: "three", Covers: func(name string) bool { return true }})
	if len(kept.forms) != 6 {
		t.Error("a schema within the digest was not kept")
	}
}

func TestASchemaThatDoesNotCompileIsNotKept(t *testing.T) {
	files := everythingFS()
	files["s.sch"].Data = []byte(strings.Replace(string(files["s.sch"].Data), "count($what)", "nothing-of-the-kind($what)", 1))
	kept := &drawer{}
	for range 2 {
		if _, _, err := Load(files, "s.sch", Options{Cache: kept, Digest: "one"}); err == nil || !strings.Contains(err.Error(), "s.sch:5") {
			t.Errorf("got %v", err)
		}
	}
	if len(kept.forms) != 0 {
		t.Error("a form was kept")
	}
}

// A damaged form is no form: the files are read, and it is written anew.
func TestDamagedForms(t *testing.T) {
	kept := &drawer{}
	o := Options{Cache: kept, Digest: "one"}
	files := everythingFS()
	if _, _, err := Load(files, "s.sch", o); err != nil {
		t.Fatal(err)
	}
	name := o.formName("s.sch")
	whole := slices.Clone(kept.forms[name])
	if len(whole) == 0 {
		t.Fatal("nothing was kept")
	}
	damage := map[string]func(b []byte) []byte{
		"empty":           func([]byte) []byte { return []byte{} },
		"cut":             func(b []byte) []byte { return b[:len(b)/2] },
		"longer":          func(b []byte) []byte { return append(b, 0) },
		"another version": func(b []byte) []byte { b[18]++; return b },
		"another sum":     func(b []byte) []byte { b[len(formVersion)]++; return b },
		"a byte":          func(b []byte) []byte { b[len(b)-5]++; return b },
		"foreign":         func([]byte) []byte { return []byte(strings.Repeat("<xml/>", 100)) },
	}
	for what, spoil := range damage {
		kept.forms[name] = spoil(slices.Clone(whole))
		s, _, err := Load(files, "s.sch", o)
		if err != nil || len(s.Rules()) == 0 {
			t.Errorf("%s: %v", what, err)
		}
		if !bytes.Equal(kept.forms[name], whole) {
			t.Errorf("%s: it was not written anew", what)
		}
	}
}

// A form with another schema's numbers is refused, or runs into an error; it is
// never a report.
func TestAFormThatDoesNotFit(t *testing.T) {
	_, kept := twice(t, everythingFS(), "s.sch", Options{})
	o := *kept.program.outline
	o.checks = slices.Clone(o.checks)
	for i := range o.checks {
		o.checks[i].test = "@never-heard-of"
	}
	f := &form{outline: o, state: kept.program.c.State()}
	for i := range f.rules {
		x, err := kept.program.context(&f.rules[i])
		if err != nil {
			t.Fatal(err)
		}
		f.rules[i].sketch = string(x.Sketch(nil))
	}
	s, _, err := restore(f.bytes(), &files{fsys: everythingFS()}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := xmldoc.Parse([]byte(everyDocument[2]), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Run(context.Background(), d); !errors.Is(err, errDamaged) {
		t.Errorf("%+v, %v", r, err)
	}
}

func FuzzForm(f *testing.F) {
	kept := &drawer{}
	o := Options{Cache: kept, Digest: "one"}
	if _, _, err := Load(everythingFS(), "s.sch", o); err != nil {
		f.Fatal(err)
	}
	body := kept.forms[o.formName("s.sch")]
	f.Add(body[len(formVersion)+32:])
	f.Fuzz(func(t *testing.T, b []byte) {
		x := &form{}
		if decode(b, x.walk) != nil || x.check() != nil {
			return
		}
		restored, _, err := restore(x.bytes(), &files{fsys: everythingFS()}, Options{})
		if err != nil {
			return
		}
		for i := range restored.Len() {
			restored.Rule(i)
		}
	})
}
