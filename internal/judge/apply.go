package judge

import (
	"context"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// said is everything the rules said about one evidence document.
type said struct {
	findings []etalon.Finding
	work     []work
	costs    []schematron.Cost // by index of the rule, where they are counted
}

// work is one rule evaluated so many times, in one scenario.
type work struct {
	rule     rule
	scenario etalon.ScenarioID
	matched  int
}

// owner tells the scenario that a node of an evidence document belongs to, and
// whether it is a stranger's: outside any scenario, and over a connection that
// the SUT's certificate did not open.
type owner func(xmldoc.Node) (scenario etalon.ScenarioID, stranger bool)

// always is the owner of a document that is about one thing.
func always(scenario etalon.ScenarioID, stranger bool) owner {
	return func(xmldoc.Node) (etalon.ScenarioID, bool) { return scenario, stranger }
}

// disowned makes a warning of what nothing ties to the SUT. Anybody can knock
// at a port; the finding stays for people to see.
func (r rule) disowned(stranger bool) rule {
	if stranger && r.severity == etalon.SeverityError {
		r.severity = etalon.SeverityWarning
	}
	return r
}

// mostOfOne is what is kept of what one rule says of one evidence document: a message may
// break a rule in each of its nodes, and with values as long as itself.
var mostOfOne = schematron.Bounds{Said: 1000, Text: 16 << 10, All: 32 << 20, Work: 5_000_000}

// mostOfAll is the same of a session, where what a rule says of one scenario must not
// hide what it says of another.
var mostOfAll = schematron.Bounds{Text: 16 << 10, Work: 2_000_000_000}

// apply runs one ruleset over one evidence document.
func apply(ctx context.Context, set *ruleset, e *facts.Evidence, d *xmldoc.Doc, of owner) (said, error) {
	return applyWithin(ctx, set, e, d, of, mostOfOne)
}

// applyWithin is apply with other bounds.
func applyWithin(ctx context.Context, set *ruleset, e *facts.Evidence, d *xmldoc.Doc, of owner, most schematron.Bounds) (said, error) {
	report, err := set.schema.RunWithin(ctx, d, most)
	if err != nil {
		return said{}, err
	}
	s := said{costs: report.Costs()}
	for _, c := range report.Checks {
		scenario, stranger := of(c.Node)
		s.findings = append(s.findings, finding(set.rule(c.Rule).disowned(stranger), c, e, scenario))
	}
	for _, broken := range report.Errors {
		scenario, stranger := of(broken.Node)
		s.findings = append(s.findings, unevaluable(set.rule(broken.Rule).disowned(stranger), broken, scenario))
	}
	scenario, _ := of(xmldoc.Node{})
	for _, more := range report.Unsaid() {
		s.findings = append(s.findings, unsaid(set.rule(more.Rule), more, e, scenario))
	}
	for i, n := range report.Evaluated() {
		if n > 0 {
			s.work = append(s.work, work{set.rule(i), scenario, n})
		}
	}
	return s, nil
}

func finding(r rule, c schematron.Check, e *facts.Evidence, scenario etalon.ScenarioID) etalon.Finding {
	f := etalon.Finding{
		Rule: r.id, Pack: r.pack, Requirements: r.requirements, Outcome: etalon.OutcomeFailed,
		Severity: r.severity, Confidence: r.confidence, Source: r.source, Scenario: scenario,
		Message: etalon.Text{FR: c.Text, EN: c.Text},
	}
	f.Location, f.Exchange = e.Locate(c.Node)
	for _, d := range c.Diagnostics {
		switch text := strings.TrimSpace(d.Text); {
		case strings.HasSuffix(d.ID, ".hint.fr"):
			f.Hint.FR = text
		case strings.HasSuffix(d.ID, ".hint.en"):
			f.Hint.EN = text
		case strings.HasSuffix(d.ID, ".expected"):
			f.Expected = text
		case strings.HasSuffix(d.ID, ".observed"):
			f.Observed = text
		case strings.HasSuffix(d.ID, ".en"):
			f.Message.EN = text
		}
	}
	return f
}

// unsaid tells how often a rule spoke more than is kept. The verdict is that of what
// is kept.
func unsaid(r rule, more schematron.Unsaid, e *facts.Evidence, scenario etalon.ScenarioID) etalon.Finding {
	f := etalon.Finding{
		Rule: "LIMIT.findings", Requirements: r.requirements, Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityInfo,
		Scenario: scenario, Location: etalon.Location{Offset: -1},
		Expected: fmt.Sprint(more.Kept), Observed: fmt.Sprint(more.Kept + more.Times),
		Message: etalon.Text{
			FR: fmt.Sprintf("La règle %s se dit %d fois encore ici : seuls ses %d premiers constats sont gardés.", r.id, more.Times, more.Kept),
			EN: fmt.Sprintf("The rule %s speaks %d more times here: only its first %d findings are kept.", r.id, more.Times, more.Kept),
		},
		Hint: etalon.Text{
			FR: "Corrigez les premiers, puis rejouez : les autres se diront alors.",
			EN: "Mend the first ones, then run again: the others will be told then.",
		},
	}
	if doc, err := e.Doc(); err == nil {
		_, f.Exchange = e.Locate(doc.Root())
	}
	return f
}

// unevaluable is a rule that could not be evaluated: the verdict on it is open.
func unevaluable(r rule, broken schematron.RunError, scenario etalon.ScenarioID) etalon.Finding {
	hint := etalon.Text{
		FR: "C'est un défaut de la règle ou de son jeu de valeurs, non du logiciel : signalez-le.",
		EN: "This is a defect of the rule or of its value set, not of the product: report it.",
	}
	if broken.OfDocument() {
		hint = etalon.Text{
			FR: "La règle ne prévoit pas ce qui se trouve ici, par exemple deux éléments là où elle en lit un, ou un texte qui n'est pas une date. Vérifiez d'abord le document à cet endroit ; si ce contenu est permis, c'est la règle qui est à signaler.",
			EN: "The rule does not provide for what stands here, such as two elements where it reads one, or a text that is not a date. Look at the document in this place first; if what it holds is allowed, report the rule.",
		}
	}
	if broken.OfLimit() {
		hint = etalon.Text{
			FR: "Le message est si grand ou si répétitif que cette règle demanderait trop de travail : elle reste ouverte. Vérifiez qu'il doit vraiment l'être.",
			EN: "The message is so large or so repetitive that this rule would take too much work: it stays open. Check that it really has to be.",
		}
	}
	return etalon.Finding{
		Rule: r.id, Pack: r.pack, Requirements: r.requirements, Outcome: etalon.OutcomeInconclusive,
		Severity: r.severity, Confidence: r.confidence, Source: r.source, Scenario: scenario,
		Location: etalon.Location{Offset: -1},
		Observed: fmt.Sprint(broken.Reason),
		Message: etalon.Text{
			FR: "La règle n'a pas pu être évaluée.",
			EN: "The rule could not be evaluated.",
		},
		Hint: hint,
	}
}
