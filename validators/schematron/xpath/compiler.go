package xpath

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/lestrrat-go/helium/xpath3"
)

// Expr is a compiled expression.
type Expr struct {
	code       *code
	src        string
	known      *facts // when they can tell its truth
	ofChildren bool   // and ask for children too
}

// String is the expression as written.
func (e *Expr) String() string { return e.src }

// Compiler turns the expressions of one schema into code.
type Compiler struct {
	prefixes map[string]string
	names    map[nameKey]int32
	byLocal  map[string]*numberedName
	slots    int // there are
	spans    int // there are
	fixed    int // there are: paths from the document node that are compared
	taken    int // of them
	resumed  bool
	strange  bool
	counts   map[slotKey]int32

	slotsByName []slots // the same by number of the name

	valueSets map[string]*valueSet // that expressions name

	// While one expression is compiled:
	usesPosition bool
	usesFocus    bool
	usesFree     bool
	inPattern    bool
	Lookups      []Lookup // literal arguments of document() and doc(), in the order met
}

// Lookup is a document that an expression is known to read.
type Lookup struct{ URI string }

// NewCompiler makes a compiler with the prefixes of a schema. The prefixes xs,
// xsd and fn are bound unless the schema binds them.
func NewCompiler(prefixes map[string]string) *Compiler {
	c := &Compiler{
		prefixes: map[string]string{"xs": xsSpace, "xsd": xsSpace, "fn": fnSpace, "xml": "http://www.w3.org/XML/1998/namespace"},
		names:    map[nameKey]int32{},
		byLocal:  map[string]*numberedName{},
		counts:   map[slotKey]int32{},
	}
	for p, uri := range prefixes {
		c.prefixes[p] = uri
	}
	return c
}

const (
	xsSpace = "http://www.w3.org/2001/XMLSchema"
	fnSpace = "http://www.w3.org/2005/xpath-functions"
)

// Compile compiles an expression in a scope of variables.
func (c *Compiler) Compile(src string, scope *Scope) (*Expr, error) {
	code, err := c.source(src, scope)
	if err != nil {
		return nil, err
	}
	e := &Expr{code: code, src: src}
	if k := code.facts(); len(k.yes)+len(k.no) > 0 {
		e.known = k
		for _, w := range append(slices.Clone(k.yes), k.no...) {
			for _, b := range w {
				e.ofChildren = e.ofChildren || b.slot&1 != 0
			}
		}
	}
	return e, nil
}

func (c *Compiler) source(src string, scope *Scope) (*code, error) {
	ast, err := parsed(src)
	if err != nil {
		return nil, fmt.Errorf("XPath %q: %w", src, err)
	}
	code, err := c.expr(ast, scope)
	if err != nil {
		return nil, fmt.Errorf("XPath %q: %w", src, err)
	}
	return code, nil
}

// parsed is the syntax tree of an expression. The parser rewrites "=>" of XPath
// 3 to a function call, which the tree does not tell from one that was written:
// that is looked for in the text.
func parsed(src string) (xpath3.Expr, error) {
	if arrow(src) {
		return nil, fmt.Errorf("operator =>: %w", errXPath3)
	}
	return xpath3.Parse(src)
}

// arrow says whether "=>" stands outside literals and comments.
func arrow(src string) bool {
	if !strings.Contains(src, "=>") {
		return false
	}
	quote, comments := byte(0), 0
	for i := 0; i+1 < len(src); i++ {
		pair := src[i : i+2]
		switch {
		case quote != 0:
			if src[i] == quote {
				quote = 0
			}
		case pair == "(:":
			comments++
			i++
		case pair == ":)" && comments > 0:
			comments--
			i++
		case comments > 0:
		case src[i] == '"' || src[i] == '\'':
			quote = src[i]
		case pair == "=>":
			return true
		}
	}
	return false
}

// name numbers an expanded name; numbers begin at 1.
func (c *Compiler) name(space, local string) int32 {
	k := nameKey{space, local}
	id, ok := c.names[k]
	if !ok {
		c.strange = c.strange || c.resumed
		id = int32(len(c.names)) + 1
		c.names[k] = id
		c.byLocal[local] = &numberedName{space, id, c.byLocal[local]}
	}
	return id
}

// numberedName is a name that expressions use, and the next with the same local part.
type numberedName struct {
	space string
	id    int32
	next  *numberedName
}

// numberOf is the number of a name; 0 when no expression uses it.
func (c *Compiler) numberOf(space, local string) int32 {
	for n := c.byLocal[local]; n != nil; n = n.next {
		if n.space == space {
			return n.id
		}
	}
	return 0
}

func (c *Compiler) prefix(p string) (string, error) {
	uri, ok := c.prefixes[p]
	if !ok {
		return "", fmt.Errorf("prefix %s is not declared", p)
	}
	return uri, nil
}

