package judge

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// paper is a document and the way from its nodes to its bytes.
type paper struct {
	raw  []byte
	doc  *xmldoc.Doc
	same bool // the text parsed is the input byte for byte
}

func newPaper(raw []byte, doc *xmldoc.Doc) *paper {
	return &paper{raw, doc, bytes.Equal(raw, doc.Source())}
}

func (p *paper) locate(n xmldoc.Node) etalon.Location {
	if n.Kind() == xmldoc.DocumentNode {
		n = p.doc.Root()
	}
	if !n.OK() {
		return etalon.Location{Offset: -1}
	}
	l := etalon.Location{XPath: n.XPath(), Line: n.Line(), Offset: -1}
	if p.same {
		l.Offset = n.Offset()
	}
	return l
}

// text is what an XSD engine gets: from the root element on, and as many lines
// before it. What stands there (declaration, document type, comments) is no
// matter for a schema, and engines refuse a document type.
func (p *paper) text() []byte {
	prolog := p.doc.Root().Offset()
	if !bytes.Contains(p.doc.Source()[:prolog], []byte("<!DOCTYPE")) {
		return p.raw
	}
	out := bytes.Clone(p.doc.Source())
	for i := range out[:prolog] {
		if out[i] != '\n' && out[i] != '\r' {
			out[i] = ' '
		}
	}
	return out
}

// mostOfDocument is what is kept of what one rule says of one document that stands alone.
var mostOfDocument = schematron.Bounds{Said: 1000, Text: 16 << 10, All: 32 << 20, Work: 500_000_000}

// run has one entry judge a document.
func (s *Shelf) run(ctx context.Context, p *paper, ref EntryRef) (EntryReport, error) {
	loaded := s.entry(ref)
	e := EntryReport{Name: ref.Name, File: ref.File, Kind: KindSchematron, Defects: s.defects(ref, loaded)}
	if loaded.err != nil {
		e.Findings = append(e.Findings, s.cannotRun(ref, loaded.err))
		return e, nil
	}
	set := loaded.set
	report, err := set.schema.RunWithin(ctx, p.doc, mostOfDocument)
	if err != nil {
		return e, fmt.Errorf("%s: %w", ref.File, err)
	}
	e.Schema, e.Report = set.schema, report
	e.Rules, e.Fired = set.schema.Len(), len(report.Fired)
	for _, n := range report.Evaluated() {
		e.Evaluated += n
	}
	for _, c := range report.Checks {
		f := finding(set.rule(c.Rule), c, &facts.Evidence{}, "")
		f.Location, f.Exchange = p.locate(c.Node), ""
		f.Message = etalon.Text{FR: oneLine(f.Message.FR), EN: oneLine(f.Message.EN)}
		e.Findings = append(e.Findings, f)
	}
	for _, more := range report.Unsaid() {
		e.Findings = append(e.Findings, unsaid(set.rule(more.Rule), more, &facts.Evidence{}, ""))
	}
	e.Findings = append(e.Findings, p.unevaluable(set, report.Errors)...)
	if ref.Assumed {
		e.Findings = append(e.Findings, s.assumed(ref))
	}
	if lost := lostRules(loaded.defects); len(lost) > 0 && !s.pack.AsPublished {
		e.Findings = append(e.Findings, s.incomplete(lost))
	}
	return e, nil
}

// unevaluable gives one finding for each rule that could not be evaluated.
func (p *paper) unevaluable(set *ruleset, errors []schematron.RunError) []etalon.Finding {
	var out []etalon.Finding
	at := map[int]int{}
	places := map[int]int{}
	for _, broken := range errors {
		if places[broken.Rule]++; places[broken.Rule] > 1 {
			continue
		}
		f := unevaluable(set.rule(broken.Rule), broken, "")
		f.Location = p.locate(broken.Node)
		at[broken.Rule] = len(out)
		out = append(out, f)
	}
	for rule, n := range places {
		if n > 1 {
			out[at[rule]].Observed += fmt.Sprintf(" (%d lieux, places)", n)
		}
	}
	return out
}

// lostRules are the defects by which rules are not there to be run.
func lostRules(defects []schematron.Defect) []schematron.Defect {
	var out []schematron.Defect
	for _, d := range defects {
		switch d.Code {
		case schematron.MissingInclude, schematron.EmptyFile, schematron.UndeclaredPattern, schematron.MissingAbstract:
			out = append(out, d)
		}
	}
	return out
}

func (s *Shelf) incomplete(lost []schematron.Defect) etalon.Finding {
	return etalon.Finding{
		Rule: "PACK.incomplete", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityError,
		Source: s.where(lost[0].File, lost[0].Line), Location: etalon.Location{Offset: -1},
		Observed: fmt.Sprintf("%s (%d en tout, in all)", lost[0].Text, len(lost)),
		Message: etalon.Text{
			FR: "Des règles de cette entrée manquent dans le référentiel : ce qu'elles demandent n'a pas été vérifié.",
			EN: "Rules of this entry are missing from the pack: what they ask was not checked.",
		},
		Hint: etalon.Text{
			FR: "C'est un défaut du référentiel, non du document. --as-published donne le résultat sans ces règles.",
			EN: "This is a defect of the pack, not of the document. --as-published gives the result without these rules.",
		},
	}
}

