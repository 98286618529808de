package judge

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// Documents are the rules over documents that a session names beside its packs: the
// tree that ANS publishes. It judges one document at a time.
type Documents struct {
	tree   *ans.Tree
	shelf  *Shelf
	engine xsd.Engine // may be nil
}

// NewDocuments takes a tree whose digest was summed. engine runs its XML Schema; cache
// may be nil.
func NewDocuments(tree *ans.Tree, engine xsd.Engine, cache schematron.Cache) *Documents {
	return &Documents{tree, TreeShelf(tree, false, cache), engine}
}

// Pack is what verdicts name.
func (d *Documents) Pack() etalon.PackInfo { return d.shelf.Pack() }

// Close ends what it keeps running; nil has nothing to end.
func (d *Documents) Close() {
	if d != nil && d.engine != nil {
		_ = d.engine.Close()
	}
}

// volets is what a document says of the content models that it follows.
type volets struct {
	unknown []string // claimed, and the tree has no rules for them
	outside etalon.Text
}

// models begins the OIDs of the templates of content models.
const models = "1.2.250.1.213.1.1.1."

// common is the template of every document of the CI-SIS: the header's.
const common = models + "1"

// judge has the tree judge a document; nil when it holds no clinical one.
func (d *Documents) judge(ctx context.Context, raw []byte) (*DocumentReport, volets, error) {
	var v volets
	clinical := false
	report, err := d.shelf.Document(ctx, raw, func(doc *xmldoc.Doc) []EntryRef {
		root := ans.Clinical(doc)
		if !root.OK() {
			return nil
		}
		clinical = true
		if v.outside = OutsideTree(doc); v.outside != nothing {
			return nil
		}
		var refs []EntryRef
		known := 0
		for _, c := range d.tree.Choose(doc) {
			refs = append(refs, EntryRef{Name: c.Name, File: c.File, Assumed: c.Assumed})
			if c.Kind == ans.Volet {
				known++
			}
		}
		for id := range root.ChildrenNamed(nsHL7, "templateId") {
			if oid := id.Attr("", "root"); strings.HasPrefix(oid, models) && oid != common && known == 0 {
				v.unknown = append(v.unknown, oid)
			}
		}
		return refs
	}, d.engine)
	if err != nil || !clinical {
		return nil, v, err
	}
	return &report, v, nil
}

// heardOf is what the tree said of the bytes of a document.
type heardOf struct {
	report *DocumentReport
	volets
}

// hearPublished has the tree judge each document that the product submits.
func (c *court) hearPublished(ctx context.Context, packs []*volume, x etalon.Exchange, e *facts.Evidence) error {
	if c.book.Documents == nil || x.Sent {
		return nil
	}
	for _, v := range packs {
		for _, b := range v.pack.Published {
			r := rule{id: b.ID, pack: v.pack.Name, requirements: b.Requirements, severity: etalon.SeverityError, confidence: b.Confidence, source: b.Source}
			r = r.cautious().disowned(c.stranger(x))
			for _, part := range e.Parts {
				if part.Direction != "request" || part.Root || !part.XML {
					continue
				}
				if err := c.hearDocument(ctx, r, e, part, x); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *court) hearDocument(ctx context.Context, r rule, e *facts.Evidence, part facts.Part, x etalon.Exchange) error {
	sum := sha256.Sum256(part.Raw)
	said, again := c.official[sum]
	if !again {
		var err error
		if said.report, said.volets, err = c.book.Documents.judge(ctx, part.Raw); err != nil {
			return err
		}
		if c.official == nil {
			c.official = map[[sha256.Size]byte]heardOf{}
		}
		c.official[sum] = said
	}
	if said.report == nil {
		return nil // no clinical document
	}
	if open := said.open(r); open != nil {
		open.Scenario, open.Exchange, open.Location = x.Scenario, x.ID, etalon.Location{Direction: part.Direction, Part: part.Index, Offset: part.Offset}
		c.said.findings = append(c.said.findings, *open)
		return nil
	}
	ran := 0
	for _, entry := range said.report.Entries {
		if entry.Kind == KindSchematron {
			ran += entry.Evaluated
		}
		for _, f := range entry.Findings {
			c.said.findings = append(c.said.findings, carried(f, r, e, part, x))
		}
	}
	if ran > 0 {
		c.worked(work{r, x.Scenario, 1})
	}
	return nil
}

// carried is a finding about a document as one about the message that carries it.
func carried(f etalon.Finding, r rule, e *facts.Evidence, part facts.Part, x etalon.Exchange) etalon.Finding {
	f.Scenario, f.Exchange = x.Scenario, x.ID
	if f.Severity == etalon.SeverityError {
		f.Severity, f.Requirements = r.severity, slices.Clone(r.requirements)
	}
	path := f.Location.XPath
	if f.Location.Offset >= 0 {
		f.Location = e.LocateOffset(part.Direction, part.Index, f.Location.Offset)
	} else {
		f.Location = etalon.Location{Direction: part.Direction, Part: part.Index, Line: f.Location.Line, Offset: -1}
	}
	f.Location.XPath = path
	return f
}

// open is why the tree leaves a document open; nil when it does not.
func (o heardOf) open(r rule) *etalon.Finding {
	f := etalon.Finding{
		Rule: r.id, Pack: r.pack, Requirements: r.requirements, Outcome: etalon.OutcomeInconclusive, Severity: r.severity, Confidence: r.confidence, Source: r.source,
	}
	switch {
	case o.outside != nothing:
		f.Message = o.outside
	case len(o.unknown) > 0:
		f.Observed = strings.Join(o.unknown, " ")
		f.Message = etalon.Text{
			FR: fmt.Sprintf("Le document se réclame d'un modèle (templateId %s) pour lequel l'arborescence publiée n'a pas de schématron.", f.Observed),
			EN: fmt.Sprintf("The document claims a model (templateId %s) for which the published tree has no schematron.", f.Observed),
		}
	default:
		return nil
	}
	f.Hint = etalon.Text{
		FR: "Vérifiez les templateId du document ; s'ils sont justes, donnez à la session une arborescence qui connaît ce modèle.",
		EN: "Check the templateIds of the document; if they are right, give the session a tree that knows this model.",
	}
	return &f
}

// settle is what would have a requirement of a session judged that lacks what proves
// it: only rules that the session was not given. Empty when something else is missing.
func (c *court) settle(missing []etalon.Proof) etalon.Text {
	if c.book.Documents != nil || len(missing) == 0 {
		return nothing
	}
	var how etalon.Text
	for _, m := range missing {
		b, ok := c.book.published(m)
		if !ok {
			return nothing
		}
		how = b.Settle
	}
	return how
}

// published is the rule by published rules that a proof names.
func (b *Book) published(p etalon.Proof) (schemas.Published, bool) {
	for _, v := range b.volumes {
		for _, one := range v.pack.Published {
			if slices.Contains(p.Of(), one.ID) {
				return one, true
			}
		}
	}
	return schemas.Published{}, false
}
