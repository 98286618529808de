package strict

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Pos is a place in a file: 1-based line and column, in characters. The zero
// Pos is the file as a whole.
type Pos struct {
	Line   int
	Column int
}

// Problem is one thing wrong with a file its author can mend.
type Problem struct {
	File string
	Pos
	What etalon.Text // what is wrong
	Hint etalon.Text // how to mend it; may be empty
}

// In prints the problem in a language ("fr" or "en") as
// "file:line:col: what — hint".
func (p Problem) In(lang string) string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
		}
		b.WriteString(": ")
	}
	b.WriteString(p.What.In(lang))
	if hint := p.Hint.In(lang); hint != "" {
		b.WriteString(" — ")
		b.WriteString(hint)
	}
	return b.String()
}

// String prints the problem in French.
func (p Problem) String() string { return p.In("fr") }

// Sort puts problems in the order a reader meets them: file, line, column.
func Sort(list []Problem) {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// Report collects the problems of one file.
type Report struct {
	File string
	list []Problem
}

// Add notes a problem at a place of the file.
func (r *Report) Add(at Pos, what, hint etalon.Text) {
	r.list = append(r.list, Problem{File: r.File, Pos: at, What: what, Hint: hint})
}

// OK tells whether nothing was wrong so far.
func (r *Report) OK() bool { return len(r.list) == 0 }

// Problems gives what was noted, in file order.
func (r *Report) Problems() []Problem {
	list := slices.Clone(r.list)
	Sort(list)
	return list
}

// Text formats the same arguments into a French and an English sentence.
func Text(fr, en string, args ...any) etalon.Text {
	return etalon.Text{FR: fmt.Sprintf(fr, args...), EN: fmt.Sprintf(en, args...)}
}
