package judge

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Judge is the whole judgement of one dossier. The error speaks of the
// harness: a pack or an engine that does not work, a pack of the plan that the
// book has not. What can be said about the system under test, and about a session
// that broke, is in the Result.
func (b *Book) Judge(ctx context.Context, d *dossier.Dossier, schemas Schemas, tool etalon.ToolInfo, build etalon.Build) (etalon.Result, error) {
	c, on, err := b.heard(ctx, d, schemas, build)
	if err != nil {
		return etalon.Result{}, err
	}
	return c.decide(tool, on), nil
}

// JudgeBut is Judge, and beside its result the one that would be without the findings
// that lift picks.
func (b *Book) JudgeBut(ctx context.Context, d *dossier.Dossier, schemas Schemas, tool etalon.ToolInfo, build etalon.Build, lift func([]etalon.Finding) []bool) (whole, but etalon.Result, err error) {
	c, on, err := b.heard(ctx, d, schemas, build)
	if err != nil {
		return whole, but, err
	}
	whole = c.decide(tool, on)
	lifted, n := lift(whole.Findings), -1
	c.said.findings = slices.DeleteFunc(slices.Clone(whole.Findings), func(etalon.Finding) bool { n++; return lifted[n] })
	return whole, c.decide(tool, on), nil
}

// heard is a court that has heard all of a dossier, and what its verdict stands on.
func (b *Book) heard(ctx context.Context, d *dossier.Dossier, schemas Schemas, build etalon.Build) (*court, etalon.StandsOn, error) {
	var p plan.Plan
	if err := json.Unmarshal(d.Session.Plan, &p); err != nil {
		return nil, etalon.StandsOn{}, fmt.Errorf("judge: the plan in the dossier: %w", err)
	}
	on, err := standing.Of(standing.Input{Build: build, Packs: b.packs(), Documents: b.documents(), Schemas: schemas.Files, Plan: &p})
	if err != nil {
		return nil, on, fmt.Errorf("judge: %w", err)
	}
	c := &court{book: b, plan: &p, dossier: d, schemas: schemas}
	if err := c.sit(); err != nil {
		return nil, on, fmt.Errorf("judge: %w", err)
	}
	if err := c.hear(ctx); err != nil {
		return nil, on, err
	}
	c.calls, c.vault, c.known, c.official = nil, nil, nil, nil // a verdict is of what was said
	return c, on, nil
}

// documents names the published rules that judge besides the packs, and the
// terminologies that codes were looked up in; none: nil.
func (b *Book) documents() []etalon.PackInfo {
	if b.Documents == nil {
		return b.Looked
	}
	return append([]etalon.PackInfo{b.Documents.Pack()}, b.Looked...)
}

func (b *Book) packs() []*schemas.Pack {
	var out []*schemas.Pack
	for _, v := range b.volumes {
		out = append(out, v.pack)
	}
	return out
}

// court is one judgement under way.
type court struct {
	book    *Book
	plan    *plan.Plan
	dossier *dossier.Dossier
	schemas Schemas
	dockets dockets                                   // of a session
	missed  map[etalon.ConnectionID]etalon.ScenarioID // see missing
	known   *facts.Knowledge                          // see learn
	vault   *facts.Vault                              // of the session's certificates

	said   said
	calls  []facts.Summary
	kept   int             // bytes of the calls
	tally  map[met]int     // places in said.work, of a session
	barely bool            // the calls became bare
	echoes map[string]bool // see echo
	// official is what the published rules said of documents, by their SHA-256.
	official map[[sha256.Size]byte]heardOf
	unlooked map[etalon.ScenarioID][]string // see lacks
}

