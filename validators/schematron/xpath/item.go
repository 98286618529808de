package xpath

import (
	"math"
	"math/big"

	"github.com/etalon-dmp/etalon/validators/schematron/xsdtype"
)

// Kind is the type of an item.
type Kind uint8

// The kinds of items.
const (
	KindNode Kind = iota + 1
	KindUntyped
	KindString
	KindAnyURI
	KindBoolean
	KindInteger
	KindDecimal
	KindFloat
	KindDouble
	KindDateTime
	KindDate
	KindTime
	KindDuration
	KindYearMonth
	KindDayTime
	KindQName
	KindHex
	KindBase64
)

var kindNames = map[Kind]string{
	KindNode: "node()", KindUntyped: "xs:untypedAtomic", KindString: "xs:string", KindAnyURI: "xs:anyURI", KindBoolean: "xs:boolean",
	KindInteger: "xs:integer", KindDecimal: "xs:decimal", KindFloat: "xs:float", KindDouble: "xs:double", KindDateTime: "xs:dateTime",
	KindDate: "xs:date", KindTime: "xs:time", KindDuration: "xs:duration", KindYearMonth: "xs:yearMonthDuration",
	KindDayTime: "xs:dayTimeDuration", KindQName: "xs:QName", KindHex: "xs:hexBinary", KindBase64: "xs:base64Binary",
}

// String is the name of the type.
func (k Kind) String() string { return kindNames[k] }

func (k Kind) numeric() bool  { return k >= KindInteger && k <= KindDouble }
func (k Kind) stringy() bool  { return k >= KindUntyped && k <= KindAnyURI }
func (k Kind) temporal() bool { return k >= KindDateTime && k <= KindTime }
func (k Kind) duration() bool { return k >= KindDuration && k <= KindDayTime }

// Item is one node or atomic value.
type Item struct {
	kind Kind
	n    int64 // node number, integer, boolean, or the bits of a double
	s    string
	tree *Tree
	more *rare
}

// rare holds values too large for the item itself.
type rare struct {
	rat    *big.Rat
	moment xsdtype.Moment
	span   xsdtype.Duration
	prefix string // of a QName; its namespace is rare.space, its local name Item.s
	space  string
}

func nodeItem(t *Tree, id int32) Item { return Item{kind: KindNode, n: int64(id), tree: t} }
func stringItem(s string) Item        { return Item{kind: KindString, s: s} }
func untyped(s string) Item           { return Item{kind: KindUntyped, s: s} }
func integer(n int64) Item            { return Item{kind: KindInteger, n: n} }
func double(f float64) Item           { return Item{kind: KindDouble, n: int64(math.Float64bits(f))} }
func decimal(r *big.Rat) Item         { return Item{kind: KindDecimal, more: &rare{rat: r}} }
func momentItem(m xsdtype.Moment) Item {
	return Item{kind: KindDateTime + Kind(m.Form), more: &rare{moment: m}}
}
func durationItem(k Kind, d xsdtype.Duration) Item { return Item{kind: k, more: &rare{span: d}} }
func qnameItem(prefix, space, local string) Item {
	return Item{kind: KindQName, s: local, more: &rare{prefix: prefix, space: space}}
}

func boolean(b bool) Item {
	if b {
		return Item{kind: KindBoolean, n: 1}
	}
	return Item{kind: KindBoolean}
}

func (i Item) float() float64 {
	switch i.kind {
	case KindInteger:
		return float64(i.n)
	case KindDecimal:
		f, _ := i.more.rat.Float64()
		return f
	default:
		return math.Float64frombits(uint64(i.n))
	}
}

// as is the value of a number promoted to xs:float or xs:double.
func (i Item) as(kind Kind) float64 {
	switch {
	case kind != KindFloat || i.kind == KindFloat:
		return i.float()
	case i.kind == KindDecimal:
		f, _ := i.more.rat.Float32()
		return float64(f)
	default:
		return float64(float32(i.float()))
	}
}

func (i Item) rat() *big.Rat {
	if i.kind == KindInteger {
		return new(big.Rat).SetInt64(i.n)
	}
	return i.more.rat
}

// atom is the typed value of the item: nodes become untyped, comments and
// processing instructions strings.
func (i Item) atom() Item {
	if i.kind != KindNode {
		return i
	}
	return i.tree.atom(int32(i.n))
}

// text is the string value of the item, or its cast to xs:string.
func (i Item) text() string {
	switch i.kind {
	case KindNode:
		return i.tree.doc.ValueOf(int32(i.n))
	case KindBoolean:
		if i.n != 0 {
			return "true"
		}
		return "false"
	case KindInteger:
		return formatInt(i.n)
	case KindDecimal:
		return xsdtype.DecimalString(i.more.rat)
	case KindDouble:
		return xsdtype.DoubleString(i.float(), 64)
	case KindFloat:
		return xsdtype.DoubleString(i.float(), 32)
	case KindDateTime, KindDate, KindTime:
		return i.more.moment.String()
	case KindDuration, KindYearMonth, KindDayTime:
		if i.kind == KindYearMonth && i.more.span.Months == 0 {
			return "P0M"
		}
		return i.more.span.String()
	case KindQName:
		if i.more.prefix != "" {
			return i.more.prefix + ":" + i.s
		}
	case KindUntyped, KindString, KindAnyURI, KindHex, KindBase64: // kept as text
	}
	return i.s
}
