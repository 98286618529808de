package rules

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
)

const (
	nsSchematron = "http://purl.oclc.org/dsdl/schematron"
	nsRule       = "urn:etalon:rule:1"
)

// stepsAside finds what in a context looks at a value before the rule judges it: a
// value that is absent, empty, badly written, repeated or unknown escapes the rule.
var stepsAside = regexp.MustCompile(`castable as|!=\s*['"]|\bmatches\(|count\([^()]*(\([^()]*\)[^()]*)*\)\s*=\s*[0-9]`)

// asides tells the rules of a pack whose context takes something out of judgement
// without saying, in e:aside, which other rules judge it, or, in e:open, why nothing
// can. known are the ids of the rules of the pack and of those it extends.
func asides(p *schemas.Pack, known map[etalon.RuleID]bool) ([]Fault, error) {
	var out []Fault
	err := fs.WalkDir(p.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".sch" {
			return err
		}
		raw, err := fs.ReadFile(p.FS, name)
		if err != nil {
			return err
		}
		doc, err := xmldoc.Parse(raw, xmldoc.Limits{})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for n := range doc.Document().Descendants() {
			if n.Is(nsSchematron, "rule") {
				out = append(out, aside(n, name, known)...)
			}
		}
		return nil
	})
	return out, err
}

func aside(rule xmldoc.Node, file string, known map[etalon.RuleID]bool) []Fault {
	var own []string
	for c := range rule.Children() {
		if id := c.Attr("", "id"); id != "" {
			own = append(own, id)
		}
	}
	if len(own) == 0 {
		return nil
	}
	var out []Fault
	fault := func(fr, en string) {
		out = append(out, Fault{fmt.Sprintf("%s:%d", file, rule.Line()), etalon.RuleID(own[0]), text(fr, en)})
	}
	siblings := strings.Fields(rule.Attr(nsRule, "aside"))
	for _, s := range siblings {
		switch {
		case slices.Contains(own, s):
			fault("e:aside nomme "+s+", qui a le même contexte", "e:aside names "+s+", which has the same context")
		case !known[etalon.RuleID(s)]:
			fault("e:aside nomme "+s+", qui n'existe pas", "e:aside names "+s+", which does not exist")
		}
	}
	what := stepsAside.FindString(rule.Attr("", "context"))
	if what == "" || len(siblings) > 0 || strings.TrimSpace(rule.Attr(nsRule, "open")) != "" {
		return out
	}
	fault("le contexte écarte des cas (« "+what+" ») : nommez dans e:aside les règles qui les jugent, ou dites dans e:open pourquoi aucune ne le peut",
		"the context takes cases out (“"+what+"”): name in e:aside the rules that judge them, or say in e:open why none can")
	return out
}