// hear presents every exchange, then the session, to the rules. The messages of
// an exchange are taken apart once, for both.
func (c *court) hear(ctx context.Context) error {
	for i, x := range c.dossier.Exchanges {
		if err := ctx.Err(); err != nil {
			return err
		}
		if c.book.Progress != nil {
			c.book.Progress(i, len(c.dossier.Exchanges))
		}
		in, err := c.input(x)
		if err != nil {
			return err
		}
		taken := facts.Take(in)
		c.call(taken.Summary())
		if c.dossier.Redacted(x) {
			c.said.findings = append(c.said.findings, redacted(x))
			continue
		}
		if how, cut := cutShort(x); cut {
			c.said.findings = append(c.said.findings, how)
			continue
		}
		if err := c.hearExchange(ctx, c.packsFor(x.Scenario), x, taken.Evidence()); err != nil {
			return fmt.Errorf("judge: exchange %s: %w", x.ID, err)
		}
	}
	if n := len(c.dossier.Exchanges); c.book.Progress != nil && n > 0 {
		c.book.Progress(n, n)
	}
	if len(c.dossier.Taken.Lines) > 0 {
		c.said.findings = append(c.said.findings, reworded())
	}
	if err := c.hearSession(ctx); err != nil {
		return fmt.Errorf("judge: session: %w", err)
	}
	return nil
}

// mostCalls is what the summaries of a session take in all, in bytes of what they hold
// of the messages. The summaries of exchanges after that are bare: they say that they
// are cut, and rules over the session conclude nothing of what is missing.
const mostCalls = 64 << 20

// call keeps the summary of an exchange for the session.
func (c *court) call(s facts.Summary) {
	if c.kept += s.Bytes; c.kept > mostCalls {
		s = s.Bare()
		if !c.barely {
			c.barely = true
			c.said.findings = append(c.said.findings, bare(s))
		}
	}
	c.calls = append(c.calls, s)
}

// bare tells that the summaries of a session are bare from one exchange on.
func bare(s facts.Summary) etalon.Finding {
	return etalon.Finding{
		Rule: "LIMIT.session", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityWarning, Scenario: s.Scenario, Exchange: s.Exchange,
		Location: etalon.Location{Offset: -1}, Expected: fmt.Sprint(mostCalls),
		Message: etalon.Text{
			FR: "La session est trop grande : à partir de cet échange, les règles qui comparent plusieurs échanges ne voient plus ni documents ni objets.",
			EN: "The session is too large: from this exchange on, rules that compare exchanges see neither documents nor objects.",
		},
		Hint: etalon.Text{
			FR: "Jouez moins de scénarios à la fois ; chaque échange est jugé seul comme toujours.",
			EN: "Play fewer scenarios at a time; each exchange is judged by itself as ever.",
		},
	}
}

func (c *court) input(x etalon.Exchange) (facts.ExchangeInput, error) {
	request, err := c.dossier.Bytes(x.Request)
	if err != nil && !errors.Is(err, dossier.ErrRedacted) {
		return facts.ExchangeInput{}, fmt.Errorf("judge: request of %s: %w", x.ID, err)
	}
	response, err := c.dossier.Bytes(x.Response)
	if err != nil && !errors.Is(err, dossier.ErrRedacted) {
		return facts.ExchangeInput{}, fmt.Errorf("judge: response of %s: %w", x.ID, err)
	}
	var held *etalon.Held
	if h, ok := c.dossier.Before[x.ID]; ok && !x.Sent {
		held = &h
	} else if ok && x.Actor == etalon.ImagingSource && len(h.Studies) > 0 {
		held = &etalon.Held{Studies: h.Studies} // the product was given the same ones
	}
	return facts.ExchangeInput{
		Held: held, Known: c.known, Exchange: x, Connection: c.dossier.Connections[x.Connection],
		Request: request, Response: response, Asked: c.asked(x),
		Environment: Environment(c.plan), TrustedCAs: c.dossier.Session.TrustedCAs, Vault: c.vault, Codes: c.codes(),
	}, nil
}

// codes are the terminologies of the book; none where evidence is laid out without one.
func (c *court) codes() facts.Codes {
	if c.book == nil {
		return nil
	}
	return c.book.Codes
}

