package xpath

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xsdregex"
)

// qnameFunctions make and take apart expanded names.
var qnameFunctions = map[string]function{
	"QName": plain(2, 2, func(a []*code) *code {
		out := itemCode(isOther, func(f *frame) (Item, bool) {
			space, written := a[0].string(f), a[1].required(f)
			prefix, local := splitQName(written)
			if prefix != "" && space == "" {
				raise("FOCA0002", "%q in no namespace", written)
			}
			return qnameItem(prefix, space, local), true
		})
		if a[0].known && a[1].known && a[0].text != nil && a[1].text != nil && a[0].text(nil) != "" && ncName(a[1].text(nil)) {
			return constant(qnameItem("", a[0].text(nil), a[1].text(nil)))
		}
		return out
	}),
	"resolve-QName": plain(2, 2, func(a []*code) *code {
		return itemCode(isOther, func(f *frame) (Item, bool) {
			written, ok := a[0].str(f)
			if !ok {
				return Item{}, false
			}
			element := a[1].element(f)
			prefix, local := splitQName(written)
			space, bound := element.LookupNamespace(prefix)
			if !bound && prefix != "" {
				raise("FONS0004", "prefix %s is not bound to a namespace", prefix)
			}
			return qnameItem(prefix, space, local), true
		})
	}),
	"prefix-from-QName":     qnamePart(func(i Item) (Item, bool) { return stringItem(i.more.prefix), i.more.prefix != "" }),
	"local-name-from-QName": qnamePart(func(i Item) (Item, bool) { return stringItem(i.s), true }),
	"namespace-uri-from-QName": qnamePart(func(i Item) (Item, bool) {
		return Item{kind: KindAnyURI, s: i.more.space}, true
	}),
	"namespace-uri-for-prefix": plain(2, 2, func(a []*code) *code {
		return itemCode(isString, func(f *frame) (Item, bool) {
			prefix := a[0].string(f)
			space, ok := a[1].element(f).LookupNamespace(prefix)
			return Item{kind: KindAnyURI, s: space}, ok
		})
	}),
	"in-scope-prefixes": plain(1, 1, func(a []*code) *code {
		return &code{is: isString, push: func(f *frame) {
			seen := map[string]bool{"xml": true}
			f.push(stringItem("xml"))
			for n := a[0].element(f); n.OK(); n = n.Parent() {
				prefixes, uris := n.Declarations()
				for i, p := range prefixes {
					if !seen[p] && uris[i] != "" {
						f.push(stringItem(p))
					}
					seen[p] = true
				}
			}
		}}
	}),
}

func (c *code) element(f *frame) xmldoc.Node {
	i, ok := c.node(f)
	if !ok || i.tree.doc.KindOf(int32(i.n)) != xmldoc.ElementNode {
		raise("XPTY0004", "no element where one is required")
	}
	return i.tree.doc.Node(int(i.n))
}

func qnamePart(of func(Item) (Item, bool)) function {
	return plain(1, 1, func(a []*code) *code {
		return itemCode(isString, func(f *frame) (Item, bool) {
			i, ok := a[0].atom(f)
			if !ok {
				return i, false
			}
			if i.kind != KindQName {
				raise("XPTY0004", "%s where xs:QName is required", i.kind)
			}
			return of(i)
		})
	})
}

var ncNamePattern, _ = xsdregex.Compile(`^[\i-[:]][\c-[:]]*$`, "")

// ncName says whether s is a name without a colon; names of ASCII letters, as
// nearly all are, without the pattern.
func ncName(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c == '_':
		case i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.'):
		case c >= 0x80:
			return ncNamePattern.MatchString(s)
		default:
			return false
		}
	}
	return s != ""
}

// splitQName takes a lexical QName apart.
func splitQName(s string) (prefix, local string) {
	prefix, local, ok := cutQName(s)
	if !ok {
		raise("FOCA0002", "%q is no QName", short(s))
	}
	return prefix, local
}

// cutQName takes a lexical QName apart, if it is one.
func cutQName(s string) (prefix, local string, ok bool) {
	s = collapse(s)
	prefix, local, prefixed := strings.Cut(s, ":")
	if !prefixed {
		prefix, local = "", s
	}
	return prefix, local, ncName(local) && (!prefixed || ncName(prefix))
}
