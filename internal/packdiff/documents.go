package packdiff

import (
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Document adds a document that both packs have judged. raw is its bytes, for
// finding the codes at the place of a finding; nil is allowed. Documents are to
// be added one at a time, in the order in which they are to be listed.
func (d *Diff) Document(name string, raw []byte, before, after judge.DocumentReport) {
	if d.Corpus == nil {
		d.Corpus = &Corpus{Changed: []DocumentChange{}}
	}
	d.Corpus.Judged++
	if before.Verdict == after.Verdict {
		return
	}
	c := DocumentChange{Document: name, Before: before.Verdict, After: after.Verdict}
	old, now := said(before, d.before, false), said(after, d.after, true)
	places := &places{raw: raw}
	c.Causes = append(d.causes(Removed, old, now, d.before, places), d.causes(Added, now, old, d.after, places)...)
	if len(c.Causes) == 0 {
		c.Causes = []Cause{{Change: Changed, Message: reasonOf(before, after), Why: WhyNoRule}}
	}
	d.Corpus.Changed = append(d.Corpus.Changed, c)
}

// reasonOf says in words what no finding says.
func reasonOf(before, after judge.DocumentReport) etalon.Text {
	for _, t := range []etalon.Text{after.Reason, before.Reason} {
		if t != (etalon.Text{}) {
			return t
		}
	}
	return etalon.Text{
		FR: "Aucun constat ne diffère : ce sont les entrées ou les règles rencontrées qui diffèrent.",
		EN: "No finding differs: the entries, or the rules that were met, do.",
	}
}

// saying is one finding that weighs on a verdict, and in which entry.
type saying struct {
	entry   string
	schema  bool // of an XML Schema
	finding etalon.Finding
	key     sayingKey
}

// sayingKey is what makes findings of two packs the same.
type sayingKey struct {
	entry   string
	rule    etalon.RuleID // as the first pack calls it
	xpath   string
	verdict etalon.Verdict
}

// said lists what weighs on the verdict. rules are those of the pack that says
// it. With rename a rule is called what the first pack calls it: one without an
// id has another number when rules before it came or went.
func said(r judge.DocumentReport, rules *index, rename bool) []saying {
	var out []saying
	add := func(entry string, schema bool, list []etalon.Finding) {
		for _, f := range list {
			if f.Verdict() <= etalon.Pass {
				continue
			}
			id, was, _ := rules.find(entry, f.Rule)
			if rename && was.other != "" {
				id = was.other
			}
			out = append(out, saying{entry, schema, f, sayingKey{entry, id, f.Location.XPath, f.Verdict()}})
		}
	}
	add("", false, r.Own)
	for _, e := range r.Entries {
		add(e.Name, e.Kind == judge.KindSchema, e.Findings)
	}
	return out
}

// causes are the sayings that the other side has not, as often as it has not.
func (d *Diff) causes(change Change, mine, theirs []saying, rules *index, at *places) []Cause {
	left := map[sayingKey]int{}
	for _, s := range theirs {
		left[s.key]++
	}
	var out []Cause
	for _, s := range mine {
		if left[s.key] > 0 {
			left[s.key]--
			continue
		}
		f := s.finding
		c := Cause{Change: change, Entry: s.entry, Rule: f.Rule, XPath: f.Location.XPath, Line: f.Location.Line, Message: f.Message}
		c.Why, c.Fields = WhyOther, nil
		_, was, known := rules.find(s.entry, f.Rule)
		switch {
		case s.schema:
			c.Why = WhySchema
		case known && was.why != "":
			c.Why, c.Fields = was.why, was.fields
		default:
			if c.Codes = at.codes(f.Location, d.Codes); len(c.Codes) > 0 {
				c.Why = WhyCodes
			}
		}
		out = append(out, c)
	}
	return out
}

// find looks a rule up by the name that a report gives it, and gives the name
// that the schema gives it. Reports put the entry in the place of a pattern
// without a name; those on captured messages name the pack, not the entry, and
// then all entries are looked through.
func (x *index) find(entry string, id etalon.RuleID) (etalon.RuleID, fate, bool) {
	if rules, ok := x.entries[entry]; ok {
		if f, ok := rules[id]; ok {
			return id, f, true
		}
		bare := etalon.RuleID(strings.TrimPrefix(string(id), entry))
		if f, ok := rules[bare]; ok {
			return bare, f, true
		}
		return id, fate{}, false
	}
	var found fate
	known := false
	for _, name := range slices.Sorted(maps.Keys(x.entries)) {
		if f, ok := x.entries[name][id]; ok && (!known || found.why == "") {
			found, known = f, true
		}
	}
	return id, found, known
}

// places finds what a document says where a finding is.
type places struct {
	raw    []byte
	parsed bool
	doc    *xmldoc.Doc
}

// maxBelow bounds the nodes that are read at one place.
const maxBelow = 5000

// codes are the changed codes that stand at the place of a finding: those whose
// system stands there too, or else those that name no system.
func (p *places) codes(at etalon.Location, changed []CodeChange) []CodeChange {
	n := p.node(at)
	if !n.OK() {
		return nil
	}
	values := map[string]bool{}
	doc := n.Doc()
	first := int32(n.ID()) //nolint:gosec // a node's number is 32 bits wide in its document
	for i, end := first, doc.EndOf(first); i < end && i-first < maxBelow; i++ {
		if k := doc.KindOf(i); k == xmldoc.AttributeNode || k == xmldoc.TextNode {
			values[strings.TrimSpace(doc.TextOf(i))] = true
		}
	}
	var sure, perhaps []CodeChange
	for _, c := range changed {
		switch {
		case c.Code == "" || !values[c.Code]:
		case values[c.System]:
			sure = append(sure, c)
		default:
			perhaps = append(perhaps, c)
		}
	}
	if len(sure) > 0 {
		return sure
	}
	return perhaps
}

func (p *places) node(at etalon.Location) xmldoc.Node {
	if !p.parsed {
		p.parsed = true
		p.doc, _ = xmldoc.Parse(p.raw, xmldoc.Limits{AllowDTD: true})
	}
	if p.doc == nil {
		return xmldoc.Node{}
	}
	for i := range p.doc.Len() {
		n := p.doc.Node(i)
		if n.Kind() == xmldoc.ElementNode && (at.Offset >= 0 && n.Offset() == at.Offset || at.Offset < 0 && n.Line() == at.Line && n.XPath() == at.XPath) {
			return n
		}
	}
	return xmldoc.Node{}
}
