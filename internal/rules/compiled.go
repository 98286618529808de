package rules

import (
	"context"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// compiled is one entry of a pack, ready to run.
type compiled struct {
	pack   string
	over   schemas.Over
	schema *schematron.Schema
}

// compile loads every entry of packs. A defect is a fault: an example that half
// a pack was run on proves nothing.
func compile(packs []*schemas.Pack) ([]compiled, error) {
	var all []compiled
	for _, p := range packs {
		for _, e := range p.Entries {
			s, defects, err := schematron.Load(p.FS, e.File, schematron.Options{CaseSensitive: true})
			if err != nil {
				return nil, fmt.Errorf("pack %s, %s: %w", p.Name, e.File, err)
			}
			if len(defects) > 0 {
				d := defects[0]
				return nil, fmt.Errorf("pack %s, %s:%d: %s (%d in all)", p.Name, d.File, d.Line, d.Text, len(defects))
			}
			all = append(all, compiled{p.Name, e.Over, s})
		}
	}
	return all, nil
}

// answer is what rules said of one document.
type answer struct {
	met    map[etalon.RuleID]int    // evaluations
	failed map[etalon.RuleID]string // what each that failed said
	broken map[etalon.RuleID]string // why one could not be evaluated
}

// ask runs the entries that an evidence document is for: those over sessions for
// a session, those over its protocol for an exchange.
func ask(ctx context.Context, all []compiled, text []byte) (answer, error) {
	out := answer{map[etalon.RuleID]int{}, map[etalon.RuleID]string{}, map[etalon.RuleID]string{}}
	doc, err := xmldoc.Parse(text, xmldoc.Limits{})
	if err != nil {
		return out, fmt.Errorf("the document is not well-formed: %w", err)
	}
	over := kind(doc.Root())
	for _, c := range all {
		if c.over != over {
			continue
		}
		report, err := c.schema.Run(ctx, doc)
		if err != nil {
			return out, fmt.Errorf("pack %s: %w", c.pack, err)
		}
		for i, n := range report.Evaluated() {
			out.met[c.schema.Rule(i).ID] += n
		}
		for _, e := range report.Errors {
			out.broken[c.schema.Rule(e.Rule).ID] = fmt.Sprint(e.Reason)
		}
		for _, x := range report.Checks {
			id := c.schema.Rule(x.Rule).ID
			out.failed[id] = strings.Join(strings.Fields(x.Text), " ")
			for _, d := range x.Diagnostics {
				if strings.TrimSpace(d.Text) == "" && !strings.HasSuffix(d.ID, ".observed") {
					out.broken[id] = "message " + d.ID + " says nothing here"
				}
			}
		}
	}
	return out, nil
}

// kind tells what entries an evidence document is for.
func kind(root xmldoc.Node) schemas.Over {
	switch root.Local() {
	case "session":
		return schemas.OverSession
	case "exchange":
		if root.Attr("", "actor") == string(etalon.INSi) {
			return schemas.OverTeleservice
		}
		if p := root.Attr("", "protocol"); p != "" {
			return schemas.Over(p)
		}
		return schemas.OverSOAP
	}
	return schemas.OverDocument
}
