package xpath

import (
	"context"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Names: FO 11 and 14.
func TestNameFunctions(t *testing.T) {
	check(t, map[string]string{
		`QName('urn:x', 'a:b')`:                    `a:b`,
		`QName('', 'b')`:                           `b`,
		`QName((), 'b')`:                           `b`,
		`QName('', 'a:b')`:                         `FOCA0002`,
		`QName('urn:x', '1b')`:                     `FOCA0002`,
		`QName('urn:x', 'a:b:c')`:                  `FOCA0002`,
		`QName('urn:x', ':b')`:                     `FOCA0002`,
		`QName('urn:x', '')`:                       `FOCA0002`,
		`QName('urn:x', ())`:                       `XPTY0004`,
		`prefix-from-QName(QName('urn:x', 'a:b'))`: `a`,
		`prefix-from-QName(QName('urn:x', 'b'))`:   ``,
		`prefix-from-QName(QName('urn:x', 'a:b')) instance of xs:NCName`:                        `load: XPath "prefix-from-QName(QName('urn:x', 'a:b')) instance of xs:NCName": instance of xs:NCName is not supported`,
		`local-name-from-QName(QName('urn:x', 'a:b'))`:                                          `b`,
		`local-name-from-QName(())`:                                                             ``,
		`local-name-from-QName('b')`:                                                            `XPTY0004`,
		`namespace-uri-from-QName(QName('', 'b')) eq ''`:                                        `true`,
		`namespace-uri-from-QName(QName('urn:x', 'b')) instance of xs:anyURI`:                   `true`,
		`resolve-QName('p:a', .) eq QName('urn:p', 'a')`:                                        `true`,
		`resolve-QName('a', .) eq QName('urn:d', 'a')`:                                          `true`, // the default namespace counts
		`resolve-QName('xml:lang', .) eq QName('http://www.w3.org/XML/1998/namespace', 'lang')`: `true`,
		`resolve-QName((), .)`:                                                                  ``,
		`resolve-QName('x:a', .)`:                                                               `FONS0004`,
		`resolve-QName('', .)`:                                                                  `FOCA0002`,
		`resolve-QName('a b', .)`:                                                               `FOCA0002`,
		`resolve-QName('a', @xml:lang)`:                                                         `XPTY0004`,
		`resolve-QName('a', ())`:                                                                `XPTY0004`,
		`resolve-QName(p:c/@type, p:c) eq QName('urn:p', 'kind')`:                               `true`,
		`namespace-uri-for-prefix('', .)`:                                                       `urn:d`,
		`namespace-uri-for-prefix((), .)`:                                                       `urn:d`,
		`namespace-uri-for-prefix('zz', .)`:                                                     ``,
		`count(in-scope-prefixes(p:c))`:                                                         `3`,
		`node-name(p:c) eq QName('urn:p', 'c')`:                                                 `true`,
		`node-name(processing-instruction())`:                                                   `pi`,
		`node-name(comment())`:                                                                  ``,
		`node-name(/)`:                                                                          ``,
		`node-name(())`:                                                                         ``,
		`name(/)`:                                                                               ``,
		`name(p:c)`:                                                                             `p:c`,
		`name(@xml:lang)`:                                                                       `xml:lang`,
		`local-name(@xml:lang)`:                                                                 `lang`,
		`namespace-uri(@xml:lang)`:                                                              `http://www.w3.org/XML/1998/namespace`,
		`namespace-uri(d:a[1]/@n)`:                                                              ``,
		`name(processing-instruction())`:                                                        `pi`,
		`name(comment())`:                                                                       ``,
		`d:a[1]/name()`:                                                                         `a`,
		`local-name(1)`:                                                                         `XPTY0004`,
		`(1)[name()]`:                                                                           `XPTY0004`,
		`root(d:a[1]) is /`:                                                                     `true`,
		`root(())`:                                                                              ``,
		`lang('fr', d:a[1])`:                                                                    `true`,
		`lang('f')`:                                                                             `false`,
		`lang('fr-FR')`:                                                                         `false`,
		`lang(())`:                                                                              `false`,
	})
}

// Documents: FO 15.5.4, XSLT 2.0 16.1.
func TestDocumentFunctions(t *testing.T) {
	check(t, map[string]string{
		`doc(())`:                                              ``,
		`doc('none.xml')`:                                      `FODC0002`,
		`doc('codes.xml') is doc('codes.xml')`:                 `true`,
		`doc('codes.xml') is document('codes.xml')`:            `true`,
		`doc(('codes.xml', 'none.xml'))`:                       `XPTY0004`,
		`count(document(('codes.xml', 'codes.xml')))`:          `1`,
		`document(('codes.xml', 'none.xml'))`:                  `FODC0002`,
		`document(())`:                                         ``,
		`doc-available('codes.xml')`:                           `true`,
		`doc-available('none.xml')`:                            `false`,
		`doc-available(())`:                                    `false`,
		`doc('codes.xml')//c[@k = '2']`:                        `B`,
		`d:num[1][doc('codes.xml')//c[@k = '1'] = 'A']`:        `5`,
		`doc('codes.xml')/l/c[@k = current()/d:a[1]/@n]`:       `A`,
		`some $c in doc('codes.xml')//c satisfies $c/@k = '3'`: `false`,
	})
}

// What needs a context item and has none: XP 2.1.2, error XPDY0002.
func TestNoContextItem(t *testing.T) {
	c := NewCompiler(map[string]string{"d": "urn:d"})
	d, err := xmldoc.Parse([]byte(sample), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]string{
		`.`: `XPDY0002`, `d:a`: `XPDY0002`, `/`: `XPDY0002`, `//d:a`: `XPDY0002`, `@n`: `XPDY0002`, `position()`: `XPDY0002`, `last()`: `XPDY0002`,
		`string()`: `XPDY0002`, `name()`: `XPDY0002`, `number()`: `XPDY0002`, `normalize-space()`: `XPDY0002`, `string-length()`: `XPDY0002`,
		`root()`: `XPDY0002`, `lang('fr')`: `XPDY0002`, `local-name()`: `XPDY0002`, `namespace-uri()`: `XPDY0002`,
		`count(d:a)`: `XPDY0002`, `d:a = 'x'`: `XPDY0002`, `exists(d:a)`: `XPDY0002`, `1 + 1`: `2`, `(5, 6)[last()]`: `6`, `(5, 6)[. = 6]`: `6`,
	} {
		e, err := c.Compile(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := c.NewRun(context.Background(), c.Tree(d), nil)
		got, err := r.Text(e)
		if err != nil {
			got = err.(*Error).Code
		}
		if got != want {
			t.Errorf("%s without a context item: %s, want %s", src, got, want)
		}
	}
}

// What is no XPath 2.0, or not supported, is refused when loaded and named.
func TestRefusedWhenLoaded(t *testing.T) {
	c := NewCompiler(map[string]string{"d": "urn:d"})
	for _, src := range []string{
		``, `1 +`, `(`, `d:a[`, `'a`, `1 2`, `a b`, `a/`, `x:a`, `$none`, `none()`, `x:none()`, `fn:none()`, `xs:none('a')`, `xs:anyAtomicType('a')`,
		`string-join(('a', 'b'))`, `count()`, `count(1, 2)`, `true(1)`, `let $a := 1 return $a`, `'a' || 'b'`, `(1, 2) ! (. + 1)`, `1 => count()`,
		`Q{urn:d}a`, `map { }`, `[1, 2]`, `function($a) { $a }`, `count#1`, `head((1, 2))`, `tail((1, 2))`, `round(1.5, 1)`, `tokenize('a b')`,
		`for $x at $i in (1, 2) return $i`, `namespace::*`, `current-date()`, `current-time()`, `implicit-timezone()`, `collection()`, `id('a')`, `idref('a')`,
		`normalize-unicode('a')`, `base-uri()`, `document-uri(.)`, `static-base-uri()`, `nilled(.)`, `default-collation()`, `resolve-uri('a')`,
		`contains('a', 'b', 'urn:collation')`, `key('a', 'b')`, `format-number(1, '0')`, `generate-id()`, `system-property('a')`, `unparsed-text('a')`,
		`xs:gYear('2026')`, `1 instance of xs:byte`, `. instance of element(*, xs:string)`, `. instance of schema-element(d:a)`, `. instance of document-node(element(d:r))`,
		`99999999999999999999999999`, `xs:integer('1', '2')`, `matches('a', '(')`, `matches('a', '(a)\1')`, `replace('a', 'a', 'b', 'q')`,
	} {
		if _, err := c.Compile(src, nil); err == nil {
			t.Errorf("%s compiled", src)
		}
	}
}
