package judge

import (
	"bytes"
	"context"
	"io/fs"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// Schemas validates the XML parts of messages that packs bind a schema to. A nil
// engine skips that check and says so by leaving its requirements unproven.
type Schemas struct {
	Engine xsd.Engine
	Files  fs.FS // the schemas that the engine reads, to name them in the verdict
}

const soap11 = "http://schemas.xmlsoap.org/soap/envelope/"

// hearSchemas validates each XML part of an exchange against the schemas that the
// packs bind to it.
func (c *court) hearSchemas(ctx context.Context, packs []*volume, e *facts.Evidence, x etalon.Exchange) error {
	if c.schemas.Engine == nil {
		return nil
	}
	for _, part := range e.Parts {
		for _, b := range bound(packs, part, x) {
			if err := c.hearSchema(ctx, b, e, part, x); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *court) hearSchema(ctx context.Context, b binding, e *facts.Evidence, part facts.Part, x etalon.Exchange) error {
	verdict, err := c.schemas.Engine.Validate(ctx, b.file, part.Raw)
	if err != nil {
		return err
	}
	r := b.rule
	if own(part, x) {
		if deliberate(x) {
			return nil
		}
		r.severity = etalon.SeverityHarness
	}
	r = r.disowned(c.stranger(x))
	c.worked(work{r, x.Scenario, 1})
	for _, v := range verdict.Violations {
		f := schemaFinding(r, v, e, part, x)
		switch {
		case !own(part, x):
			c.remember(v)
		case c.echoes[echo(v)]:
			f = echoed(f)
		}
		c.said.findings = append(c.said.findings, f)
	}
	if verdict.Disagreement != "" {
		c.said.findings = append(c.said.findings, disagreement(r, verdict.Disagreement, part, x))
	}
	if verdict.Known != "" {
		c.said.findings = append(c.said.findings, differing(r, verdict.Known, part, x))
	}
	if verdict.Unchecked != "" {
		c.said.findings = append(c.said.findings, unchecked(r, verdict.Unchecked, part, x))
	}
	return nil
}

// echo names a value that a schema refuses; "" when there is no value to it.
func echo(v xsd.Violation) string {
	if strings.TrimSpace(v.Observed) == "" {
		return ""
	}
	return v.Message + "\x00" + v.Observed
}

// remember keeps a value of the product's that a schema refuses.
func (c *court) remember(v xsd.Violation) {
	if key := echo(v); key != "" {
		if c.echoes == nil {
			c.echoes = map[string]bool{}
		}
		c.echoes[key] = true
	}
}

// echoed is a finding about what étalon gave back as the product had sent it: the
// product's own message fails for it, and étalon is not broken.
func echoed(f etalon.Finding) etalon.Finding {
	f.Severity = etalon.SeverityInfo
	f.Hint = etalon.Text{
		FR: "Étalon rend ici ce que le logiciel avait envoyé : corrigez-le là-bas.",
		EN: "Étalon gives back what the software had sent: mend it there.",
	}
	return f
}

// own tells whether étalon wrote the message that a part is of.
func own(part facts.Part, x etalon.Exchange) bool {
	if x.Sent {
		return part.Direction == "request"
	}
	return part.Direction == "response"
}

// deliberate tells whether étalon's own message was made wrong on purpose, as a
// scenario asked: what is wrong with it says nothing about the harness.
func deliberate(x etalon.Exchange) bool {
	return x.Behaviour != "" && x.Behaviour != string(etalon.BehaveSuccess)
}

// bound gives the schemas that packs bind to a part.
func bound(packs []*volume, part facts.Part, x etalon.Exchange) []binding {
	of := schemas.Part(part.Kind)
	switch {
	case !part.XML:
		return nil
	case part.Root && (x.Sent || own(part, x)) && envelope11(part.Raw):
		return nil // a SOAP 1.1 request or its refusal: T03.envelope says when it is neither
	case part.Root:
		of = schemas.PartRoot
	}
	var out []binding
	for _, v := range packs {
		for _, b := range v.bindings {
			if b.part == of && b.over == kindOf(x) {
				out = append(out, b)
			}
		}
	}
	return out
}

// envelope11 tells a SOAP 1.1 envelope by its root element: to name SOAP 1.1
// somewhere in a message is no way round the schema.
func envelope11(raw []byte) bool {
	if !bytes.Contains(raw, []byte(soap11)) {
		return false
	}
	doc, err := xmldoc.Parse(raw, xmldoc.Limits{Shared: true})
	return err == nil && doc.Root().Is(soap11, "Envelope")
}

func schemaFinding(r rule, v xsd.Violation, e *facts.Evidence, part facts.Part, x etalon.Exchange) etalon.Finding {
	return etalon.Finding{
		Rule: r.id, Pack: r.pack, Requirements: r.requirements, Outcome: etalon.OutcomeFailed, Severity: r.severity,
		Confidence: r.confidence, Source: r.source, Scenario: x.Scenario, Exchange: x.ID,
		Location: e.LocateLine(part.Direction, part.Index, v.Line),
		Expected: v.Expected, Observed: v.Observed,
		Message: etalon.Text{
			FR: thing(part).FR + " au regard de son schéma XML : " + v.Message,
			EN: thing(part).EN + " against its XML schema: " + v.Message,
		},
		Hint: etalon.Text{
			FR: "Corrigez l'élément ou l'attribut à l'endroit indiqué : ordre, cardinalité ou type.",
			EN: "Mend the element or attribute at the place given: order, cardinality or type.",
		},
	}
}

// thing names what a schema found not valid.
func thing(part facts.Part) etalon.Text {
	switch {
	case part.Root && part.Direction == "response":
		return etalon.Text{FR: "La réponse n'est pas valide", EN: "The answer is not valid"}
	case part.Root && part.Direction == "request":
		return etalon.Text{FR: "La requête n'est pas valide", EN: "The request is not valid"}
	case part.Kind == "xades":
		return etalon.Text{FR: "La signature n'est pas valide", EN: "The signature is not valid"}
	case part.Kind == "cda" || part.Direction == "":
		return etalon.Text{FR: "Le document n'est pas valide", EN: "The document is not valid"}
	default:
		return etalon.Text{FR: "Cette partie du message n'est pas valide", EN: "This part of the message is not valid"}
	}
}

// unchecked is about the harness too: one engine gave no verdict, so the other
// stands alone. It warns, so that a second opinion is never missing in silence.
func unchecked(r rule, what string, part facts.Part, x etalon.Exchange) etalon.Finding {
	return etalon.Finding{
		Rule: "XSD.second-engine", Requirements: r.requirements, Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityWarning,
		Scenario: x.Scenario, Exchange: x.ID, Expected: "2", Observed: what,
		Location: etalon.Location{Direction: part.Direction, Part: part.Index, Offset: -1},
		Message: etalon.Text{
			FR: "Un seul des deux moteurs XSD d'Étalon a jugé cette partie.",
			EN: "Only one of Étalon's two XSD engines judged this part.",
		},
		Hint: etalon.Text{
			FR: "Le verdict de l'autre moteur tient ; si cela se répète, signalez-le avec le dossier.",
			EN: "The other engine's verdict stands; if this happens again, report it with the dossier.",
		},
	}
}

// differing is about the harness too: the engines differ where they are known
// to, and the one that is right had the last word.
func differing(r rule, what string, part facts.Part, x etalon.Exchange) etalon.Finding {
	return etalon.Finding{
		Rule: "XSD.engines-differ", Requirements: r.requirements, Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityWarning,
		Scenario: x.Scenario, Exchange: x.ID, Observed: what,
		Location: etalon.Location{Direction: part.Direction, Part: part.Index, Offset: -1},
		Message: etalon.Text{
			FR: "Les deux moteurs XSD d'Étalon diffèrent ici d'une façon connue : le verdict est celui du moteur qui suit la norme.",
			EN: "Étalon's two XSD engines differ here in a known way: the verdict is that of the engine that follows the standard.",
		},
		Hint: etalon.Text{
			FR: "Un autre outil peut dire autrement de ce message : voyez les mots de chaque moteur.",
			EN: "Another tool may say otherwise of this message: see the words of each engine.",
		},
	}
}

// disagreement is about the harness: its two engines do not say the same.
func disagreement(r rule, what string, part facts.Part, x etalon.Exchange) etalon.Finding {
	return etalon.Finding{
		Rule: "XSD.engines", Requirements: r.requirements, Outcome: etalon.OutcomeError, Severity: etalon.SeverityHarness,
		Scenario: x.Scenario, Exchange: x.ID, Observed: what,
		Location: etalon.Location{Direction: part.Direction, Part: part.Index, Offset: -1},
		Message: etalon.Text{
			FR: "Les deux moteurs XSD d'Étalon ne sont pas d'accord sur cette partie.",
			EN: "Étalon's two XSD engines do not agree on this part.",
		},
		Hint: etalon.Text{
			FR: "C'est un défaut d'Étalon, non du logiciel testé : signalez-le avec le dossier.",
			EN: "This is a defect of Étalon, not of the product tested: report it with the dossier.",
		},
	}
}
