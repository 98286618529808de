package account

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

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

// ofRecords tells a fact of records, packets and handshakes. What every exchange and
// every session has besides is asked of the products in SOAP.
func ofRecords(fact string) bool {
	element, _, _ := strings.Cut(fact, "/")
	return slices.Contains([]string{
		"syslog", "structured-data", "audit", "participant", "participant-object", "datagram", "ntp", "handshake",
		"client-hello", "server-hello", "offered-version", "offered-suite", "offered-protocol", "alert",
	}, element)
}

// unread are the attributes of facts about the product that occur for its role and
// that no rule for that role asks. A rule asks what it names in its context, its
// tests or the lets that these may use.
func (w *workshop) unread(free []Liberty, needed []bool) ([]reports.AccountFact, error) {
	var out []reports.AccountFact
	for _, st := range w.stands {
		role := "client"
		if st.letters[0].exchange.Sent {
			role = "server"
		}
		asked, err := st.askedOf(role)
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
			occur(doc.Root(), seen)
		}
		for _, fact := range slices.Sorted(maps.Keys(seen)) {
			if asks(asked, fact) || st.beside() && !ofRecords(fact) || liberty(free, needed, fact, st.judges) {
				continue
			}
			f := reports.AccountFact{Pack: strings.Join(st.Product.Packs, " "), Role: role, Fact: fact}
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out, nil
}

// occur notes the attributes that have a value, below an element of the evidence.
// What étalon sent is no fact about the product.
func occur(e xmldoc.Node, seen map[string]bool) {
	if e.Space() != nsEvidence || e.Attr("", "sent-by") == "etalon" {
		return
	}
	for a := range e.Attrs() {
		if a.Value() != "" {
			seen[e.Local()+"/@"+a.Local()] = true
		}
	}
	for c := range e.Children() {
		occur(c, seen)
	}
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

// askedOf are the texts of the rules that speak to a role.
func (st *stand) askedOf(role string) ([]string, error) {
	var out []string
	for _, p := range st.packs {
		some, err := texted(p, role)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// texted gives the texts of the rules of a pack for a role, each with the lets
// around it.
func texted(p *schemas.Pack, role string) ([]string, error) {
	var out []string
	var lets strings.Builder // of patterns and schemas: whoever names one asks what it asks
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
				if s := ruleWords(n); speaksTo(role, s) {
					out = append(out, s)
				}
			}
		}
		return nil
	})
	return append(out, lets.String()), err
}

// ruleWords are the context, the lets and the tests of a rule.
func ruleWords(n xmldoc.Node) string {
	var b strings.Builder
	b.WriteString(n.Attr("", "context") + " ")
	for c := range n.Children() {
		b.WriteString(c.Attr("", "value") + " " + c.Attr("", "test") + " ")
	}
	return b.String()
}

// speaksTo tells a rule over the messages of a role, or over those of any. A client
// asks, a server answers.
func speaksTo(role, rule string) bool {
	asks, answers := strings.Contains(rule, "ev:request[@sent-by='sut'"), strings.Contains(rule, "ev:response[@sent-by='sut'")
	return asks == answers || asks == (role == "client")
}
