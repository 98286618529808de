package xpath

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/etalon-dmp/etalon/validators/schematron/xsdregex"
	"github.com/etalon-dmp/etalon/validators/schematron/xsdtype"
	"github.com/lestrrat-go/helium/xpath3"
)

// atomicType is a type that a cast may name: a kind, and for the derived types
// the bounds or the pattern that narrow it.
type atomicType struct {
	kind     Kind
	low      int64
	high     int64
	bounded  bool
	pattern  string
	collapse bool // white space is trimmed, and one space between words
	replace  bool // tabs and line ends become spaces
}

const unbounded = math.MaxInt64

var atomicTypes = map[string]atomicType{
	"untypedAtomic": {kind: KindUntyped}, "string": {kind: KindString}, "anyURI": {kind: KindAnyURI}, "boolean": {kind: KindBoolean},
	"integer": {kind: KindInteger}, "decimal": {kind: KindDecimal}, "float": {kind: KindFloat}, "double": {kind: KindDouble},
	"dateTime": {kind: KindDateTime}, "date": {kind: KindDate}, "time": {kind: KindTime}, "duration": {kind: KindDuration},
	"yearMonthDuration": {kind: KindYearMonth}, "dayTimeDuration": {kind: KindDayTime}, "QName": {kind: KindQName},
	"hexBinary": {kind: KindHex}, "base64Binary": {kind: KindBase64},

	"long":               {kind: KindInteger},
	"int":                {kind: KindInteger, bounded: true, low: math.MinInt32, high: math.MaxInt32},
	"short":              {kind: KindInteger, bounded: true, low: math.MinInt16, high: math.MaxInt16},
	"byte":               {kind: KindInteger, bounded: true, low: math.MinInt8, high: math.MaxInt8},
	"nonNegativeInteger": {kind: KindInteger, bounded: true, high: unbounded},
	"positiveInteger":    {kind: KindInteger, bounded: true, low: 1, high: unbounded},
	"nonPositiveInteger": {kind: KindInteger, bounded: true, low: math.MinInt64},
	"negativeInteger":    {kind: KindInteger, bounded: true, low: math.MinInt64, high: -1},
	"unsignedInt":        {kind: KindInteger, bounded: true, high: math.MaxUint32},
	"unsignedShort":      {kind: KindInteger, bounded: true, high: math.MaxUint16},
	"unsignedByte":       {kind: KindInteger, bounded: true, high: math.MaxUint8},

	"normalizedString": {kind: KindString, replace: true},
	"token":            {kind: KindString, collapse: true},
	"language":         {kind: KindString, collapse: true, pattern: `^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$`},
	"NMTOKEN":          {kind: KindString, collapse: true, pattern: `^\c+$`},
	"Name":             {kind: KindString, collapse: true, pattern: `^\i\c*$`},
	"NCName":           {kind: KindString, collapse: true, pattern: `^[\i-[:]][\c-[:]]*$`},
	"ID":               {kind: KindString, collapse: true, pattern: `^[\i-[:]][\c-[:]]*$`},
}

// atomicType finds a type by its name in an expression.
func (c *Compiler) atomicType(prefix, name string) (func(Item) Item, Kind, error) {
	space, err := c.prefix(prefix)
	if err != nil {
		return nil, 0, err
	}
	t, ok := atomicTypes[name]
	if space != xsSpace || !ok {
		return nil, 0, fmt.Errorf("type %s:%s is not supported", prefix, name)
	}
	if t.pattern == "" {
		return func(i Item) Item { return t.narrowed(castTo(i, t.kind), name) }, t.kind, nil
	}
	re, err := xsdregex.Compile(t.pattern, "")
	if err != nil {
		return nil, 0, err
	}
	return func(i Item) Item {
		i = t.narrowed(castTo(i, t.kind), name)
		if !re.MatchString(i.s) {
			raise("FORG0001", "%q is not an xs:%s", i.s, name)
		}
		return i
	}, t.kind, nil
}

func (t atomicType) narrowed(i Item, name string) Item {
	if t.bounded && (i.n < t.low || i.n > t.high) {
		raise("FORG0001", "%d is not an xs:%s", i.n, name)
	}
	if t.replace {
		i.s = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(i.s)
	}
	if t.collapse {
		i.s = collapse(i.s)
	}
	return i
}

