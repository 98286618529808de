package schematron

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron/xpath"
)

// Report is what a schema says of a document.
type Report struct {
	ActivePatterns []ActivePattern
	Fired          []Fired
	Checks         []Check // failed asserts and successful reports, in the order of the official chain
	Errors         []RunError

	program *program
	unknown []int // tests that had no value, by index in Rules(), as often
	most    Bounds
	said    []count // by index in Rules(), where there are bounds
	bytes   int     // of what Checks say
	work    int     // of all rules
	worked  []int   // by index in Rules(), where there is a bound
	costs   []Cost  // by index in Rules(), where they are counted
}

// Evaluated is how often each test was evaluated, by index in Rules(). The list
// is made anew each time.
func (rep *Report) Evaluated() []int {
	if rep.program == nil {
		return nil
	}
	out := make([]int, rep.program.count)
	for i := range rep.Fired {
		rule := rep.Fired[i].rule
		for n := range rule.checks {
			out[int(rule.first)+n]++
		}
	}
	for _, info := range rep.unknown {
		out[info]--
	}
	return out
}

// ActivePattern is a pattern that ran. Its rules are Fired[First:First+Fired].
type ActivePattern struct {
	ID, Title    string
	First, Fired int
}

// Fired is a rule whose context matched a node. What its checks said is
// Checks[First:First+Said].
type Fired struct {
	rule        *ruleText
	Pattern     int // in ActivePatterns
	ID, Context string
	Node        xmldoc.Node
	First, Said int
}

// Check is a failed assert or a successful report.
type Check struct {
	Rule        int // index in Rules()
	Node        xmldoc.Node
	Location    string // as the official chain writes it
	Text        string // the message, white space as written in the schema
	Diagnostics []Diagnostic
}

// Diagnostic is a diagnostic or property of a check.
type Diagnostic struct{ ID, Lang, Text string }

// RunError is an expression that had no value on a node: the rule is
// inconclusive there.
type RunError struct {
	Rule   int         // index in Rules()
	Node   xmldoc.Node // where
	Reason string      // code and text
	Code   string      // that W3C gives the error
}

// OfLimit says whether the rule was given up because it takes too much work on this
// document. Neither of them need be wrong.
func (e RunError) OfLimit() bool { return e.Code == xpath.CodeLimit }

// OfDocument says whether what the document holds may be the cause: a second
// element where the expression takes one, a text that is no date. Otherwise the
// cause is in the rule or in what it reads.
func (e RunError) OfDocument() bool {
	for _, family := range []string{"XPTY", "XPDY0050", "FORG", "FOAR", "FOCA", "FOCH", "FODT", "FONS", "FOTY"} {
		if strings.HasPrefix(e.Code, family) {
			return true
		}
	}
	return false
}
