package schematron

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
)

// outline is what runs of a schema, as text: includes, abstract patterns and
// abstract rules are laid in, and each check stands once however many rules
// have it. Everything compiled is compiled from here, at once or when it is
// first needed; a cache keeps it.
type outline struct {
	title, version, phase string
	prefixes              []prefix // as declared, the first of each name
	bound                 []prefix // as expressions see them, the last of each name
	globals               []globalText
	lets                  []ruleLet
	checks                []checkText
	patterns              []patternText
	rules                 []ruleText // of all patterns, in order
	count                 int        // checks of all rules
}

// scopeRef names the variables in sight: an index in outline.lets, that let and
// those outside it; or ^n, the globals as pattern n sees them.
type scopeRef int32

// letText is a let: its value is an expression, or a string when constant.
type letText struct {
	name, value string
	constant    bool
	file        string
	line        int
}

// globalText is a let of the schema or its phase (pattern 0), or of a pattern.
type globalText struct {
	letText
	pattern int32
}

// ruleLet is a let of a rule.
type ruleLet struct {
	letText
	outer scopeRef
}

// checkText is one assert or report.
type checkText struct {
	id, test, role, flag string
	severity             etalon.Severity // its own, or of the abstract rule it stands in
	file                 string
	line                 int
	report               bool
	scope                scopeRef
	text                 []pieceText
	diagnostics          []diagnosticText
	attrs                []string // foreign attributes: name, value, name, value …
}

// pieceText is a piece of a message: text, or an expression.
type pieceText struct {
	text string
	from string // the element of an expression, value-of or name; "" for text
	line int
}

// diagnosticText is a diagnostic or property that a check refers to.
type diagnosticText struct {
	id, lang, file string
	line           int
	text           []pieceText
}

// patternText is an active pattern: its rules are outline.rules[first:first+rules].
type patternText struct {
	id, title    string
	severity     etalon.Severity
	number       int32 // its place among all patterns of the schema, from 1
	first, rules int32
}

// ruleText is one rule of a pattern. Its checks are numbered from first on
// among those of all rules.
type ruleText struct {
	id, context string
	severity    etalon.Severity
	file        string
	line        int
	pattern     int32 // in outline.patterns
	first       int32
	checks      []int32 // in outline.checks
	sketch      string  // of the context, on its way to a cache and back
}

// prefix is one sch:ns.
type prefix struct{ name, uri string }

// ruleOfPattern gives a rule by the numbers of its pattern and of itself there.
func (o *outline) ruleOfPattern(pattern, rule int32) *ruleText {
	return &o.rules[o.patterns[pattern].first+rule]
}

// ruleOf gives the rule, as a number, that a check numbered among all belongs to.
func (o *outline) ruleOf(check int) int {
	at, found := slices.BinarySearchFunc(o.rules, int32(check), func(r ruleText, n int32) int { return int(r.first - n) })
	if !found {
		return at - 1
	}
	for len(o.rules[at].checks) == 0 { // it shares its number with the next
		at++
	}
	return at
}

// info describes a check numbered among all.
func (o *outline) info(n int) RuleInfo {
	at := o.ruleOf(n)
	r := &o.rules[at]
	p := &o.patterns[r.pattern]
	c := &o.checks[r.checks[n-int(r.first)]]
	info := RuleInfo{
		ID: etalon.RuleID(c.id), Pattern: p.id, Context: r.context, Test: c.test, Message: template(c.text),
		Report: c.report, Role: c.role, Flag: c.flag, File: c.file, Line: c.line,
		Severity: cmp.Or(c.severity, r.severity, p.severity),
	}
	if c.id == "" {
		info.ID = etalon.RuleID(fmt.Sprintf("%s/%d/%d", p.id, at-int(p.first)+1, n-int(r.first)+1))
	}
	for i := 0; i < len(c.attrs); i += 2 {
		if info.Attrs == nil {
			info.Attrs = map[string]string{}
		}
		info.Attrs[c.attrs[i]] = c.attrs[i+1]
	}
	return info
}

// template is a message as written, expressions in braces.
func template(text []pieceText) string {
	var b []byte
	for _, p := range text {
		if p.from == "" {
			b = append(b, p.text...)
			continue
		}
		b = append(append(append(b, '{'), p.text...), '}')
	}
	return string(b)
}
