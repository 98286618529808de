package xpath

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// qt3Env names a folder with W3C's XQuery and XPath test suite, QT3. To run it:
//
//	ETALON_QT3=/path/to/qt3tests go test ./validators/schematron/xpath -run QT3 -v
//
// ETALON_QT3_SET, a part of the name of a set, runs fewer and tells more.
const qt3Env = "ETALON_QT3"

// verdict of a case of the suite.
type verdict int

const (
	right   verdict = iota
	other           // an error where one is expected, of another code
	refused         // not compiled, or beyond a bound, where a value is expected
	wrong
	unread // of what is not here: a schema, a document that xmldoc does not read, an XPath without XSLT
)

// tally counts the verdicts of a set.
type tally [unread + 1]int

func (t tally) String() string {
	rate := "-"
	if n := t[right] + t[other] + t[wrong]; n > 0 {
		rate = fmt.Sprintf("%.2f%%", 100*float64(t[right]+t[other])/float64(n))
	}
	return fmt.Sprintf("%8s  right %5d  other code %4d  wrong %4d  refused %5d  without %4d", rate, t[right], t[other], t[wrong], t[refused], t[unread])
}

// TestQT3 runs the cases of XPath 2.0 of the suite: what compiles has the right
// value, or is an error where one is expected.
func TestQT3(t *testing.T) {
	dir := os.Getenv(qt3Env)
	if dir == "" {
		t.Skip(qt3Env + " is not set: the test suite of W3C is not run")
	}
	suite := &qt3Suite{dir: dir, docs: map[string]*xmldoc.Doc{}, reasons: map[string]int{}}
	catalog := suite.parse(t, filepath.Join(dir, "catalog.xml"))
	shared := environments(catalog.Root(), dir)
	only := os.Getenv(qt3Env + "_SET")
	var all tally
	for set := range catalog.Root().ChildrenNamed(qt3Space, "test-set") {
		if !strings.Contains(set.Attr("", "name"), only) {
			continue
		}
		file := filepath.Join(dir, set.Attr("", "file"))
		if _, err := os.Stat(file); err != nil {
			t.Logf("%s: %v", set.Attr("", "name"), err)
			continue
		}
		d := suite.parse(t, file)
		if !applies(d.Root()) {
			continue
		}
		local := maps.Clone(shared)
		maps.Copy(local, environments(d.Root(), filepath.Dir(file)))
		var of tally
		for n := range d.Root().ChildrenNamed(qt3Space, "test-case") {
			if !applies(n) {
				continue
			}
			c := &qt3Case{suite: suite, dir: filepath.Dir(file), name: n.Attr("", "name"), envs: local}
			v, why := c.run(n)
			if of[v]++; v == refused {
				suite.reasons[why]++
			}
			if v == wrong {
				t.Errorf("%s: %s\n  %s", c.name, c.source, why)
			} else if v == other || only != "" && v != right {
				t.Logf("%s: %d %s\n  %s", c.name, v, c.source, why)
			}
		}
		for v, n := range of {
			all[v] += n
		}
		if of != (tally{}) {
			t.Logf("%-40s %s", set.Attr("", "name"), of)
		}
	}
	reasons := slices.SortedFunc(maps.Keys(suite.reasons), func(a, b string) int { return suite.reasons[b] - suite.reasons[a] })
	for _, r := range reasons[:min(len(reasons), 60)] {
		t.Logf("refused %5d  %s", suite.reasons[r], r)
	}
	t.Logf("%-40s %s", "all", all)
	if only == "" && all[right] < 5000 {
		t.Errorf("only %d cases are right", all[right])
	}
}

const qt3Space = "http://www.w3.org/2010/09/qt-fots-catalog"

// qt3Suite is the suite, and what was read of it.
type qt3Suite struct {
	dir     string
	docs    map[string]*xmldoc.Doc
	reasons map[string]int // of refusals
}

