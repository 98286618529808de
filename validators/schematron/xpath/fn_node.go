package xpath

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// nodeFunctions ask about nodes and the focus.
var nodeFunctions = map[string]function{
	"position": plain(0, 0, func([]*code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) { f.context(); return integer(int64(f.pos)), true })
	}),
	"last": plain(0, 0, func([]*code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) { f.context(); return integer(int64(f.last)), true })
	}),
	"string": onContext(func(a *code) *code {
		if a.textAt != nil {
			return said(a.textAt)
		}
		return textCode(func(f *frame) string {
			mark := len(f.stack)
			a.push(f)
			items := f.pop(mark)
			switch len(items) {
			case 0:
				return ""
			case 1:
				return items[0].text()
			}
			raise("XPTY0004", "%s in string()", describe(items))
			return ""
		})
	}),
	"data": plain(1, 1, func(a []*code) *code {
		return &code{one: a[0].one, push: func(f *frame) {
			items := a[0].atoms(f)
			f.stack = f.stack[:len(f.stack)+len(items)]
		}}
	}),
	"name":          onContext(func(a *code) *code { return nameCode(a, func(n xmldoc.Name) string { return n.Written }) }),
	"local-name":    onContext(func(a *code) *code { return nameCode(a, func(n xmldoc.Name) string { return n.Local }) }),
	"namespace-uri": onContext(func(a *code) *code { return nameCode(a, func(n xmldoc.Name) string { return n.Space }) }),
	"node-name": plain(1, 1, func(a []*code) *code {
		return itemCode(isOther, func(f *frame) (Item, bool) {
			i, ok := a[0].node(f)
			if !ok || i.tree.doc.NameOf(int32(i.n)) == 0 {
				return Item{}, false
			}
			n := i.tree.name(int32(i.n))
			return qnameItem(strings.TrimSuffix(strings.TrimSuffix(n.Written, n.Local), ":"), n.Space, n.Local), true
		})
	}),
	"root": onContext(func(a *code) *code {
		return itemCode(isNodes, func(f *frame) (Item, bool) {
			i, ok := a.node(f)
			i.n = 0
			return i, ok
		})
	}),
	"lang": plain(1, 2, func(a []*code) *code {
		of := contextItem()
		if len(a) == 2 {
			of = a[1]
		}
		return truthCode(func(f *frame) bool {
			want := strings.ToLower(a[0].string(f))
			i, _ := of.node(f)
			if i.tree == nil {
				raise("XPTY0004", "lang() without a node")
			}
			for n := i.tree.doc.Node(int(i.n)); n.OK(); n = n.Parent() {
				if v, ok := n.LookupAttr("http://www.w3.org/XML/1998/namespace", "lang"); ok {
					v = strings.ToLower(v)
					return v == want || strings.HasPrefix(v, want+"-")
				}
			}
			return false
		})
	}),
}

func nameCode(a *code, of func(xmldoc.Name) string) *code {
	if a.isContext {
		out := textCode(func(f *frame) string {
			if f.item.kind != KindNode {
				a.node(f) // raises
			}
			return of(f.item.tree.name(int32(f.item.n)))
		})
		out.textAt = func(_ *frame, t *Tree, id int32) string { return of(t.name(id)) }
		return out
	}
	return textCode(func(f *frame) string {
		if i, ok := a.node(f); ok {
			return of(i.tree.name(int32(i.n)))
		}
		return ""
	})
}