// collapse trims and makes one space of each run of white space.
func collapse(s string) string {
	if collapsed(s) {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
}

// collapsed says whether a text has no white space but single spaces inside.
func collapsed(s string) bool {
	if s == "" {
		return true
	}
	if s[0] <= ' ' || s[len(s)-1] <= ' ' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' && (s[i] != ' ' || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// castTo casts an atomic value to a kind. QName is left to [castQName].
func castTo(i Item, to Kind) Item {
	if i.kind == to {
		return i
	}
	if to.stringy() {
		s := i.text()
		if to == KindAnyURI {
			if !i.kind.stringy() {
				raise("XPTY0004", "a cast from %s to %s", i.kind, to)
			}
			s = collapse(s)
		}
		return Item{kind: to, s: s}
	}
	var out Item
	ok := false
	if i.kind.stringy() && i.kind != KindAnyURI {
		out, ok = parse(i.s, to)
	} else {
		out, ok = convert(i, to)
	}
	if !ok {
		if i.kind.stringy() && i.kind != KindAnyURI && to != KindQName {
			raise("FORG0001", "%q is not an %s", short(i.s), to)
		}
		raise("XPTY0004", "a cast from %s to %s", i.kind, to)
	}
	return out
}

func short(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}

// parse reads the lexical form of a kind.
func parse(s string, to Kind) (Item, bool) {
	switch to {
	case KindBoolean:
		switch xsdtype.Trim(s) {
		case "true", "1":
			return boolean(true), true
		case "false", "0":
			return boolean(false), true
		}
	case KindInteger:
		n, ok := xsdtype.ParseInteger(s)
		if !ok {
			if r, big := xsdtype.ParseDecimal(s); big && r.IsInt() && !strings.Contains(s, ".") {
				raise("FOAR0002", "an integer of more than 64 bits")
			}
		}
		return integer(n), ok
	case KindDecimal:
		r, ok := xsdtype.ParseDecimal(s)
		return decimal(r), ok
	case KindDouble, KindFloat:
		v, ok := xsdtype.ParseDouble(s)
		i := double(v)
		if i.kind = to; to == KindFloat {
			i.n = int64(math.Float64bits(float64(float32(v))))
		}
		return i, ok
	case KindDateTime, KindDate, KindTime:
		m, ok := xsdtype.ParseMoment(s, xsdtype.Form(to-KindDateTime))
		return momentItem(m), ok
	case KindDuration, KindYearMonth, KindDayTime:
		d, ok := xsdtype.ParseDuration(s)
		if strings.ContainsAny(s, "DTHS") && to == KindYearMonth || strings.ContainsAny(strings.SplitN(s, "T", 2)[0], "YM") && to == KindDayTime {
			ok = false
		}
		return durationItem(to, d), ok
	case KindHex:
		b, err := hex.DecodeString(xsdtype.Trim(s))
		return Item{kind: to, s: strings.ToUpper(hex.EncodeToString(b))}, err == nil
	case KindBase64:
		b, err := base64.StdEncoding.Strict().DecodeString(strings.Join(strings.Fields(s), ""))
		return Item{kind: to, s: base64.StdEncoding.EncodeToString(b)}, err == nil
	default: // strings need no reading, and names a scope
	}
	return Item{}, false
}

// convert casts between types other than strings.
func convert(i Item, to Kind) (Item, bool) {
	switch {
	case to == KindBoolean && i.kind.numeric():
		b, _ := ebv([]Item{i})
		return boolean(b), true
	case to.numeric() && i.kind == KindBoolean:
		return convert(integer(i.n), to)
	case to == KindInteger && i.kind.numeric():
		return truncated(i), true
	case to == KindDecimal && i.kind.numeric():
		r, ok := exact(i)
		if !ok {
			raise("FOCA0002", "%s is no decimal", i.text())
		}
		return decimal(r), true
	case (to == KindDouble || to == KindFloat) && i.kind.numeric():
		v := i.float()
		if to == KindFloat {
			v = float64(float32(v))
		}
		out := double(v)
		out.kind = to
		return out, true
	case to.temporal() && (i.kind == KindDateTime || i.kind == KindDate && to == KindDateTime):
		return momentItem(i.more.moment.As(xsdtype.Form(to - KindDateTime))), true
	case to.duration() && i.kind.duration():
		d := i.more.span
		switch to {
		case KindYearMonth:
			d.Seconds, d.Nanos = 0, 0
		case KindDayTime:
			d.Months = 0
		default: // xs:duration keeps both
		}
		return durationItem(to, d), true
	case to == KindHex && i.kind == KindBase64:
		b, _ := base64.StdEncoding.DecodeString(i.s)
		return Item{kind: to, s: strings.ToUpper(hex.EncodeToString(b))}, true
	case to == KindBase64 && i.kind == KindHex:
		b, _ := hex.DecodeString(i.s)
		return Item{kind: to, s: base64.StdEncoding.EncodeToString(b)}, true
	}
	return i, i.kind == to
}

func truncated(i Item) Item {
	if i.kind == KindInteger {
		return i
	}
	if i.kind == KindDecimal {
		n := new(big.Int).Quo(i.more.rat.Num(), i.more.rat.Denom())
		if !n.IsInt64() {
			raise("FOCA0003", "an integer of more than 64 bits")
		}
		return integer(n.Int64())
	}
	v := i.float()
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		raise("FOCA0002", "%s is no integer", i.text())
	case !finite(v):
		raise("FOCA0003", "an integer of more than 64 bits")
	}
	return integer(int64(v))
}

func (c *Compiler) cast(e xpath3.CastExpr, scope *Scope) (*code, error) {
	of, err := c.expr(e.Expr, scope)
	if err != nil {
		return nil, err
	}
	return c.castCode(of, e.Type.Prefix, e.Type.Name, e.AllowEmpty)
}

// castCode is "of cast as prefix:name", also written prefix:name(of).
func (c *Compiler) castCode(of *code, prefix, name string, allowEmpty bool) (*code, error) {
	conv, kind, err := c.atomicType(prefix, name)
	if err != nil {
		return nil, err
	}
	if kind == KindQName {
		if conv, err = c.literalQName(of); err != nil {
			return nil, err
		}
	}
	return itemCode(staticOf(kind), func(f *frame) (Item, bool) {
		i, ok := of.atom(f)
		if !ok {
			if !allowEmpty {
				raise("XPTY0004", "a cast of an empty sequence to xs:%s", name)
			}
			return Item{}, false
		}
		return conv(i), true
	}), nil
}

// literalQName casts a literal to xs:QName: only a literal may be, and its
// prefix is one of the schema.
func (c *Compiler) literalQName(of *code) (func(Item) Item, error) {
	if !of.known || len(of.value) != 1 || of.value[0].kind != KindString {
		return func(i Item) Item {
			if i.kind != KindQName {
				raise("XPTY0004", "a cast from %s to xs:QName", i.kind)
			}
			return i
		}, nil
	}
	prefix, local, ok := cutQName(of.value[0].s)
	space := ""
	if !ok {
		return func(i Item) Item {
			raise("FORG0001", "%q is not an xs:QName", short(i.s))
			return i
		}, nil
	}
	if prefix != "" {
		var err error
		if space, err = c.prefix(prefix); err != nil {
			return nil, err
		}
	}
	return func(Item) Item { return qnameItem(prefix, space, local) }, nil
}

func (c *Compiler) castable(e xpath3.CastableExpr, scope *Scope) (*code, error) {
	of, err := c.expr(e.Expr, scope)
	if err != nil {
		return nil, err
	}
	conv, kind, err := c.atomicType(e.Type.Prefix, e.Type.Name)
	if err != nil {
		return nil, err
	}
	if kind == KindQName {
		if conv, err = c.literalQName(of); err != nil {
			return nil, err
		}
	}
	t := atomicTypes[e.Type.Name]
	simple := t.pattern == "" && !t.bounded && kind != KindQName
	found := &facts{no: of.facts().empty, quiet: of.facts().quiet}
	if e.AllowEmpty {
		found.yes, found.no = found.no, nil
	}
	out := truthCode(func(f *frame) bool {
		if simple && of.item != nil {
			i, ok := of.atom(f)
			if !ok {
				return e.AllowEmpty
			}
			return casts(i, kind)
		}
		items := of.atoms(f)
		switch len(items) {
		case 0:
			return e.AllowEmpty
		case 1:
			if simple {
				return casts(items[0], kind)
			}
			return castsWithout(conv, items[0])
		}
		return false
	})
	out.knows = found
	return out, nil
}

// casts says whether a cast to a kind raises no error, without raising one
// where the lexical form alone decides.
func casts(i Item, to Kind) bool {
	if i.kind == KindString || i.kind == KindUntyped {
		switch {
		case to == KindInteger && len(i.s) <= 18: // never of more than 64 bits
			_, ok := xsdtype.ParseInteger(i.s)
			return ok
		case to.temporal():
			_, ok := xsdtype.ParseMoment(i.s, xsdtype.Form(to-KindDateTime))
			return ok
		}
	}
	if (i.kind == KindString || i.kind == KindUntyped) && to >= KindBoolean && to != KindInteger && to != KindQName {
		_, ok := parse(i.s, to)
		return ok
	}
	return castsWithout(func(i Item) Item { return castTo(i, to) }, i)
}

// castsWithout says whether a cast raises no error.
func castsWithout(conv func(Item) Item, i Item) (ok bool) {
	defer func() {
		if e := recover(); e != nil {
			if _, dynamic := e.(*Error); !dynamic {
				panic(e)
			}
			ok = false
		}
	}()
	conv(i)
	return true
}
