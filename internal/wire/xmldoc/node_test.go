package xmldoc

import (
	"slices"
	"strings"
	"testing"
)

const letter = `<?xml version="1.0"?>
<s:Envelope xmlns:s="urn:s" xmlns="urn:d">
  <s:Body id="b">
    <x>one</x>
    <x n="2">t<y>wo</y><!--no--></x>
    <z xmlns:q="urn:q" q:n="3"/>
  </s:Body>
</s:Envelope>`

func TestWalk(t *testing.T) {
	d := parse(t, letter)
	body := d.Root().Child("urn:s", "Body")
	if got := body.Attr("", "id"); got != "b" {
		t.Errorf("id %q", got)
	}
	var names []string
	for c := range body.Descendants() {
		names = append(names, c.Name())
	}
	if want := []string{"x", "x", "y", "z"}; !slices.Equal(names, want) {
		t.Errorf("descendants %v", names)
	}
	second := slices.Collect(body.ChildrenNamed("urn:d", "x"))[1]
	if got := second.Value(); got != "two" {
		t.Errorf("value %q", got)
	}
	if got := d.Root().Path("*", "Body", "x").Value(); got != "one" {
		t.Errorf("path leads to %q", got)
	}
	if d.Root().Path("urn:d", "Body").OK() {
		t.Error("a name in another namespace was found")
	}
	if body.Parent() != d.Root() || d.Root().Parent() != d.Document() || d.Document().Parent().OK() {
		t.Error("parents are wrong")
	}
	z := body.Child("*", "z")
	if v, ok := z.LookupAttr("urn:q", "n"); v != "3" || !ok {
		t.Errorf("q:n %q %v", v, ok)
	}
	if _, ok := z.LookupAttr("", "n"); ok {
		t.Error("q:n found without its namespace")
	}
	if got := len(slices.Collect(d.Document().Nodes())); got != 1 {
		t.Errorf("%d nodes at the top", got)
	}
}

func TestWhere(t *testing.T) {
	d := parse(t, letter)
	body := d.Root().Child("*", "Body")
	second := slices.Collect(body.ChildrenNamed("*", "x"))[1]
	y := second.Child("*", "y")
	for _, c := range []struct {
		n      Node
		xpath  string
		line   int
		source string
	}{
		{body.Attribute("", "id"), "/s:Envelope/s:Body/@id", 3, `id="b"`},
		{body.Child("*", "x"), "/s:Envelope/s:Body/x[1]", 4, "<x>one</x>"},
		{y, "/s:Envelope/s:Body/x[2]/y", 5, "<y>wo</y>"},
		{slices.Collect(second.Nodes())[0], "/s:Envelope/s:Body/x[2]/text()", 5, "t"},
		{slices.Collect(second.Nodes())[2], "/s:Envelope/s:Body/x[2]/comment()", 5, "<!--no-->"},
		{body.Child("*", "z").Attribute("*", "n"), "/s:Envelope/s:Body/z/@q:n", 6, `q:n="3"`},
	} {
		if got := c.n.XPath(); got != c.xpath {
			t.Errorf("path %s, want %s", got, c.xpath)
		}
		if got := c.n.Line(); got != c.line {
			t.Errorf("%s: line %d, want %d", c.xpath, got, c.line)
		}
		if got := string(d.Source()[c.n.Offset():c.n.End()]); got != c.source {
			t.Errorf("%s: source %q", c.xpath, got)
		}
	}
	if got := d.Document().XPath(); got != "/" {
		t.Errorf("path of the document %q", got)
	}
}

// TestPositions numbers siblings of one name, and those only.
func TestPositions(t *testing.T) {
	d := parse(t, `<r><a/>t<b/><a/><!--x--><c xmlns="u"/><c/><b/><b/>u</r>`)
	var got []string
	for n := range d.Root().Nodes() {
		got = append(got, n.XPath())
	}
	want := "/r/a[1] /r/text()[1] /r/b[1] /r/a[2] /r/comment() /r/c[1] /r/c[2] /r/b[2] /r/b[3] /r/text()[2]"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestSiblings(t *testing.T) {
	d := parse(t, `<r z="1"><a/>t<b><c/></b></r>`)
	var got []string
	for n := d.Root().FirstChild(); n.OK(); n = n.NextSibling() {
		got = append(got, n.XPath())
	}
	if strings.Join(got, " ") != "/r/a /r/text() /r/b" {
		t.Error(got)
	}
	if d.Root().Attribute("", "z").NextSibling().OK() || d.Root().NextSibling().OK() || d.Root().FirstChild().FirstChild().OK() {
		t.Error("a sibling or child that is not there")
	}
}

func TestNamespaces(t *testing.T) {
	d := parse(t, letter)
	z := d.Root().Path("*", "Body", "z")
	for prefix, want := range map[string]string{"": "urn:d", "s": "urn:s", "q": "urn:q", "xml": xmlSpace, "nope": ""} {
		if got, ok := z.LookupNamespace(prefix); got != want || ok != (want != "") {
			t.Errorf("prefix %q: %q %v", prefix, got, ok)
		}
	}
	if _, ok := z.Parent().LookupNamespace("q"); ok {
		t.Error("q is bound outside its element")
	}
	if prefixes, uris := d.Root().Declarations(); !slices.Equal(prefixes, []string{"s", ""}) || !slices.Equal(uris, []string{"urn:s", "urn:d"}) {
		t.Errorf("declarations %v %v", prefixes, uris)
	}
}

func TestZeroNode(t *testing.T) {
	var n Node
	if n.OK() || n.Kind() != NoNode || n.Name() != "" || n.Value() != "" || n.Line() != 0 || n.XPath() != "" ||
		n.Parent().OK() || n.Path("*", "a", "b").OK() || n.Attr("", "a") != "" || n.Offset() != 0 || n.End() != 0 || n.ID() != -1 {
		t.Error("the zero node answered something")
	}
	for range n.Nodes() {
		t.Error("the zero node has a child")
	}
	if _, ok := n.LookupNamespace("p"); ok {
		t.Error("the zero node binds a prefix")
	}
}
