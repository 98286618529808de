package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// Book is a set of rule packs, compiled. It is safe for concurrent use.
type Book struct {
	Packs        []etalon.PackInfo
	Requirements map[etalon.RequirementID]etalon.Requirement
	// Progress is told, while a dossier is judged, how many of its exchanges have been.
	// Nil: nobody asks.
	Progress func(done, total int)
	// Costs is told what each rule over sessions took. Nil: it is not counted.
	Costs func(etalon.RuleID, schematron.Cost)
	// Documents are rules that the session names besides; nil: none.
	Documents *Documents
	// Codes are terminologies that codes of documents are looked up in, and Looked what
	// a verdict names them by; nil: none.
	Codes    facts.Codes
	Looked   []etalon.PackInfo
	volumes  []*volume                     // one a pack, general ones first
	envelope map[etalon.RequirementID]bool // of all packs
}

// volume is one pack, compiled: its rules by the kind of evidence they judge.
type volume struct {
	pack     *schemas.Pack
	sets     map[schemas.Over][]*ruleset
	bindings []binding
}

// ruleset is one compiled Schematron entry and what its rules mean.
type ruleset struct {
	schema *schematron.Schema
	rules  []rule // in the order of schema.Rules(); nil: worked out when asked
	mean   func(schematron.RuleInfo) rule
}

// rule is what a rule means, by its index in schema.Rules().
func (s *ruleset) rule(i int) rule {
	if s.rules != nil {
		return s.rules[i]
	}
	return s.mean(s.schema.Rule(i))
}

// rule is what the pack says about one assert or report.
type rule struct {
	id           etalon.RuleID
	pack         string
	requirements []etalon.RequirementID
	severity     etalon.Severity
	confidence   etalon.Confidence
	source       string
	schema       bool // an XML Schema
	attested     bool // it reads what somebody said, not a message
}

// binding is a rule by XML Schema over one part of messages.
type binding struct {
	rule
	over  schemas.Over
	part  schemas.Part
	file  xsd.SchemaRef
	claim *schemas.Claim
}

// Compile loads every entry of the packs, which come with all that they extend. A
// pack that cannot run, or whose defects could hide a rule, is an error, and so is
// a rule that two packs define: nothing is judged with half a pack.
func Compile(packs []*schemas.Pack) (*Book, error) {
	b := &Book{Requirements: map[etalon.RequirementID]etalon.Requirement{}, envelope: map[etalon.RequirementID]bool{}}
	ids := map[etalon.RuleID]string{}
	for _, p := range packs {
		b.Packs = append(b.Packs, p.Info())
		for _, r := range p.Requirements {
			b.Requirements[r.ID] = r
		}
		for _, id := range p.Envelope {
			b.envelope[id] = true
		}
		v, err := newVolume(p, ids)
		if err != nil {
			return nil, fmt.Errorf("pack %s %s%w", p.Name, p.Version, err)
		}
		b.volumes = append(b.volumes, v)
	}
	for _, p := range packs {
		if _, err := b.of(p.Extends); err != nil {
			return nil, fmt.Errorf("pack %s extends a pack: %w", p.Name, err)
		}
	}
	return b, nil
}

// newVolume compiles a pack. ids tells where each rule met so far is defined.
func newVolume(p *schemas.Pack, ids map[etalon.RuleID]string) (*volume, error) {
	v := &volume{pack: p, sets: map[schemas.Over][]*ruleset{}}
	for _, e := range p.Entries {
		if e.Over == schemas.OverDocument {
			continue // a Shelf judges documents
		}
		set, err := compile(p, e, ids)
		if err != nil {
			return nil, fmt.Errorf(", entry %s: %w", e.Name, err)
		}
		v.sets[e.Over] = append(v.sets[e.Over], set)
	}
	for _, s := range p.Schemas {
		if err := claim(ids, s.ID, p.Name+"/"+schemas.PackFile); err != nil {
			return nil, fmt.Errorf(": %w", err)
		}
		r := rule{id: s.ID, pack: p.Name, requirements: s.Requirements, severity: etalon.SeverityError, confidence: s.Confidence, source: s.Source, schema: true}
		v.bindings = append(v.bindings, binding{r.cautious(), s.Over, s.Part, xsd.SchemaRef(s.Schema), s.Claim})
	}
	for _, b := range p.Published {
		if err := claim(ids, b.ID, p.Name+"/"+schemas.PackFile); err != nil {
			return nil, fmt.Errorf(": %w", err)
		}
	}
	return v, nil
}

func compile(p *schemas.Pack, e schemas.Entry, ids map[etalon.RuleID]string) (*ruleset, error) {
	schema, defects, err := schematron.Load(p.FS, e.File, schematron.Options{})
	if err != nil {
		return nil, err
	}
	if len(defects) > 0 {
		d := defects[0]
		return nil, fmt.Errorf("%s:%d: %s (%d defects in all)", d.File, d.Line, d.Text, len(defects))
	}
	set := &ruleset{schema: schema}
	for _, info := range schema.Rules() {
		if err := claim(ids, info.ID, fmt.Sprintf("%s/%s:%d", p.Name, info.File, info.Line)); err != nil {
			return nil, err
		}
		r := meaning(info)
		r.pack = p.Name
		set.rules = append(set.rules, r)
	}
	return set, nil
}

