package strict

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/etalon-dmp/etalon"
)

// Value is a cursor on one node of the file. The zero Value, and one that was
// not written, is absent: every method is safe on it and gives a zero value.
type Value struct {
	node ast.Node
	rep  *Report
	near Pos // where the value was looked for, when absent
}

// OK tells whether the value was written.
func (v Value) OK() bool { return v.node != nil && v.node.Type() != ast.NullType }

// Pos is where the value begins, or where it was looked for.
func (v Value) Pos() Pos {
	switch n := v.node.(type) {
	case nil:
		return v.near
	case *ast.MappingNode: // its own token is the first colon
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return posOf(n.Values[0].Key.GetToken())
		}
	case *ast.MappingValueNode:
		return posOf(n.Key.GetToken())
	}
	return posOf(v.node.GetToken())
}

// Problem notes something wrong with this value.
func (v Value) Problem(what, hint etalon.Text) {
	if v.rep != nil {
		v.rep.Add(v.Pos(), what, hint)
	}
}

// List gives the items of a sequence.
func (v Value) List() []Value {
	if !v.OK() {
		return nil
	}
	seq, ok := v.node.(*ast.SequenceNode)
	if !ok {
		v.wrongType(Text("une liste", "a list"))
		return nil
	}
	out := make([]Value, 0, len(seq.Values))
	for _, n := range seq.Values {
		item := Value{node: n, rep: v.rep, near: v.Pos()}
		if !item.OK() {
			item.Problem(Text("élément de liste vide", "empty list item"), etalon.Text{})
			continue
		}
		out = append(out, item)
	}
	return out
}

// String gives a text. A number, a boolean or a collection is a wrong type:
// the quotes an identifier needs are asked for, never guessed.
func (v Value) String() string {
	if !v.OK() {
		return ""
	}
	switch n := v.node.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		v.rep.Add(v.Pos(),
			Text("un texte est attendu, ici %s", "text is expected, here %s", v.node.GetToken().Value),
			Text("mettez des guillemets : \"%s\"", "put it in quotes: \"%s\"", v.node.GetToken().Value))
	default:
		v.wrongType(Text("un texte", "text"))
	}
	return ""
}

// Line gives a text of one line that is not blank.
func (v Value) Line() string {
	s := v.String()
	if v.isText() && (strings.TrimSpace(s) == "" || strings.ContainsAny(s, "\n\r\t")) {
		v.Problem(Text("une ligne de texte non vide est attendue", "one line of text is expected, not blank"), etalon.Text{})
		return ""
	}
	return s
}

// Match gives a text of a form; form says it to a person.
func (v Value) Match(re *regexp.Regexp, form etalon.Text) string {
	s := v.String()
	if v.isText() && !re.MatchString(s) {
		v.Problem(Text("« %s » n'a pas la forme attendue", "%q does not have the form expected", s), form)
		return ""
	}
	return s
}

// OneOf gives a text of a closed list; kind names the list's members to a
// person ("une action", "an action").
func (v Value) OneOf(kind etalon.Text, list []string) string {
	s := v.String()
	if v.isText() && !slices.Contains(list, s) {
		v.Problem(etalon.Text{
			FR: "« " + s + " » n'est pas " + kind.FR,
			EN: "“" + s + "” is not " + kind.EN,
		}, Choices(s, list))
		return ""
	}
	return s
}

// Bool gives true or false; false when it was not written.
func (v Value) Bool() bool {
	if !v.OK() {
		return false
	}
	b, ok := v.node.(*ast.BoolNode)
	if !ok {
		v.wrongType(Text("true ou false", "true or false"))
		return false
	}
	return b.Value
}

// Int gives a whole number between two bounds.
func (v Value) Int(low, high int64) int64 {
	if !v.OK() {
		return 0
	}
	n, ok := v.node.(*ast.IntegerNode)
	if !ok {
		v.wrongType(Text("un nombre entier", "a whole number"))
		return 0
	}
	i, err := strconv.ParseInt(n.GetToken().Value, 10, 64)
	if err != nil || i < low || i > high {
		v.Problem(Text("nombre hors limites : %s", "number out of range: %s", n.GetToken().Value),
			Text("entre %d et %d", "between %d and %d", low, high))
		return 0
	}
	return i
}

// Duration gives a time between two bounds, written as "30s" or "2m".
func (v Value) Duration(low, high time.Duration) time.Duration {
	s := v.String()
	if !v.isText() {
		return 0
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		v.Problem(Text("« %s » n'est pas une durée", "%q is not a duration", s),
			Text("écrivez par exemple 30s ou 2m", "write 30s or 2m, for example"))
		return 0
	}
	if d < low || d > high {
		v.Problem(Text("durée hors limites : %s", "duration out of range: %s", s),
			Text("entre %s et %s", "between %s and %s", low, high))
		return 0
	}
	return d
}

// Text gives a message in both languages: {fr: …, en: …}, neither blank.
func (v Value) Text() etalon.Text {
	o := v.Object()
	if o == nil {
		return etalon.Text{}
	}
	defer o.Close()
	return etalon.Text{FR: strings.TrimSpace(o.Need("fr").sentence()), EN: strings.TrimSpace(o.Need("en").sentence())}
}

// sentence is a text that may run over several lines of the file.
func (v Value) sentence() string {
	s := v.String()
	if v.isText() && strings.TrimSpace(s) == "" {
		v.Problem(Text("texte vide", "blank text"), etalon.Text{})
	}
	return strings.Join(strings.Fields(s), " ")
}

func (v Value) isText() bool {
	switch v.node.(type) {
	case *ast.StringNode, *ast.LiteralNode:
		return true
	}
	return false
}

func (v Value) wrongType(want etalon.Text) {
	is := kindOf(v.node)
	v.Problem(etalon.Text{
		FR: want.FR + " est attendu(e) ici, pas " + is.FR,
		EN: want.EN + " is expected here, not " + is.EN,
	}, etalon.Text{})
}

func kindOf(n ast.Node) etalon.Text {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return etalon.Text{FR: "une suite de clés", EN: "a mapping"}
	case *ast.SequenceNode:
		return etalon.Text{FR: "une liste", EN: "a list"}
	case *ast.StringNode, *ast.LiteralNode:
		return etalon.Text{FR: "un texte", EN: "text"}
	case *ast.IntegerNode, *ast.FloatNode:
		return etalon.Text{FR: "un nombre", EN: "a number"}
	case *ast.BoolNode:
		return etalon.Text{FR: "un booléen", EN: "a boolean"}
	default:
		return etalon.Text{FR: "cela", EN: "that"}
	}
}

// IsObject tells whether the value is a mapping, without noting anything.
func (v Value) IsObject() bool {
	switch v.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}
