package schematron

import (
	"fmt"
	"slices"
	"strings"
)

// inside lists what Schematron elements may stand in which, so that nothing
// that ISO gives a meaning, and this package does not, is passed over.
var inside = map[string]string{
	"schema":      "include title p ns phase pattern let diagnostics properties rules",
	"phase":       "include p active let",
	"pattern":     "include title p let rule param diagnostics properties",
	"rules":       "include title p let rule",
	"rule":        "include title p let assert report extends",
	"diagnostics": "include title p diagnostic",
	"properties":  "include title p property",
	"extends":     "rule",
	"assert":      messageParts,
	"report":      messageParts,
	"diagnostic":  messageParts,
	"property":    messageParts,
	"emph":        messageParts,
	"dir":         messageParts,
	"span":        messageParts,
	"title":       "dir",
	"p":           "emph dir span",
	"active":      "dir emph span",
}

const messageParts = "name value-of emph dir span"

// unsupported attributes change what a rule means.
var unsupported = map[string][]string{
	"pattern": {"documents"},
	"rule":    {"visit-each"},
	"let":     {"as"},
	"active":  {"when"},
	"phase":   {"when", "from"},
}

const xslNamespace = "http://www.w3.org/1999/XSL/Transform"

// grammar refuses what this package would not give its meaning.
func grammar(e *element) error {
	name := e.node.Local()
	for _, a := range unsupported[name] {
		if _, ok := e.node.LookupAttr("", a); ok {
			return fmt.Errorf("%s: %s/@%s is not supported", e.at(), name, a)
		}
	}
	allowed := strings.Fields(inside[name])
	for _, c := range e.content {
		switch {
		case c.el == nil:
			continue
		case c.el.node.Space() == xslNamespace:
			return fmt.Errorf("%s: xsl:%s in a schema is not supported", c.el.at(), c.el.node.Local())
		case name == "let":
			return fmt.Errorf("%s: elements as the value of a let are not supported", c.el.at())
		case c.el.node.Space() != schNamespace:
			continue
		case !slices.Contains(allowed, c.el.node.Local()):
			return fmt.Errorf("%s: %s may not stand in %s", c.el.at(), c.el.node.Local(), name)
		}
		if err := grammar(c.el); err != nil {
			return err
		}
	}
	return nil
}
