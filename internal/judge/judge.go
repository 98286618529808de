package judge

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Judge is the whole judgement of one dossier. The error speaks of the
// harness: a pack or an engine that does not work. What can be said about the
// system under test, and about a session that broke, is in the Result.
func (b *Book) Judge(ctx context.Context, d *dossier.Dossier, schemas Schemas, tool etalon.ToolInfo) (etalon.Result, error) {
	var p plan.Plan
	if err := json.Unmarshal(d.Session.Plan, &p); err != nil {
		return etalon.Result{}, fmt.Errorf("judge: the plan in the dossier: %w", err)
	}
	c := &court{book: b, plan: &p, dossier: d, schemas: schemas}
	if err := c.hear(ctx); err != nil {
		return etalon.Result{}, err
	}
	return c.decide(tool), nil
}

// court is one judgement under way.
type court struct {
	book    *Book
	plan    *plan.Plan
	dossier *dossier.Dossier
	schemas Schemas

	said  said
	calls []facts.Summary
}

// hear presents every exchange, then the session, to the rules. The messages of
// an exchange are taken apart once, for both.
func (c *court) hear(ctx context.Context) error {
	for _, x := range c.dossier.Exchanges {
		in, err := c.input(x)
		if err != nil {
			return err
		}
		taken := facts.Take(in)
		c.calls = append(c.calls, taken.Summary())
		if err := c.hearExchange(ctx, x, taken.Evidence()); err != nil {
			return fmt.Errorf("judge: exchange %s: %w", x.ID, err)
		}
	}
	if err := c.hearSession(ctx); err != nil {
		return fmt.Errorf("judge: session: %w", err)
	}
	return nil
}

func (c *court) input(x etalon.Exchange) (facts.ExchangeInput, error) {
	request, err := c.dossier.Bytes(x.Request)
	if err != nil {
		return facts.ExchangeInput{}, fmt.Errorf("judge: request of %s: %w", x.ID, err)
	}
	response, err := c.dossier.Bytes(x.Response)
	if err != nil {
		return facts.ExchangeInput{}, fmt.Errorf("judge: response of %s: %w", x.ID, err)
	}
	return facts.ExchangeInput{
		Exchange: x, Connection: c.dossier.Connections[x.Connection],
		Request: request, Response: response, Asked: asked(c.dossier.Scenarios, x),
		Environment: Environment(c.plan), TrustedCAs: c.dossier.Session.TrustedCAs,
	}, nil
}

// Environment gives the rules the constants of a plan and the declaration of
// its product.
func Environment(p *plan.Plan) facts.Environment {
	e, sut := p.Environment, p.SUT
	return facts.Environment{
		VIHFVersion: e.VIHFVersion, INSOID: e.INSOID, DMPOID: e.DMPOID, RepositoryID: e.RepositoryID,
		Mode: sut.Mode, LPSName: sut.Name, LPSVersion: sut.Version,
	}
}

// hearExchange presents one exchange to the rules and schemas of its protocol,
// and to no others.
func (c *court) hearExchange(ctx context.Context, x etalon.Exchange, e *facts.Evidence) error {
	doc, err := e.Doc()
	if err != nil {
		return err
	}
	of := always(x.Scenario, c.stranger(x))
	for _, set := range c.book.speaksOf(x.Protocol) {
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
	if x.Protocol.OrSOAP() != etalon.ProtocolSOAP {
		return nil // the schemas are those of envelopes and of what they carry
	}
	return c.hearSchemas(ctx, e, x)
}

// hearSession judges the whole session for what goes across scenarios, then
// each scenario alone to know how often each rule met something in it.
func (c *court) hearSession(ctx context.Context) error {
	whole := facts.Session(c.session(c.dossier.Scenarios, c.calls, func(etalon.ConnectionID) bool { return true }))
	doc, err := whole.Doc()
	if err != nil {
		return err
	}
	for _, set := range c.book.session {
		s, err := apply(ctx, set, whole, doc, c.owner)
		if err != nil {
			return err
		}
		s.work = nil
		c.add(s)
	}
	for _, r := range c.dossier.Scenarios {
		calls := c.callsOf(r.ID)
		// Another scenario's connections prove nothing about this one.
		one := facts.Session(c.session([]dossier.ScenarioRecord{r}, calls, func(id etalon.ConnectionID) bool {
			return slices.ContainsFunc(calls, func(s facts.Summary) bool { return s.Connection == id })
		}))
		doc, err := one.Doc()
		if err != nil {
			return err
		}
		for _, set := range c.book.session {
			s, err := apply(ctx, set, one, doc, always(r.ID, false))
			if err != nil {
				return err
			}
			c.add(said{work: s.work})
		}
	}
	return nil
}

func (c *court) add(s said) {
	c.said.findings = append(c.said.findings, s.findings...)
	c.said.work = append(c.said.work, s.work...)
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
	return "", connection != "" && !c.ours(connection)
}

// stranger tells whether an exchange of a session is nobody's that we know. An
// exchange outside a session is always somebody's: it was asked about.
func (c *court) stranger(x etalon.Exchange) bool {
	return c.dossier != nil && x.Scenario == "" && !c.ours(x.Connection)
}

// ours tells whether the SUT's certificate opened a connection, or étalon
// opened it to the SUT.
func (c *court) ours(id etalon.ConnectionID) bool {
	conn := c.dossier.Connections[id]
	return conn.Sent || conn.TLS.Error == "" && len(conn.TLS.Certificates) > 0
}