var errXPath3 = errors.New("not of XPath 2.0")

// expr compiles one node of the syntax tree, and notes whether its value may
// depend on the focus, and on what else changes in a document.
func (c *Compiler) expr(ast xpath3.Expr, scope *Scope) (*code, error) {
	focus, free := c.usesFocus, c.usesFree
	c.usesFocus, c.usesFree = false, false
	out, err := c.node(ast, scope)
	if err == nil && !out.known {
		out.focus, out.free = c.usesFocus, c.usesFree
	}
	c.usesFocus, c.usesFree = c.usesFocus || focus, c.usesFree || free
	return out, err
}

func (c *Compiler) node(ast xpath3.Expr, scope *Scope) (*code, error) {
	switch e := ast.(type) {
	case xpath3.LiteralExpr:
		return literal(e.Value)
	case xpath3.VariableExpr:
		return c.variable(e, scope)
	case xpath3.ContextItemExpr:
		c.usesFocus = true
		return contextItem(), nil
	case xpath3.RootExpr:
		return c.path(&xpath3.LocationPath{Absolute: true}, nil, scope)
	case *xpath3.LocationPath:
		return c.path(e, nil, scope)
	case xpath3.LocationPath:
		return c.path(&e, nil, scope)
	case xpath3.PathExpr:
		from, err := c.expr(e.Filter, scope)
		if err != nil {
			return nil, err
		}
		if e.Path == nil {
			return from, nil
		}
		return c.path(e.Path, from, scope)
	case xpath3.PathStepExpr:
		return c.pathStep(e, scope)
	case xpath3.FilterExpr:
		return c.filter(e, scope)
	case xpath3.BinaryExpr:
		return c.binary(e, scope)
	case xpath3.UnaryExpr:
		return c.unary(e, scope)
	case xpath3.RangeExpr:
		return c.rangeExpr(e, scope)
	case xpath3.UnionExpr:
		return c.combine("union", e.Left, e.Right, scope)
	case xpath3.IntersectExceptExpr:
		if e.Op == xpath3.TokenIntersect {
			return c.combine("intersect", e.Left, e.Right, scope)
		}
		return c.combine("except", e.Left, e.Right, scope)
	case xpath3.SequenceExpr:
		return c.sequence(e, scope)
	case xpath3.IfExpr:
		return c.ifExpr(e, scope)
	case xpath3.FLWORExpr:
		return c.forExpr(e, scope)
	case xpath3.QuantifiedExpr:
		return c.quantified(e, scope)
	case xpath3.CastExpr:
		return c.cast(e, scope)
	case xpath3.CastableExpr:
		return c.castable(e, scope)
	case xpath3.InstanceOfExpr:
		return c.instanceOf(e.Expr, e.Type, false, scope)
	case xpath3.TreatAsExpr:
		return c.instanceOf(e.Expr, e.Type, true, scope)
	case xpath3.FunctionCall:
		return c.call(e, scope)
	default:
		return nil, fmt.Errorf("%T: %w", ast, errXPath3)
	}
}

func (c *Compiler) exprs(asts []xpath3.Expr, scope *Scope) ([]*code, error) {
	out := make([]*code, len(asts))
	for i, a := range asts {
		var err error
		if out[i], err = c.expr(a, scope); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func literal(v any) (*code, error) {
	var item Item
	switch v := v.(type) {
	case string:
		item = stringItem(v)
	case float64:
		item = double(v)
	case *big.Rat:
		item = decimal(v)
	case *big.Int:
		if !v.IsInt64() {
			return nil, fmt.Errorf("the integer %s has more than 64 bits", v)
		}
		item = integer(v.Int64())
	default:
		return nil, fmt.Errorf("a literal of type %T", v)
	}
	return constant(item), nil
}

// constant is code for a value known while compiling.
func constant(items ...Item) *code {
	c := &code{known: true, value: items, one: len(items) <= 1, push: func(f *frame) {
		for _, i := range items {
			f.push(i)
		}
	}}
	if len(items) == 1 {
		c.is = staticOf(items[0].kind)
		if items[0].kind == KindString {
			s := items[0].s
			c.text = func(*frame) string { return s }
		}
		if truth, ok := ebv(items); ok {
			c.truth = func(*frame) bool { return truth }
		}
	}
	return c
}

func contextItem() *code {
	return &code{
		one: true, isContext: true, knows: &facts{quiet: true}, item: func(f *frame) (Item, bool) { return f.context(), true },
		push: func(f *frame) { f.push(f.context()) },
	}
}

func (f *frame) context() Item {
	if f.item.kind == 0 {
		raise("XPDY0002", "there is no context item")
	}
	return f.item
}

// finite says whether a double can be made an integer of 64 bits.
func finite(f float64) bool { return !math.IsNaN(f) && math.Abs(f) < 1<<63 }
