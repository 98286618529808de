package schematron

import (
	"maps"
	"slices"
	"strings"
)

// globals notes the lets of the schema or its phase (pattern 0), or of a
// pattern. Those of the phase hide the schema's; a pattern that has one of the
// schema's is at fault (ISO 19757-3, 5.4.5). Their expressions are taken as
// written: parameters are not put in.
func (l *loader) globals(of *element, pattern int32) {
	here := map[string]bool{}
	for _, let := range of.named("let") {
		name := strings.TrimSpace(let.attr("name"))
		hides := pattern != 0 && slices.ContainsFunc(l.program.globals[name], func(g *global) bool { return g.pattern == 0 })
		if here[name] || hides {
			l.defect(let, DuplicateName, "a second let %s", name)
		}
		here[name] = true
		l.global(let, pattern)
	}
}

func (l *loader) global(let *element, pattern int32) {
	o := l.program.outline
	g := globalText{l.letText(let), pattern}
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