// Environment gives the rules the constants of a plan and the declaration of
// its product.
func Environment(p *plan.Plan) facts.Environment {
	e, sut := p.Environment, p.SUT
	return facts.Environment{
		VIHFVersion: e.VIHFVersion, INSOID: e.INSOID, DMPOID: e.DMPOID, RepositoryID: e.RepositoryID,
		Mode: sut.Mode, LPSName: sut.Name, LPSVersion: sut.Version, ClockPeriod: sut.ClockPeriod,
	}
}

// hearExchange presents one exchange to the rules and schemas of packs over its
// kind, and to no others.
func (c *court) hearExchange(ctx context.Context, packs []*volume, x etalon.Exchange, e *facts.Evidence) error {
	doc, err := e.Doc()
	if err != nil {
		return err
	}
	of := always(x.Scenario, c.stranger(x))
	for _, set := range rulesOver(packs, kindOf(x)) {
		s, err := apply(ctx, set, e, doc, of)
		if err != nil {
			return err
		}
		if deliberate(x) {
			s.findings = slices.DeleteFunc(s.findings, func(f etalon.Finding) bool {
				return f.Severity == etalon.SeverityHarness && f.Outcome == etalon.OutcomeFailed
			})
		}
		c.add(s)
	}
	c.said.findings = append(c.said.findings, identities(e, x)...)
	c.lacks(x, e)
	if err := c.hearPublished(ctx, packs, x, e); err != nil {
		return err
	}
	e.Forget() // the schemas ask for the parts alone, and have copies of their own
	return c.hearSchemas(ctx, packs, e, x)
}

// kindOf is the kind of evidence that an exchange is: its protocol, and apart from it
// what is asked of a teleservice of the health insurance.
func kindOf(x etalon.Exchange) schemas.Over {
	if x.Actor == etalon.INSi && x.Protocol.OrSOAP() == etalon.ProtocolSOAP {
		return schemas.OverTeleservice
	}
	return schemas.Over(x.Protocol.OrSOAP())
}

func (c *court) add(s said) {
	c.said.findings = append(c.said.findings, s.findings...)
	for _, w := range s.work {
		c.worked(w)
	}
}

// met is a rule and the scenario that it met something in.
type met struct {
	rule     etalon.RuleID
	scenario etalon.ScenarioID
}

// worked counts that a rule was evaluated: in a session once for each scenario,
// however many exchanges it has.
func (c *court) worked(w work) {
	if c.dossier != nil {
		key := met{w.rule.id, w.scenario}
		if i, again := c.tally[key]; again {
			c.said.work[i].matched += w.matched
			return
		}
		if c.tally == nil {
			c.tally = map[met]int{}
		}
		c.tally[key] = len(c.said.work)
	}
	c.said.work = append(c.said.work, w)
}

// owner finds who a node of the session's document belongs to.
func (c *court) owner(n xmldoc.Node) (etalon.ScenarioID, bool) {
	connection := etalon.ConnectionID("")
	for ; n.OK(); n = n.Parent() {
		switch n.Local() {
		case "scenario":
			return etalon.ScenarioID(n.Attr("", "id")), false
		case "call":
			connection = etalon.ConnectionID(n.Attr("", "connection"))
		case "connection":
			connection = etalon.ConnectionID(n.Attr("", "id"))
		}
	}
	if id, missed := c.missed[connection]; missed {
		return id, false
	}
	return "", connection != "" && !c.tied(connection)
}

// stranger tells whether an exchange of a session is nobody's that we know. An
// exchange outside a session is always somebody's: it was asked about.
func (c *court) stranger(x etalon.Exchange) bool {
	return c.dossier != nil && x.Scenario == "" && !c.tied(x.Connection)
}

// tied tells whether something ties a connection to the SUT: its certificate
// opened it, or étalon opened it to the SUT.
func (c *court) tied(id etalon.ConnectionID) bool {
	conn := c.dossier.Connections[id]
	return conn.Sent || conn.TLS.Error == "" && len(conn.TLS.Certificates) > 0
}
