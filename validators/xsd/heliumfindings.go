package xsd

import (
	"context"
	"errors"
	"sync"

	"github.com/lestrrat-go/helium"
	heliumxsd "github.com/lestrrat-go/helium/xsd"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// maxDepth is just above what xmldoc lets through.
const maxDepth = 1001

// number gives each element its rank in document order, from 1, as its line:
// helium reports lines only, and one line may hold a whole message.
func number(tree *helium.Document) {
	rank := 0
	var walk func(n helium.Node)
	walk = func(n helium.Node) {
		for c := range helium.Children(n) {
			if e, ok := helium.AsNode[*helium.Element](c); ok {
				rank++
				e.SetLine(rank)
				walk(e)
			}
		}
	}
	walk(tree)
}

// findings turns helium's errors into violations and keeps the first
// MaxViolations. elements are in document order, so that rank k is at k-1.
type findings struct {
	elements []xmldoc.Node
	mu       sync.Mutex
	list     []Violation
	total    int
}

// Handle takes one error; warnings are about the engine's own ways.
func (f *findings) Handle(_ context.Context, err error) {
	if isWarning(err) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.total++; len(f.list) >= MaxViolations {
		return
	}
	var ve *heliumxsd.ValidationError
	if !errors.As(err, &ve) {
		f.list = append(f.list, violation(err.Error()))
		return
	}
	text := "Element '" + ve.Element + "'"
	if ve.AttributeName != "" {
		text += ", attribute '" + ve.AttributeName + "'"
	}
	v := violation(text + ": " + ve.Message)
	if ve.Line >= 1 && ve.Line <= len(f.elements) {
		v = v.at(f.elements[ve.Line-1])
	}
	f.list = append(f.list, v)
}

// add takes what helium passes over.
func (f *findings) add(list []Violation) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, v := range list {
		if f.total++; len(f.list) < MaxViolations {
			f.list = append(f.list, v)
		}
	}
}

func (f *findings) verdict(engine string) Verdict {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.list) == 0 {
		f.list, f.total = []Violation{{Message: "invalid; the engine gave no reason"}}, 1
	}
	return Verdict{Violations: f.list, Total: f.total, Engine: engine}
}

func isWarning(err error) bool {
	leveled, ok := err.(interface{ ErrorLevel() helium.ErrorLevel })
	return ok && leveled.ErrorLevel() == helium.ErrorLevelWarning
}

// complaints keeps the first errors of a compilation.
type complaints struct{ errors []string }

// Handle takes one error of the compiler.
func (c *complaints) Handle(_ context.Context, err error) {
	if !isWarning(err) && len(c.errors) < 5 {
		c.errors = append(c.errors, cut(err.Error()))
	}
}