func (s *qt3Suite) read(file string) (*xmldoc.Doc, error) {
	if d := s.docs[file]; d != nil {
		return d, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if bytes.Contains(b, []byte("<!ATTLIST")) {
		return nil, fmt.Errorf("%s: attributes by a document type", file)
	}
	d, err := xmldoc.Parse(usASCII.ReplaceAll(b, []byte("${1}utf-8")), xmldoc.Limits{AllowDTD: true, Bytes: 64 << 20, Nodes: 8 << 20})
	if err == nil {
		s.docs[file] = d
	}
	return d, err
}

// usASCII is the declaration of an encoding that is a part of UTF-8.
var usASCII = regexp.MustCompile(`(?i)(^<\?xml [^>]*encoding=["'])us-ascii`)

func (s *qt3Suite) parse(t *testing.T, file string) *xmldoc.Doc {
	t.Helper()
	d, err := s.read(file)
	if err != nil {
		t.Fatal(file, err)
	}
	return d
}

// environment is an element of that name and the folder its files are in.
type environment struct {
	node xmldoc.Node
	dir  string
}

func environments(of xmldoc.Node, dir string) map[string]environment {
	out := map[string]environment{}
	for n := range of.ChildrenNamed(qt3Space, "environment") {
		out[n.Attr("", "name")] = environment{n, dir}
	}
	return out
}

// applies says whether a set or case is one of XPath 2.0 without its optional
// features.
func applies(n xmldoc.Node) bool {
	for d := range n.ChildrenNamed(qt3Space, "dependency") {
		values, wanted := strings.Fields(d.Attr("", "value")), d.Attr("", "satisfied") != "false"
		has := false
		switch d.Attr("", "type") {
		case "spec":
			has = slices.Contains(values, "XP20") || slices.Contains(values, "XP20+")
		case "xml-version":
			has = !slices.Contains(values, "1.1") && d.Attr("", "value") != "1.0:4-"
		case "xsd-version":
			has = slices.Contains(values, "1.1")
		case "unicode-version":
			has = slices.Contains(values, strings.TrimSuffix(unicode.Version, ".0"))
		case "language", "default-language":
			has = true
		}
		if has != wanted {
			return false
		}
	}
	return true
}

// qt3Case is one case while it runs.
type qt3Case struct {
	suite    *qt3Suite
	dir      string
	name     string
	envs     map[string]environment
	source   string
	compiler *Compiler
	scope    *Scope
	trees    []*Tree // of variables and the context, aimed when all is compiled
	context  *Tree
	files    map[string]string // by the uri that doc() gives
	result   []Item            // of the case
	lacks    string            // a document that was asked for and cannot be read
	run_     *Run
}

func (c *qt3Case) run(n xmldoc.Node) (v verdict, why string) {
	test := n.Child(qt3Space, "test")
	if c.source = test.Value(); test.Attr("", "file") != "" {
		b, err := os.ReadFile(filepath.Join(c.dir, test.Attr("", "file")))
		if err != nil {
			return unread, err.Error()
		}
		c.source = string(b)
	}
	c.files = map[string]string{}
	prefixes := map[string]string{}
	env := environment{n.Child(qt3Space, "environment"), c.dir}
	if ref := env.node.Attr("", "ref"); env.node.OK() && ref != "" {
		env = c.envs[ref]
	}
	if env.node.OK() {
		for ns := range env.node.ChildrenNamed(qt3Space, "namespace") {
			prefixes[ns.Attr("", "prefix")] = ns.Attr("", "uri")
		}
		for _, other := range []string{"schema", "collation", "collection", "decimal-format", "function-library"} {
			if env.node.Child(qt3Space, other).OK() {
				return unread, "the environment has a " + other
			}
		}
	}
	c.compiler = NewCompiler(prefixes)
	if uri, ok := prefixes[""]; ok && uri != "" {
		return unread, "a default namespace"
	}
	if env.node.OK() {
		if err := c.environment(env); err != nil {
			return unread, err.Error()
		}
	}
	expected := n.Child(qt3Space, "result")
	for _, name := range []string{"current(", "document("} {
		if strings.Contains(c.source, name) && expected.Child(qt3Space, "error").Attr("", "code") == "XPST0017" {
			return unread, "there are functions of XSLT here"
		}
	}
	e, err := c.compiler.Compile(c.source, c.scope)
	if err != nil {
		if wantsError(expected) {
			return right, ""
		}
		return refused, reason(err)
	}
	inner := c.scope.With("result", &Var{slot: c.compiler.slot(), code: &code{push: func(f *frame) { f.pushAll(c.result) }}, global: true, name: "result"})
	var check func(err error) (verdict, string)
	for a := range expected.Children() {
		if check, err = c.assertion(a, inner); err != nil {
			return unread, "assertion: " + err.Error()
		}
	}
	return c.evaluate(e, check)
}

// evaluate gives the case its value, and the verdict on it.
func (c *qt3Case) evaluate(e *Expr, check func(error) (verdict, string)) (v verdict, why string) {
	defer func() {
		if p := recover(); p != nil {
			v, why = wrong, fmt.Sprintf("a panic: %v", p)
		}
	}()
	for _, t := range c.trees {
		c.compiler.aim(t, t.doc)
	}
	main := c.context
	if main == nil {
		d, _ := xmldoc.Parse([]byte("<none/>"), xmldoc.Limits{})
		main = c.compiler.Tree(d)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c.run_ = c.compiler.NewRun(ctx, main, c)
	c.run_.trees = len(c.trees) + 1
	if c.context != nil {
		c.run_.Fire(0)
	}
	items, err := c.items(e)
	if bound, ok := err.(*Error); ok && bound.Code == "XPDY0130" {
		return refused, err.Error()
	}
	c.result = slices.Clone(items)
	truth, truthErr := c.run_.Truth(e)
	if b, ok := ebv(c.result); err == nil && ok && truthErr == nil && b != truth {
		return wrong, fmt.Sprintf("the value has truth %v, its short way %v", b, truth)
	}
	if _, ok := ebv(c.result); err == nil && ok && truthErr != nil {
		return wrong, fmt.Sprintf("the value has a truth, its short way %v", truthErr)
	}
	if c.lacks != "" {
		return unread, c.lacks
	}
	return check(err)
}

func (c *qt3Case) items(e *Expr) (items []Item, err error) {
	defer c.run_.guard(&err)
	c.run_.frame.focus(c.run_.rule)
	e.code.push(&c.run_.frame)
	return c.run_.frame.stack, nil
}

// Open implements Opener.
func (c *qt3Case) Open(uri string) (*Tree, error) {
	file, ok := c.files[uri]
	if !ok {
		file = filepath.Join(c.dir, uri)
	}
	d, err := c.suite.read(file)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			c.lacks = err.Error()
		}
		return nil, err
	}
	return c.compiler.Tree(d), nil
}

