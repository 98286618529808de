package xpath

import (
	"fmt"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// extensionSpace is the namespace of our own functions. A schema has them when
// it binds a prefix to it (sch:ns); by convention the prefix is x.
const extensionSpace = "urn:etalon:xpath:1"

// extensionFunctions do what XPath does poorly. Each argument is an
// xs:string?, untyped values included; of another type is XPTY0004.
var extensionFunctions = map[string]function{
	"in-value-set": {3, 3, func(c *Compiler, a []*code) (*code, error) {
		set, err := c.valueSet(a[2])
		if err != nil {
			return nil, err
		}
		return itemCode(isBoolean, func(f *frame) (Item, bool) {
			code, ok := a[0].str(f)
			system, ok2 := a[1].str(f)
			if !ok || !ok2 {
				return boolean(false), true
			}
			return set.holds(f.run, code, system)
		}), nil
	}},
	"nir-key": plain(1, 1, func(a []*code) *code {
		return itemCode(isNumber, func(f *frame) (Item, bool) {
			s, _ := a[0].str(f)
			key, ok := nirKey(s)
			return integer(key), ok
		})
	}),
	"is-oid": plain(1, 1, func(a []*code) *code {
		return truthCode(func(f *frame) bool { return isOID(a[0].string(f)) })
	}),
	"is-uuid-urn": plain(1, 1, func(a []*code) *code {
		return truthCode(func(f *frame) bool { return isUUIDURN(a[0].string(f)) })
	}),
}

// valueSetSpace is the namespace of value sets: a valueSet of codes with @code
// and @system. @partial="true" says that the set has codes that are not here.
const valueSetSpace = "urn:etalon:valueset:1"

// valueSet is a value set that expressions name: the file valuesets/NAME.xml
// from the folder of the entry schema, read when first asked for.
type valueSet struct {
	uri     string
	mu      sync.Mutex
	of      *xmldoc.Doc // the document that codes are of
	codes   map[[2]string]bool
	partial bool
}

// valueSet is the set that a literal names; one for all the expressions that
// name it.
func (c *Compiler) valueSet(arg *code) (*valueSet, error) {
	if !arg.known || len(arg.value) != 1 || arg.value[0].kind != KindString {
		return nil, fmt.Errorf("the value set in in-value-set() must be named by a string literal")
	}
	name := arg.value[0].s
	if !ncName(name) {
		return nil, fmt.Errorf("%q is no name of a value set", short(name))
	}
	uri := "valuesets/" + name + ".xml"
	c.Lookups = append(c.Lookups, Lookup{uri})
	if c.valueSets[name] == nil {
		if c.valueSets == nil {
			c.valueSets = map[string]*valueSet{}
		}
		c.valueSets[name] = &valueSet{uri: uri}
	}
	return c.valueSets[name], nil
}

// holds says whether a code of a system ("*" any) is in the set; nothing when
// it is not, and the set is not whole.
func (v *valueSet) holds(r *Run, code, system string) (Item, bool) {
	doc := r.must(v.uri).doc
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.of != doc {
		v.read(doc)
	}
	in := v.codes[[2]string{code, system}]
	return boolean(in), in || !v.partial
}

func (v *valueSet) read(doc *xmldoc.Doc) {
	root := doc.Root()
	if !root.Is(valueSetSpace, "valueSet") {
		raise("FODC0002", "document %q is no value set", v.uri)
	}
	v.of, v.codes, v.partial = doc, map[[2]string]bool{}, root.Attr("", "partial") == "true"
	for c := range root.ChildrenNamed(valueSetSpace, "code") {
		code := c.Attr("", "code")
		v.codes[[2]string{code, c.Attr("", "system")}] = true
		v.codes[[2]string{code, "*"}] = true
	}
}

// nirKey is the key of a NIR or NIA, of 13 characters or with a key behind
// them that is not looked at: 97 less the remainder by 97, with the
// departments of Corsica read as 19 (2A) and 18 (2B). The rule is INSEE's.
func nirKey(s string) (int64, bool) {
	if len(s) != 13 && len(s) != 15 {
		return 0, false
	}
	number := int64(0)
	for i := range len(s) {
		digit := s[i]
		if i == 6 && s[5] == '2' && (digit == 'A' || digit == 'B') {
			number = number/10*10 + 1 // the 2 before becomes a 1
			digit = '9' - (digit - 'A')
		}
		if digit < '0' || digit > '9' {
			return 0, false
		}
		if i < 13 {
			number = number*10 + int64(digit-'0')
		}
	}
	return 97 - number%97, true
}

// isOID says whether s is an OID in dotted form: two arcs or more, numbers
// without needless zeros, the first 0, 1 or 2, the second under 40 after 0 and
// 1 (ITU-T X.660), and 64 characters at most, the limit of DICOM, XDS and the
// DMP.
func isOID(s string) bool {
	if len(s) > 64 {
		return false
	}
	arcs := strings.Split(s, ".")
	for i, a := range arcs {
		if a == "" || len(a) > 1 && a[0] == '0' || strings.Trim(a, "0123456789") != "" ||
			i == 0 && a > "2" || i == 0 && len(a) > 1 || i == 1 && arcs[0] != "2" && (len(a) > 2 || len(a) == 2 && a >= "40") {
			return false
		}
	}
	// Under 2.25 the next arc is a UUID as a number, of 128 bits (X.667).
	const most = "340282366920938463463374607431768211455"
	if len(arcs) > 2 && arcs[0] == "2" && arcs[1] == "25" && (len(arcs[2]) > len(most) || len(arcs[2]) == len(most) && arcs[2] > most) {
		return false
	}
	return len(arcs) > 1
}

// isUUIDURN says whether s is "urn:uuid:" and a UUID, in letters of either
// case (RFC 4122 reads both; a rule that wants lower case asks for it).
func isUUIDURN(s string) bool {
	const form = "urn:uuid:00000000-0000-0000-0000-000000000000"
	if len(s) != len(form) {
		return false
	}
	for i := range len(s) {
		c := s[i]
		hex := c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
		if form[i] == '0' && !hex || form[i] != '0' && c != form[i] {
			return false
		}
	}
	return true
}
