package xpath

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// wantsError says whether an error is one of the right results.
func wantsError(n xmldoc.Node) bool {
	if n.Local() == "error" {
		return true
	}
	for c := range n.Children() {
		if c.Local() != "not" && wantsError(c) {
			return true
		}
	}
	return false
}

// assertion compiles one assertion of the suite on $result.
func (c *qt3Case) assertion(n xmldoc.Node, scope *Scope) (func(error) (verdict, string), error) {
	text := n.Value()
	switch n.Local() {
	case "all-of", "any-of", "not":
		return c.combined(n, scope)
	case "error":
		want := n.Attr("", "code")
		return func(err error) (verdict, string) {
			switch e, _ := err.(*Error); {
			case e == nil:
				return wrong, fmt.Sprintf("%s, want the error %s", c.shown(err), want)
			case want == "*" || strings.HasSuffix(want, e.Code):
				return right, ""
			}
			return other, fmt.Sprintf("%v, want the error %s", err, want)
		}, nil
	case "assert-true":
		return c.held("$result", scope, n, func(items []Item) bool { return len(items) == 1 && items[0] == boolean(true) })
	case "assert-false":
		return c.held("$result", scope, n, func(items []Item) bool { return len(items) == 1 && items[0] == boolean(false) })
	case "assert-empty":
		return c.held("$result", scope, n, func(items []Item) bool { return len(items) == 0 })
	case "assert-count":
		return c.held("$result", scope, n, func(items []Item) bool { return strconv.Itoa(len(items)) == strings.TrimSpace(text) })
	case "assert-string-value":
		normal := n.Attr("", "normalize-space") == "true"
		return c.held("$result", scope, n, func(items []Item) bool {
			var parts []string
			for _, i := range items {
				parts = append(parts, i.text())
			}
			got, want := strings.Join(parts, " "), text
			if normal {
				got, want = strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(want), " ")
			}
			return got == want
		})
	case "assert-eq":
		return c.held("$result eq ("+text+")", scope, n, isTrue)
	case "assert-deep-eq":
		return c.held("deep-equal($result, ("+text+"))", scope, n, isTrue)
	case "assert":
		return c.held("boolean("+text+")", scope, n, isTrue)
	case "assert-type":
		return c.held("$result instance of "+text, scope, n, isTrue)
	case "assert-permutation":
		return c.held("("+text+")", scope, n, func(items []Item) bool { return permuted(c.run_, items, c.result) })
	case "assert-xml":
		return c.sameXML(n)
	}
	return nil, fmt.Errorf("%s is not read here", n.Local())
}

func isTrue(items []Item) bool { return len(items) == 1 && items[0] == boolean(true) }

// held compiles an expression, and then asks whether its value holds.
func (c *qt3Case) held(src string, scope *Scope, n xmldoc.Node, holds func([]Item) bool) (func(error) (verdict, string), error) {
	e, err := c.compiler.Compile(src, scope)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", n.Local(), reason(err))
	}
	return func(err error) (verdict, string) {
		if err == nil {
			var items []Item
			if items, err := c.items(e); err == nil && holds(items) {
				return right, ""
			}
			_ = items
		}
		return wrong, fmt.Sprintf("%s, want %s %q", c.shown(err), n.Local(), n.Value())
	}, nil
}

func (c *qt3Case) shown(err error) string {
	if err != nil {
		return "an error: " + err.Error()
	}
	var parts []string
	for _, i := range c.result[:min(len(c.result), 20)] {
		parts = append(parts, fmt.Sprintf("%s %.80q", i.kind, i.text()))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func (c *qt3Case) combined(n xmldoc.Node, scope *Scope) (func(error) (verdict, string), error) {
	var parts []func(error) (verdict, string)
	for a := range n.Children() {
		p, err := c.assertion(a, scope)
		if err != nil {
			if n.Local() == "any-of" { // another may do
				continue
			}
			return nil, err
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("nothing of %s is read here", n.Local())
	}
	return func(err error) (verdict, string) {
		var whys []string
		worst, best := right, wrong
		for _, p := range parts {
			v, why := p(err)
			worst, best = max(worst, v), min(best, v)
			whys = append(whys, why)
		}
		switch why := strings.Join(slices.Compact(whys), "; "); n.Local() {
		case "all-of":
			return worst, why
		case "any-of":
			return best, why
		default:
			if best == wrong {
				return right, ""
			}
			return wrong, "not: " + c.shown(err)
		}
	}, nil
}

// permuted says whether two sequences hold the same values in some order.
func permuted(r *Run, a, b []Item) bool {
	b = slices.Clone(b)
	for _, x := range a {
		at := slices.IndexFunc(b, func(y Item) bool { return deepEqual(r, []Item{x.atom()}, []Item{y.atom()}) })
		if at < 0 {
			return false
		}
		b = slices.Delete(b, at, at+1)
	}
	return len(b) == 0
}

// sameXML compares the nodes of the result with elements as written.
func (c *qt3Case) sameXML(n xmldoc.Node) (func(error) (verdict, string), error) {
	want, err := xmldoc.Parse([]byte("<all>"+dropDeclaration.ReplaceAllString(n.Value(), "")+"</all>"), xmldoc.Limits{})
	if n.Attr("", "file") != "" || err != nil {
		return nil, fmt.Errorf("assert-xml is not read here")
	}
	return func(err error) (verdict, string) {
		var wanted []xmldoc.Node
		for k := range want.Root().Nodes() {
			if k.Kind() != xmldoc.TextNode || strings.TrimSpace(k.Value()) != "" {
				wanted = append(wanted, k)
			}
		}
		var got []xmldoc.Node
		for _, i := range c.result {
			if i.kind != KindNode {
				return wrong, c.shown(err) + ", want nodes"
			}
			x := i.tree.doc.Node(int(i.n))
			if x.Kind() == xmldoc.DocumentNode {
				x = x.Doc().Root()
			}
			got = append(got, x)
		}
		same := err == nil && len(got) == len(wanted)
		for i := 0; same && i < len(got); i++ {
			same = deepEqualNodes(c.run_, got[i], wanted[i])
		}
		if !same {
			return wrong, fmt.Sprintf("%s, want %.300s", c.shown(err), n.Value())
		}
		return right, ""
	}, nil
}

var dropDeclaration = regexp.MustCompile(`^\s*<\?xml [^>]*\?>`)