// environment puts in the documents and variables of an environment.
func (c *qt3Case) environment(env environment) error {
	for s := range env.node.ChildrenNamed(qt3Space, "source") {
		file := filepath.Join(env.dir, s.Attr("", "file"))
		if s.Attr("", "validation") != "" {
			return fmt.Errorf("validation is %s", s.Attr("", "validation"))
		}
		if uri := s.Attr("", "uri"); uri != "" {
			c.files[uri] = file
		}
		role := s.Attr("", "role")
		if role == "" {
			continue
		}
		d, err := c.suite.read(file)
		if err != nil {
			return err
		}
		tree := &Tree{doc: d, order: len(c.trees)}
		c.trees = append(c.trees, tree)
		if role == "." {
			c.context = tree
			continue
		}
		c.scope = c.scope.With(strings.TrimPrefix(role, "$"), &Var{
			slot: c.compiler.slot(), global: true,
			code: &code{is: isNodes, one: true, push: func(f *frame) { f.push(nodeItem(tree, 0)) }},
		})
	}
	for p := range env.node.ChildrenNamed(qt3Space, "param") {
		name := p.Attr("", "name")
		v, err := c.compiler.Let(name, p.Attr("", "select"), c.scope, true)
		if err != nil {
			return err
		}
		c.scope = c.scope.With(name, v)
	}
	return nil
}

// reason makes one line of what refuses alike.
func reason(err error) string {
	s := err.Error()
	if at := strings.LastIndex(s, "\": "); at >= 0 {
		s = s[at+3:]
	}
	return strings.ReplaceAll(s[:min(len(s), 90)], "\n", " ")
}
