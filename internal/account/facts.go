package account

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/schemas"
)

const (
	nsEvidence   = "urn:etalon:evidence:1"
	nsSchematron = "http://purl.oclc.org/dsdl/schematron"
)

// Unread is the operator of a fact that no rule asks: it stands in free.yaml with
// the path ELEMENT/@ATTRIBUTE.
const Unread Operator = "unread"

// unread are the attributes of facts that occur for a role of a product and that
// no rule asks which met something for that role. A rule asks what its file names
// in its context, its tests or the lets that these may use.
func (w *workshop) unread(ctx context.Context, free []Liberty, needed []bool) ([]reports.AccountFact, error) {
	var out []reports.AccountFact
	for _, st := range w.stands {
		asked, err := st.askedBy(ctx)
		if err != nil {
			return nil, err
		}
		seen := map[string]bool{}
		for e, err := range judge.Evidence(st.Dossier) {
			if err != nil {
				return nil, err
			}
			doc, err := e.Doc()
			if err != nil {
				return nil, err
			}
			for n := range doc.Document().Descendants() {
				if n.Space() == nsEvidence {
					for a := range n.Attrs() {
						seen[n.Local()+"/@"+a.Local()] = seen[n.Local()+"/@"+a.Local()] || a.Value() != ""
					}
				}
			}
		}
		role := "client"
		if st.letters[0].exchange.Sent {
			role = "server"
		}
		for _, fact := range slices.Sorted(maps.Keys(seen)) {
			if !seen[fact] || asks(asked, fact) || liberty(free, needed, fact, st.judges) {
				continue
			}
			if f := (reports.AccountFact{Pack: strings.Join(st.Product.Packs, " "), Role: role, Fact: fact}); !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out, nil
}

func liberty(free []Liberty, needed []bool, fact string, packs []string) bool {
	found := false
	for i, l := range free {
		if l.covers(fact, Unread, packs) {
			needed[i], found = true, true
		}
	}
	return found
}

// asks tells whether one of the texts names an element of the evidence and one of
// its attributes.
func asks(texts []string, fact string) bool {
	e, a, _ := strings.Cut(fact, "/")
	return slices.ContainsFunc(texts, func(s string) bool { return word(s, "ev:"+e) && word(s, a) })
}

// word tells whether a text holds a name as a whole.
func word(s, name string) bool {
	for {
		i := strings.Index(s, name)
		if i < 0 {
			return false
		}
		s = s[i+len(name):]
		if s == "" || !strings.ContainsRune("-_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", rune(s[0])) {
			return true
		}
	}
}

// askedBy are the texts of the rules that met something in a session.
func (st *stand) askedBy(ctx context.Context) ([]string, error) {
	met := map[etalon.RuleID]int{}
	for i := range st.letters {
		add(met, st.letters[i].heard.Met)
	}
	for id := range st.scenario {
		h, err := st.whole(ctx, 0, id)
		if err != nil {
			return nil, err
		}
		add(met, h.Met)
	}
	var out []string
	for _, p := range st.packs {
		some, err := texted(p, met)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// texted gives the texts of the rules of a pack that met something, each with the
// lets around it.
func texted(p *schemas.Pack, met map[etalon.RuleID]int) ([]string, error) {
	var out []string
	var lets strings.Builder // of whole schemas: whoever names one asks what it asks
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
			return err
		}
		for n := range doc.Document().Descendants() {
			switch {
			case n.Is(nsSchematron, "let") && n.Parent().Local() != "rule":
				lets.WriteString(n.Attr("", "value") + " ")
			case n.Is(nsSchematron, "rule"):
				if s, ok := ruleWords(n, met); ok {
					out = append(out, s)
				}
			}
		}
		return nil
	})
	return append(out, lets.String()), err
}

// ruleWords are the context, the lets and the tests of a rule that met something.
func ruleWords(n xmldoc.Node, met map[etalon.RuleID]int) (string, bool) {
	var b strings.Builder
	b.WriteString(n.Attr("", "context") + " ")
	found := false
	for c := range n.Children() {
		found = found || met[etalon.RuleID(c.Attr("", "id"))] > 0
		b.WriteString(c.Attr("", "value") + " " + c.Attr("", "test") + " ")
	}
	return b.String(), found
}
