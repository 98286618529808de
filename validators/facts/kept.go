package facts

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// The limits of what session rules see of one exchange, in bytes: of one value, and of
// all of them. Beyond them ev:call/@cut is true and rules conclude nothing.
const (
	maxValue   = 16 << 10
	maxSummary = 1 << 20
)

// keeper copies values out of a message, so that whoever keeps them does not keep the
// message: a session has many, each as long as its sender liked.
type keeper struct {
	left int // bytes
	cut  bool
}

func (k *keeper) text(s string) string { return strings.Clone(k.fit(s)) }

// fit is as much of a value as there is room for.
func (k *keeper) fit(s string) string {
	most := min(maxValue, k.left)
	if len(s) > most {
		k.cut = true
		s = strings.ToValidUTF8(s[:most], "")
	}
	k.left -= len(s)
	return s
}

// own copies what fields hold. Each is looked at, so that a field that is new cannot be
// forgotten: one value of a message that is not copied keeps the whole of it.
func (k *keeper) own(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // what else there is holds no text
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() { // names of étalon's have types of their own
			v.SetString(k.text(v.String()))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				k.own(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if k.left <= 0 {
				k.cut = true
				v.Set(v.Slice(0, i))
				return
			}
			k.own(v.Index(i))
		}
	}
}

// keep makes all values of a summary its own. What is of a protocol becomes the text
// that the session's document has of it.
func (s *Summary) keep() {
	k := &keeper{left: maxSummary}
	for i := range s.clocks {
		s.clocks[i].value = k.text(s.clocks[i].value)
	}
	if s.detail != nil {
		w := &writer{open: []string{"call"}, values: k}
		s.detail.write(w)
		s.detail = rendered{text: slices.Clip(w.buf), nodes: w.nodes}
	}
	k.own(reflect.ValueOf(s).Elem())
	s.Bytes, s.Asked.Cut = maxSummary-k.left, s.Asked.Cut || k.cut
}

// rendered is the child of an ev:call as the document has it.
type rendered struct {
	text  []byte
	nodes int
}

func (d rendered) write(w *writer) {
	w.buf = append(w.buf, d.text...)
	w.nodes += d.nodes
}

// longValue is an attribute that a session without room shows empty: unknown.
var longValue = regexp.MustCompile(`="[^"]{256,}"`)

// Bare is the summary without its lists and long values, and says that it is cut: for
// whoever has no room for them.
func (s Summary) Bare() Summary {
	s.UniqueIDs, s.Named, s.StatusSlots, s.Parameters, s.Operation, s.AnswerCodes, s.AnswerPeople, s.Series = nil, nil, nil, nil, nil, nil, nil, nil
	s.Asked, s.Answered = Cargo{Cut: true}, Cargo{Cut: true}
	if d, ok := s.detail.(rendered); ok {
		d.text = longValue.ReplaceAll(d.text, []byte(`=""`))
		s.detail = d
	}
	s.Bytes = 0
	return s
}
