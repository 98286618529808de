package xmldoc

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

func parse(t *testing.T, s string) *Doc {
	t.Helper()
	d, err := Parse([]byte(s), Limits{})
	if err != nil {
		t.Fatalf("%.80q: %v", s, err)
	}
	return d
}

func code(err error) string {
	var se *SyntaxError
	if errors.As(err, &se) {
		return se.Code
	}
	return ""
}

// dump writes a document one node a line, so that a test can say it whole.
func dump(d *Doc) string {
	var b strings.Builder
	for i := range d.Len() {
		n := d.Node(i)
		switch n.Kind() {
		case ElementNode:
			fmt.Fprintf(&b, "E{%s}%s ", n.Space(), n.Name())
		case AttributeNode:
			fmt.Fprintf(&b, "A{%s}%s=%q ", n.Space(), n.Name(), n.Value())
		case TextNode:
			fmt.Fprintf(&b, "T%q ", n.Value())
		case CommentNode:
			fmt.Fprintf(&b, "C%q ", n.Value())
		case PINode:
			fmt.Fprintf(&b, "P%s%q ", n.Name(), n.Value())
		}
	}
	return strings.TrimSpace(b.String())
}

func TestNodes(t *testing.T) {
	for in, want := range map[string]string{
		`<a/>`:                                 `E{}a`,
		"<?xml version='1.0'?>\n<a>x</a>\n":    `E{}a T"x"`,
		`<a>1<![CDATA[<&]]>&lt;&#233;</a>`:     `E{}a T"1<&<é"`,
		`<a><![CDATA[]]></a>`:                  `E{}a`,
		"<a>1\r\n2\r3</a>":                     `E{}a T"1\n2\n3"`,
		"<a><![CDATA[1\r\n]]>\r</a>":           `E{}a T"1\n\n"`,
		"<a b='1\n\t2\r\n3&#10;&quot;\"'/>":    `E{}a A{}b="1  2 3\n\"\""`,
		`<a>x<!--c-->y<?p  d ?>z</a>`:          `E{}a T"x" C"c" T"y" Pp"d " T"z"`,
		`<!--x--><a/><?end?>`:                  `C"x" E{}a Pend""`,
		`<a xmlns="u" b="1"><c xmlns=""/></a>`: `E{u}a A{}b="1" E{}c`,
		`<p:a xmlns:p="u" p:b="1" b="2"><p:c xmlns:p="v"/><p:d/></p:a>`: `E{u}p:a A{u}p:b="1" A{}b="2" E{v}p:c E{u}p:d`,
		`<a xml:lang="fr"/>`:            `E{}a A{http://www.w3.org/XML/1998/namespace}xml:lang="fr"`,
		`<é·a/>`:                        `E{}é·a`,
		`<a>]] ></a >`:                  `E{}a T"]] >"`,
		"\xEF\xBB\xBF<a>\U00010000</a>": `E{}a T"` + "\U00010000" + `"`,
		"<a>\xEF\xBC\x88</a>":           `E{}a T"（"`,
	} {
		if got := dump(parse(t, in)); got != want {
			t.Errorf("%q\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "1:1 not-well-formed",
		" ":                            "1:2 not-well-formed",
		"x":                            "1:1 not-well-formed",
		"<a>":                          "1:4 not-well-formed",
		"<a":                           "1:3 not-well-formed",
		"<a b":                         "1:5 not-well-formed",
		"<a b='":                       "1:7 not-well-formed",
		"<a></b>":                      "1:4 not-well-formed",
		"<a>\n é</aa>":                 "2:3 not-well-formed",
		"<a/><b/>":                     "1:5 not-well-formed",
		"<a/>x":                        "1:5 not-well-formed",
		"<a b='1' b='2'/>":             "1:10 not-well-formed",
		"<a b='1'c='2'/>":              "1:9 not-well-formed",
		"<a b=1/>":                     "1:6 not-well-formed",
		"<a b='<'/>":                   "1:7 not-well-formed",
		"<a>&nbsp;</a>":                "1:4 not-well-formed",
		"<a>& </a>":                    "1:4 not-well-formed",
		"<a>&#0;</a>":                  "1:4 not-well-formed",
		"<a>&#xD800;</a>":              "1:4 not-well-formed",
		"<a>&#99999999999;</a>":        "1:4 not-well-formed",
		"<a>]]></a>":                   "1:4 not-well-formed",
		"<a>\x00</a>":                  "1:4 not-well-formed",
		"<a b='\x01'/>":                "1:7 not-well-formed",
		"<a>\uFFFE</a>":                "1:4 not-well-formed",
		"<a><!-- -- --></a>":           "1:9 not-well-formed",
		"<a><!-- ":                     "1:9 not-well-formed",
		"<a><![CDATA[":                 "1:13 not-well-formed",
		"<a><?xml version='1.0'?></a>": "1:4 not-well-formed",
		" <?xml version='1.0'?><a/>":   "1:2 not-well-formed",
		"<?xml encoding='UTF-8'?><a/>": "1:7 not-well-formed",
		"<?xml version='2.0'?><a/>":    "1:7 not-well-formed",
		"<p:a/>":                       "1:2 not-well-formed",
		"<a p:b=''/>":                  "1:4 not-well-formed",
		"<a:b:c xmlns:a='u'/>":         "1:5 not-well-formed",
		"<a xmlns:p=''/>":              "1:4 not-well-formed",
		"<a xmlns:xml='u'/>":           "1:4 not-well-formed",
		"<a xmlns:xmlns='u'/>":         "1:4 not-well-formed",
		"<a xmlns:p='u' xmlns:q='u' p:x='' q:x=''/>":  "1:35 not-well-formed",
		"<a xmlns:p='u' xmlns:p='u'/>":                "1:16 not-well-formed",
		"<a><p:b xmlns:p='u'/><p:c/></a>":             "1:23 not-well-formed",
		"<!DOCTYPE a><a/>":                            "1:1 dtd",
		"<a>\xff</a>":                                 "1:4 encoding",
		"<?xml version='1.0' encoding='EBCDIC'?><a/>": "1:1 encoding",
		"\xFE\xFF\x00<\xD8\x00\x00a":                  "1:2 encoding",
		"\xFF\xFE<":                                   "1:1 encoding",
	} {
		_, err := Parse([]byte(in), Limits{})
		var se *SyntaxError
		if !errors.As(err, &se) {
			t.Errorf("%q: error %v", in, err)
			continue
		}
		if got := fmt.Sprintf("%d:%d %s", se.Line, se.Column, se.Code); got != want {
			t.Errorf("%q: got %s (%s), want %s", in, got, se.Msg, want)
		}
	}
}

func TestEveryPrefixIsRefused(t *testing.T) {
	whole := "<?xml version='1.0'?><!--c--><p:a xmlns:p='u' b='&amp;é'>t<![CDATA[c]]><?p d?><b/></p:a>"
	for i := range len(whole) {
		if _, err := Parse([]byte(whole[:i]), Limits{}); err == nil {
			t.Errorf("accepted %q", whole[:i])
		}
	}
}

func TestLimits(t *testing.T) {
	deep := strings.Repeat("<a>", 10_000) + strings.Repeat("</a>", 10_000)
	for name, c := range map[string]struct {
		in, want string
		l        Limits
	}{
		"depth":          {deep, TooDeep, Limits{}},
		"depth allowed":  {deep, "", Limits{Depth: 10_000}},
		"exact depth":    {"<a><b/></a>", "", Limits{Depth: 2}},
		"one too deep":   {"<a><b/></a>", TooDeep, Limits{Depth: 1}},
		"size":           {"<a/>", TooLarge, Limits{Bytes: 3}},
		"nodes":          {"<a b=''><c/></a>", TooManyNodes, Limits{Nodes: 3}},
		"nodes allowed":  {"<a b=''><c/></a>", "", Limits{Nodes: 4}},
		"attributes":     {"<a b='' xmlns:c='u'/>", TooManyAttrs, Limits{Attributes: 1}},
		"attributes ok":  {"<a b='' xmlns:c='u'/>", "", Limits{Attributes: 2}},
		"16-bit counter": {"<a" + manyAttributes(40_000) + "/>", TooManyAttrs, Limits{Attributes: 1 << 20}},
	} {
		_, err := Parse([]byte(c.in), c.l)
		if got := code(err); got != c.want {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%d=''", i)
	}
	return b.String()
}

func TestManyAttributesTwice(t *testing.T) {
	_, err := Parse([]byte("<a"+manyAttributes(500)+" a250=''/>"), Limits{})
	if code(err) != NotWellFormed {
		t.Errorf("got %v", err)
	}
}

func TestDoctype(t *testing.T) {
	in := `<!DOCTYPE a SYSTEM "http://example.invalid/x.dtd" [
  <!ENTITY e "]>"> <!-- ] > ' --> <?p ]> ?> <!ATTLIST a b CDATA "x">
]>
<a>t</a>`
	d, err := Parse([]byte(in), Limits{AllowDTD: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := dump(d); got != `E{}a T"t"` {
		t.Errorf("got %s", got)
	}
	for _, bad := range []string{
		strings.Replace(in, ">t<", ">&e;<", 1), // declared, yet never expanded
		in[:40], in[:70], in[:100], "<!DOCTYPE a><!DOCTYPE a><a/>", "<a><!DOCTYPE a></a>",
	} {
		if _, err := Parse([]byte(bad), Limits{AllowDTD: true}); code(err) != NotWellFormed {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestEncodings(t *testing.T) {
	utf16le := func(s string) string {
		out := []byte{0xFF, 0xFE}
		for _, u := range utf16.Encode([]rune(s)) {
			out = append(out, byte(u), byte(u>>8))
		}
		return string(out)
	}
	for name, c := range map[string]struct{ in, want string }{
		"latin-1":      {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9\xa4</a>", "é¤"},
		"latin-9":      {"<?xml version='1.0' encoding='iso-8859-15'?><a>\xe9\xa4</a>", "é€"},
		"windows-1252": {"<?xml version=\"1.0\" encoding=\"Windows-1252\"?><a>\x80\xe9</a>", "€é"},
		"utf-16":       {utf16le("<?xml version='1.0' encoding='UTF-16'?><a>é€\U0001F600</a>"), "é€\U0001F600"},
		"utf-16be":     {"\xFE\xFF\x00<\x00a\x00>\x20\xAC\x00<\x00/\x00a\x00>", "€"},
	} {
		d, err := Parse([]byte(c.in), Limits{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := d.Root().Value(); got != c.want {
			t.Errorf("%s: got %q", name, got)
		}
		text := d.Node(2)
		if got := string(d.Source()[text.Offset():text.End()]); got != c.want {
			t.Errorf("%s: source at the text node is %q", name, got)
		}
	}
	for _, bad := range []string{
		"\xFF\xFE\x00\x00<\x00\x00\x00",
		"<?xml version='1.0' encoding='UTF-16'?><a/>",
		"\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
		"<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>",
		utf16le("<?xml version='1.0' encoding='UTF-8'?><a/>"),
	} {
		if _, err := Parse([]byte(bad), Limits{}); code(err) != BadEncoding {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
