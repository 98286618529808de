package schematron

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// global is a let of the schema, of its phase or of a pattern.
type global struct {
	el      *element
	pattern string // "" or the number of its pattern
	params  parameters
	v       *xpath.Var
	open    bool // being compiled
}

func (l *loader) global(let *element, pattern string, params parameters) {
	name := l.letName(let)
	for _, g := range l.globals[name] {
		if g.pattern == pattern {
			l.defect(let, DuplicateName, "a second let %s", name)
		}
	}
	l.globals[name] = append(l.globals[name], &global{el: let, pattern: pattern, params: params})
}

// letName is the name of a let without the white space around it.
func (l *loader) letName(let *element) string {
	name := let.attr("name")
	trimmed := strings.TrimSpace(name)
	if trimmed != name {
		l.defect(let, UntrimmedName, "the name of let %q has white space around it", name)
	}
	return trimmed
}

// scope gives the global variables as seen from a pattern: its own, then those
// of the schema, then those of other patterns.
func (l *loader) scope(pattern string) *xpath.Scope {
	return xpath.NewScope(func(name string) (*xpath.Var, error) {
		var best *global
		for _, g := range l.globals[name] {
			if best == nil || g.pattern == pattern || g.pattern == "" && best.pattern != pattern {
				best = g
			}
		}
		if best == nil {
			return nil, nil
		}
		return l.compileGlobal(best, name)
	})
}

func (l *loader) compileGlobal(g *global, name string) (*xpath.Var, error) {
	if g.v != nil {
		return g.v, nil
	}
	if g.open {
		return nil, fmt.Errorf("%s: let %s is defined by itself", g.el.at(), name)
	}
	g.open = true
	defer func() { g.open = false }()
	v, err := l.let(g.el, name, l.scope(g.pattern), true)
	if err != nil {
		return nil, err
	}
	g.v = v
	return v, nil
}

// let compiles a let: @value, or its text when it has none.
func (l *loader) let(e *element, name string, scope *xpath.Scope, isGlobal bool) (*xpath.Var, error) {
	value, ok := e.node.LookupAttr("", "value")
	if !ok {
		return l.c.Constant(name, e.node.Value()), nil
	}
	v, err := l.c.Let(name, value, scope, isGlobal)
	if err != nil {
		return nil, fmt.Errorf("%s: let: %w", e.at(), err)
	}
	l.lookups(e)
	return v, nil
}

// compileGlobals compiles the lets that no rule uses, so that none is wrong in silence.
func (l *loader) compileGlobals(patterns map[string]bool) error {
	for _, name := range slices.Sorted(maps.Keys(l.globals)) {
		for _, g := range l.globals[name] {
			if !patterns[g.pattern] {
				continue
			}
			if _, err := l.compileGlobal(g, name); err != nil {
				return err
			}
		}
	}
	return nil
}
