package schematron

import (
	"maps"
	"slices"
	"strings"
)

// global notes a let of the schema or its phase (pattern 0), or of a pattern.
// Its expression is taken as written: parameters are not put in.
func (l *loader) global(let *element, pattern int32) {
	o := l.program.outline
	g := globalText{l.letText(let), pattern}
	for _, known := range l.program.globals[g.name] {
		if known.pattern == pattern {
			l.defect(let, DuplicateName, "a second let %s", g.name)
		}
	}
	o.globals = append(o.globals, g)
	l.program.addGlobal(len(o.globals) - 1)
}

// letText reads a let: @value, or its text when it has none. The name is taken
// without the white space around it.
func (l *loader) letText(let *element) letText {
	name := let.attr("name")
	trimmed := strings.TrimSpace(name)
	if trimmed != name {
		l.defect(let, UntrimmedName, "the name of let %q has white space around it", name)
	}
	t := letText{name: trimmed, file: let.file, line: let.node.Line()}
	value, ok := let.node.LookupAttr("", "value")
	if t.value = value; !ok {
		t.value, t.constant = let.node.Value(), true
	}
	return t
}

// compileGlobals compiles the lets that no rule uses, so that none is wrong in silence.
func (l *loader) compileGlobals(patterns map[int32]bool) error {
	for _, name := range slices.Sorted(maps.Keys(l.program.globals)) {
		for _, g := range l.program.globals[name] {
			if !patterns[g.pattern] {
				continue
			}
			if _, err := l.program.global(g); err != nil {
				return err
			}
		}
	}
	return nil
}