func (s *Shelf) assumed(ref EntryRef) etalon.Finding {
	return etalon.Finding{
		Rule: "PACK.version", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityInfo,
		Source: s.where(ref.File, 0), Location: etalon.Location{Offset: -1}, Observed: ref.Name,
		Message: etalon.Text{
			FR: "Le document nomme son modèle sans en donner la version : la plus récente du référentiel a été appliquée.",
			EN: "The document names its model and not the version: the newest in the pack was applied.",
		},
		Hint: etalon.Text{
			FR: "Donnez la version dans templateId/@extension, ou choisissez l'entrée : --entry NOM.",
			EN: "Give the version in templateId/@extension, or choose the entry: --entry NAME.",
		},
	}
}

func (s *Shelf) cannotRun(ref EntryRef, err error) etalon.Finding {
	return etalon.Finding{
		Rule: "PACK.load", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityError,
		Source: s.where(ref.File, 0), Location: etalon.Location{Offset: -1}, Observed: err.Error(),
		Message: etalon.Text{FR: "Cette entrée du référentiel ne peut pas être exécutée.", EN: "This entry of the pack cannot be run."},
		Hint: etalon.Text{
			FR: "C'est un défaut du référentiel, non du document : etalon pack verify DOSSIER.",
			EN: "This is a defect of the pack, not of the document: etalon pack verify FOLDER.",
		},
	}
}

// schema has the pack's XML Schema judge a document.
func (s *Shelf) schema(ctx context.Context, p *paper, engine xsd.Engine) (EntryReport, error) {
	file := string(s.pack.Schema)
	e := EntryReport{Name: path.Base(file), File: file, Kind: KindSchema, Rules: 1}
	r := rule{
		id: etalon.RuleID("XSD." + strings.TrimSuffix(path.Base(file), path.Ext(file))), pack: s.pack.Info.Name, severity: etalon.SeverityError,
		confidence: s.pack.Confidence, source: s.where(file, 0),
	}
	v, err := engine.Validate(ctx, s.pack.Schema, p.text())
	switch {
	case ctx.Err() != nil:
		return e, ctx.Err()
	case err != nil:
		e.Findings = []etalon.Finding{{
			Rule: r.id, Outcome: etalon.OutcomeError, Severity: etalon.SeverityHarness, Source: r.source,
			Location: etalon.Location{Offset: -1}, Observed: err.Error(),
			Message: etalon.Text{FR: "Le schéma XML n'a pas pu être exécuté.", EN: "The XML schema could not be run."},
		}}
		return e, nil
	}
	e.Fired, e.Evaluated = 1, 1
	at := p.places(v.Violations)
	for i, violation := range v.Violations {
		f := schemaFinding(r, violation, &facts.Evidence{}, facts.Part{}, etalon.Exchange{})
		f.Message = etalon.Text{
			FR: "Le document n'est pas valide au regard de son schéma XML : " + violation.Message,
			EN: "The document is not valid against its XML schema: " + violation.Message,
		}
		f.Location = at[i]
		e.Findings = append(e.Findings, f)
	}
	if more := v.Total - len(v.Violations); more > 0 && len(e.Findings) > 0 {
		last := &e.Findings[len(e.Findings)-1]
		last.Observed = strings.TrimSpace(last.Observed + fmt.Sprintf(" (et %d autres erreurs non listées, and %d more errors not listed)", more, more))
	}
	if v.Known != "" {
		e.Findings = append(e.Findings, differing(r, v.Known, facts.Part{}, etalon.Exchange{}))
	}
	if v.Disagreement != "" {
		e.Findings = append(e.Findings, disagreement(r, v.Disagreement, facts.Part{}, etalon.Exchange{}))
	}
	return e, nil
}

// places finds the elements that violations speak of, in one walk.
func (p *paper) places(violations []xsd.Violation) []etalon.Location {
	out := make([]etalon.Location, len(violations))
	byLine := map[int][]int{}
	for i, v := range violations {
		out[i] = etalon.Location{XPath: v.Path, Line: v.Line, Offset: -1}
		byLine[v.Line] = append(byLine[v.Line], i)
	}
	if len(violations) == 0 || !p.same {
		return out
	}
	for i := range p.doc.Len() {
		n := p.doc.Node(i)
		if n.Kind() != xmldoc.ElementNode || len(byLine[n.Line()]) == 0 {
			continue
		}
		here := n.XPath()
		for _, k := range byLine[n.Line()] {
			if out[k].Offset < 0 && (out[k].XPath == here || out[k].XPath == "") {
				out[k].XPath, out[k].Offset = here, n.Offset()
			}
		}
	}
	return out
}

func (s *Shelf) where(file string, line int) string {
	if line > 0 {
		return fmt.Sprintf("%s, %s:%d", s.pack.Info.Name, file, line)
	}
	return s.pack.Info.Name + ", " + file
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