// claim notes where a rule is defined. One rule may be in several entries of its
// pack; two rules of one name would be one in every verdict.
func claim(ids map[etalon.RuleID]string, id etalon.RuleID, at string) error {
	if first, taken := ids[id]; taken && first != at {
		return fmt.Errorf("%s: the rule %s is already defined in %s", at, id, first)
	}
	ids[id] = at
	return nil
}

// of gives the packs of these names with what they extend, general ones first.
func (b *Book) of(names []string) ([]*volume, error) {
	wanted := map[string]bool{}
	var visit func(string) error
	visit = func(name string) error {
		i := slices.IndexFunc(b.volumes, func(v *volume) bool { return v.pack.Name == name })
		if i < 0 {
			return fmt.Errorf("the rule pack %s is not there", name)
		}
		wanted[name] = true
		for _, base := range b.volumes[i].pack.Extends {
			if err := visit(base); err != nil {
				return err
			}
		}
		return nil
	}
	for _, name := range names {
		if err := visit(name); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(b.volumes), func(v *volume) bool { return !wanted[v.pack.Name] }), nil
}

// around gives the packs that judge what is outside any scenario in an
// environment. When none says that it does, all of them do.
func (b *Book) around(env etalon.Environment) []*volume {
	var names []string
	for _, v := range b.volumes {
		if v.pack.Environment == env {
			names = append(names, v.pack.Name)
		}
	}
	if out, err := b.of(names); err == nil && len(out) > 0 {
		return out
	}
	return b.volumes
}

// rulesOver gives the rules of packs over one kind of evidence.
func rulesOver(packs []*volume, kind schemas.Over) []*ruleset {
	var out []*ruleset
	for _, v := range packs {
		out = append(out, v.sets[kind]...)
	}
	return out
}

// cautious makes a warning of what is only inferred: it never condemns.
func (r rule) cautious() rule {
	if r.severity == etalon.SeverityError && (r.confidence == etalon.ConfidenceC || r.confidence == etalon.ConfidenceD) {
		r.severity = etalon.SeverityWarning
	}
	return r
}

// meaning reads a rule's severity and foreign attributes.
func meaning(info schematron.RuleInfo) rule {
	r := rule{
		id:         info.ID,
		severity:   etalon.SeverityError, // where nothing says
		confidence: etalon.Confidence(info.Attrs["confidence"]),
		source:     info.Attrs["source"],
		attested:   info.Attrs["attested"] == "true",
	}
	for _, id := range strings.Fields(info.Attrs["requirements"]) {
		r.requirements = append(r.requirements, etalon.RequirementID(id))
	}
	if info.Severity != "" {
		r.severity = info.Severity
	}
	return r.cautious()
}

// Rules lists the Schematron rules of the book in the packs' order: those over
// exchanges, then those over sessions.
func (b *Book) Rules() []schematron.RuleInfo {
	var out []schematron.RuleInfo
	for _, kind := range append(schemas.Exchanges(), schemas.OverSession) {
		for _, set := range rulesOver(b.volumes, kind) {
			out = append(out, set.schema.Rules()...)
		}
	}
	return out
}

// Witnessed is a requirement of a pack and the rules that speak for it.
type Witnessed struct {
	Pack        string
	Requirement etalon.Requirement
	Rules       []etalon.RuleID // in order, each once
}

// Witnessed gives the requirements of the packs in their order.
func (b *Book) Witnessed() []Witnessed {
	var out []Witnessed
	for _, v := range b.volumes {
		for _, q := range v.pack.Requirements {
			out = append(out, Witnessed{v.pack.Name, q, b.witnesses(q.ID)})
		}
	}
	return out
}

func (b *Book) witnesses(id etalon.RequirementID) []etalon.RuleID {
	var out []etalon.RuleID
	speaks := func(r rule) {
		if slices.Contains(r.requirements, id) {
			out = append(out, r.id)
		}
	}
	for _, v := range b.volumes {
		for _, sets := range v.sets {
			for _, set := range sets {
				for i := range set.schema.Rules() {
					speaks(set.rule(i))
				}
			}
		}
		for _, s := range v.bindings {
			speaks(s.rule)
		}
		for _, b := range v.pack.Published {
			speaks(rule{id: b.ID, requirements: b.Requirements})
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// carrying tells a rule that says nothing of what a message or document says: one
// about what carries it, or an XML Schema.
func (b *Book) carrying(r rule) bool {
	for _, id := range r.requirements {
		if !b.envelope[id] {
			return r.schema
		}
	}
	return r.schema || len(r.requirements) > 0
}

// ids are all rules of the book, by Schematron and by XML Schema.
func (b *Book) ids() []etalon.RuleID {
	var out []etalon.RuleID
	for _, info := range b.Rules() {
		out = append(out, info.ID)
	}
	for _, v := range b.volumes {
		for _, s := range v.bindings {
			out = append(out, s.id)
		}
	}
	return out
}
