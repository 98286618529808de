package schematron

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// Cache keeps the forms of schemas that were compiled in full, without an
// error: a schema that is restored compiles only what a document asks for. It
// must give back what it was given, or nothing. It changes no verdict: a form is
// named by everything it was made from.
//
// What made the forms is part of what they are made from: a cache serves one
// build of this program.
type Cache interface {
	Get(name string) []byte // nil: there is none
	Put(name string, form []byte)
}

// formVersion is that of the form below.
const formVersion = "etalon schema form 3\n"

// formName is the name under which the form of a schema is kept.
func (o Options) formName(entry string) string {
	what := fmt.Sprintf("%s%s\x00%s\x00%s\x00%s\x00%v\x00%+v", formVersion, o.Digest, entry, o.Phase, o.QueryBinding, o.CaseSensitive, o.Limits)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(what)))
}

// form is what is kept of a schema.
type form struct {
	outline
	dir     string
	state   xpath.State
	defects []Defect
}

// bytes writes a form: its version, its SHA-256, and itself.
func (f *form) bytes() []byte {
	body := encode(f.walk)
	sum := sha256.Sum256(body)
	return append(append([]byte(formVersion), sum[:]...), body...)
}

// readForm reads what bytes wrote.
func readForm(b []byte) (*form, error) {
	const head = len(formVersion) + sha256.Size
	if len(b) < head || string(b[:len(formVersion)]) != formVersion || sha256.Sum256(b[head:]) != [sha256.Size]byte(b[len(formVersion):head]) {
		return nil, errDamaged
	}
	f := &form{}
	if err := decode(b[head:], f.walk); err != nil {
		return nil, err
	}
	return f, f.check()
}

func (f *form) walk(c *coder) {
	c.text(&f.dir)
	c.text(&f.title)
	c.text(&f.version)
	c.text(&f.phase)
	prefixes := func(p *prefix) { c.text(&p.name); c.text(&p.uri) }
	list(c, &f.prefixes, prefixes)
	list(c, &f.bound, prefixes)
	let := func(l *letText) {
		c.text(&l.name)
		c.text(&l.value)
		c.flag(&l.constant)
		c.text(&l.file)
		integer(c, &l.line)
	}
	list(c, &f.globals, func(g *globalText) { let(&g.letText); integer(c, &g.pattern) })
	list(c, &f.lets, func(l *ruleLet) { let(&l.letText); integer(c, &l.outer) })
	list(c, &f.checks, func(k *checkText) { k.walk(c) })
	list(c, &f.patterns, func(p *patternText) {
		c.text(&p.id)
		c.text(&p.title)
		c.text((*string)(&p.severity))
		integer(c, &p.number)
		integer(c, &p.first)
		integer(c, &p.rules)
	})
	list(c, &f.rules, func(r *ruleText) { r.walk(c) })
	integer(c, &f.count)
	list(c, &f.state.Names, func(n *xmldoc.Name) { c.text(&n.Space); c.text(&n.Local) })
	integer(c, &f.state.Slots)
	list(c, &f.defects, func(d *Defect) {
		c.text(&d.Code)
		c.text(&d.File)
		integer(c, &d.Line)
		c.text(&d.Text)
	})
}

func (k *checkText) walk(c *coder) {
	for _, s := range []*string{&k.id, &k.test, &k.role, &k.flag, (*string)(&k.severity), &k.file} {
		c.text(s)
	}
	integer(c, &k.line)
	c.flag(&k.report)
	integer(c, &k.scope)
	message := func(m *[]pieceText) {
		list(c, m, func(p *pieceText) { c.text(&p.text); c.text(&p.from); integer(c, &p.line) })
	}
	message(&k.text)
	list(c, &k.diagnostics, func(d *diagnosticText) {
		c.text(&d.id)
		c.text(&d.lang)
		c.text(&d.file)
		integer(c, &d.line)
		message(&d.text)
	})
	list(c, &k.attrs, c.text)
}

func (r *ruleText) walk(c *coder) {
	c.text(&r.id)
	c.text(&r.context)
	c.text((*string)(&r.severity))
	c.text(&r.file)
	integer(c, &r.line)
	integer(c, &r.pattern)
	integer(c, &r.first)
	list(c, &r.checks, func(n *int32) { integer(c, n) })
	c.text(&r.sketch)
}

// check holds the numbers of a form to each other.
func (f *form) check() error {
	scopes := func(s scopeRef, below int) bool { return int(s) < below }
	ok, total := true, int32(0)
	for i, l := range f.lets {
		ok = ok && scopes(l.outer, i)
	}
	for _, k := range f.checks {
		ok = ok && scopes(k.scope, len(f.lets)) && len(k.attrs)%2 == 0
	}
	rules := int32(0)
	for _, p := range f.patterns {
		ok = ok && p.first == rules && p.rules >= 0 && int(p.rules) <= len(f.rules)
		rules += p.rules
	}
	for i, r := range f.rules {
		ok = ok && r.first == total && r.pattern >= 0 && int(r.pattern) < len(f.patterns)
		ok = ok && int32(i) >= f.patterns[r.pattern].first && int32(i) < f.patterns[r.pattern].first+f.patterns[r.pattern].rules
		for _, n := range r.checks {
			ok = ok && n >= 0 && int(n) < len(f.checks)
		}
		total += int32(len(r.checks))
		if !ok {
			break
		}
	}
	if !ok || int(rules) != len(f.rules) || int(total) != f.count {
		return errDamaged
	}
	return nil
}

// form is what is kept of a schema that was just laid in, with forget set.
func (l *loader) form() *form {
	p := l.program
	return &form{outline: *p.outline, dir: l.dir, state: p.c.State(), defects: l.defects}
}

// restore makes a schema of what was kept of it.
func restore(b []byte, fs *files, o Options) (*Schema, []Defect, error) {
	f, err := readForm(b)
	if err != nil {
		return nil, nil, err
	}
	p := newProgram(&f.outline)
	p.late = true
	p.c.Resume(f.state)
	contexts := make([]*xpath.Pattern, len(p.rules))
	for i := range p.rules {
		r := &p.rules[i]
		contexts[i], err = p.c.Sketched(r.context, r.sketch, func() (*xpath.Pattern, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			x, err := p.context(r)
			return x, p.fits(err)
		})
		if err != nil {
			return nil, nil, err
		}
		r.sketch = ""
	}
	for i := range f.defects { // the form they are parts of is large
		f.defects[i].Text = strings.Clone(f.defects[i].Text)
	}
	return newSchema(p, contexts, fs, f.dir, o.Limits), f.defects, nil
}

// fits tells an error of what is compiled late. It compiled before: so the form
// is not of this schema or not of this program, and nothing it says would count.
func (p *program) fits(err error) error {
	if err == nil && p.c.Strange() {
		err = errDamaged
	}
	if err != nil {
		return fmt.Errorf("the form kept of the schema does not fit it (empty the cache): %w", err)
	}
	return nil
}

// ready compiles the checks of the rules that fire, and says whether any was
// not compiled before.
func (p *program) ready(hits [][]hit) (fresh bool, err error) {
	if !p.late {
		return false, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for n, list := range hits {
		for _, h := range list {
			for _, number := range p.ruleOfPattern(int32(n), h.rule).checks {
				if p.checks[number].Load() != nil {
					continue
				}
				fresh = true
				if err := p.fits(p.check(number)); err != nil {
					return true, err
				}
			}
		}
	}
	return fresh, nil
}
