package judge

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// DocumentReport is what a pack says about one document.
type DocumentReport struct {
	Verdict etalon.Verdict
	Reason  etalon.Text // why, when no finding says it
	Entries []EntryReport
	Own     []etalon.Finding // of no entry: what kept the document from being read
}

// EntryReport is what one entry says about one document, and the work it did.
type EntryReport struct {
	Name      string // of the entry, or of the XML Schema
	File      string
	Kind      EntryKind
	Verdict   etalon.Verdict
	Rules     int // loaded
	Fired     int // rules whose context was met, each time counted; of a captured message, each rule once
	Evaluated int // asserts and reports evaluated, each time counted
	Carrying  int // of the evaluated, those about what carries a message and its XML Schema: they establish nothing alone
	Failed    int // findings that fail the document
	Open      int // findings that leave its verdict open
	Remarks   int // warnings and information
	Findings  []etalon.Finding
	Defects   []schematron.Defect

	Schema *schematron.Schema // nil for XML Schema, or when it could not be loaded
	Report *schematron.Report // what WriteSVRL writes
}

// EntryKind says which engine an entry is for.
type EntryKind string

// The kinds of entry.
const (
	KindSchematron EntryKind = "schematron"
	KindSchema     EntryKind = "xsd"
)

// Findings is everything said, in the order of the entries.
func (r DocumentReport) Findings() []etalon.Finding {
	out := append([]etalon.Finding{}, r.Own...)
	for _, e := range r.Entries {
		out = append(out, e.Findings...)
	}
	return out
}

// conclude joins the entries. A document that met no rule is not conforming,
// whatever its XML Schema says.
func (r *DocumentReport) conclude() {
	met := 0
	for i := range r.Entries {
		e := &r.Entries[i]
		e.conclude()
		r.Verdict = r.Verdict.Join(e.Verdict)
		if e.Kind == KindSchematron {
			met += e.Evaluated - e.Carrying
		}
	}
	for _, f := range r.Own {
		r.Verdict = r.Verdict.Join(f.Verdict())
	}
	if met == 0 && r.Verdict <= etalon.Inconclusive && !r.open() {
		r.Verdict, r.Reason = etalon.Inconclusive, nothingMet
	}
}

// open tells whether a finding says why the verdict is open.
func (r *DocumentReport) open() bool {
	return slices.ContainsFunc(r.Findings(), func(f etalon.Finding) bool { return f.Verdict() == etalon.Inconclusive })
}

func (e *EntryReport) conclude() {
	switch {
	case e.Evaluated > e.Carrying:
		e.Verdict = e.Verdict.Join(etalon.Pass)
	case e.Evaluated > 0:
		e.Verdict = e.Verdict.Join(etalon.Inconclusive)
	}
	for _, f := range e.Findings {
		v := f.Verdict()
		switch v {
		case etalon.Fail:
			e.Failed++
		case etalon.Pass:
			e.Remarks++
		default:
			e.Open++
		}
		e.Verdict = e.Verdict.Join(v)
	}
}

var (
	nothingMet = etalon.Text{
		FR: "Aucune règle n'a rencontré de quoi juger dans ce document.",
		EN: "No rule met anything to judge in this document.",
	}
	nothingSpeaks = etalon.Text{
		FR: "Aucune entrée du référentiel ne parle de ce document : il ne contient pas de ClinicalDocument.",
		EN: "No entry of the pack speaks for this document: there is no ClinicalDocument in it.",
	}
)

// Unreadable reports a document that xmldoc does not read: one finding, with
// the place. What is not XML does not conform; what is beyond Étalon's own
// limits, or uses entities, which it never expands, is left open.
func Unreadable(raw []byte, err error) DocumentReport {
	f := etalon.Finding{
		Rule: "XML.read", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityError, Confidence: etalon.ConfidenceA,
		Source: "W3C, XML 1.0 (5e éd.) ; Namespaces in XML 1.0", Location: etalon.Location{Offset: -1},
	}
	var s *xmldoc.SyntaxError
	if !errors.As(err, &s) {
		s = &xmldoc.SyntaxError{Code: xmldoc.NotWellFormed, Offset: -1, Msg: err.Error()}
	}
	f.Rule = etalon.RuleID("XML." + s.Code)
	f.Location.Line, f.Location.Offset = s.Line, s.Offset
	f.Observed = fmt.Sprintf("ligne (line) %d, colonne (column) %d : %s", s.Line, s.Column, s.Msg)
	switch {
	case len(raw) == 0:
		f.Observed = "0 octet (bytes)"
		f.Message = etalon.Text{FR: "Le fichier est vide.", EN: "The file is empty."}
		f.Hint = etalon.Text{FR: "Donnez le document tel qu'il est émis.", EN: "Give the document as it is sent."}
	case s.Code == xmldoc.BadEncoding:
		f.Expected = "UTF-8"
		f.Message = etalon.Text{FR: "L'encodage du document n'est pas lisible.", EN: "The encoding of the document cannot be read."}
		f.Hint = etalon.Text{
			FR: "Enregistrez le document en UTF-8 et déclarez-le ainsi. Étalon lit aussi UTF-16, ISO-8859-1, ISO-8859-15 et windows-1252.",
			EN: "Save the document as UTF-8 and declare it so. Étalon also reads UTF-16, ISO-8859-1, ISO-8859-15 and windows-1252.",
		}
	case s.Code != xmldoc.NotWellFormed:
		f.Outcome = etalon.OutcomeInconclusive
		f.Message = etalon.Text{FR: "Le document dépasse les limites de lecture d'Étalon.", EN: "The document is beyond Étalon's limits of reading."}
		f.Hint = etalon.Text{
			FR: "Limites : 64 Mio, 1000 niveaux, un million de nœuds (un million et demi pour un référentiel publié de règles sur les documents), 1000 attributs par élément.",
			EN: "Limits: 64 MiB, 1000 levels, one million nodes (one and a half for a published pack of rules over documents), 1000 attributes per element.",
		}
	case strings.Contains(string(raw[:min(len(raw), 64<<10)]), "<!ENTITY"):
		f.Rule, f.Outcome = "XML.entities", etalon.OutcomeInconclusive
		f.Message = etalon.Text{
			FR: "Le document déclare des entités : Étalon ne les développe jamais.",
			EN: "The document declares entities: Étalon never expands them.",
		}
		f.Hint = etalon.Text{
			FR: "Remplacez chaque entité par son texte et retirez la déclaration DOCTYPE.",
			EN: "Replace each entity by its text and remove the DOCTYPE declaration.",
		}
	default:
		f.Message = etalon.Text{FR: "Le document n'est pas du XML bien formé.", EN: "The document is not well-formed XML."}
		f.Hint = etalon.Text{FR: "Corrigez le document à l'endroit indiqué.", EN: "Mend the document at the place given."}
	}
	r := DocumentReport{Own: []etalon.Finding{f}}
	r.Verdict = f.Verdict()
	return r
}
