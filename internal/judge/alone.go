package judge

import (
	"context"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Heard is what the rules said about one exchange or one file on its own.
type Heard struct {
	Findings []etalon.Finding
	Ran      int  // rules evaluated at least once
	Matched  int  // evaluations in all
	Content  int  // of them those by rules over what is said, not over what carries it or its XML Schema
	Whole    bool // it is a document, and a pack says that it was judged in header and body
}

// Verdict joins the findings. No rule over what is said is never a pass.
func (h Heard) Verdict() etalon.Verdict {
	v := etalon.Inconclusive
	if h.Content > 0 {
		v = etalon.Pass
	}
	for _, f := range h.Findings {
		v = v.Join(f.Verdict())
	}
	return v
}

// Add joins what others said about the same thing.
func (h *Heard) Add(o Heard) {
	h.Findings = append(h.Findings, o.Findings...)
	h.Ran += o.Ran
	h.Matched += o.Matched
	h.Content += o.Content
	h.Whole = h.Whole || o.Whole
}

// Exchange judges one exchange outside any session.
func (b *Book) Exchange(ctx context.Context, in facts.ExchangeInput, s Schemas) (Heard, error) {
	c := &court{book: b, schemas: s}
	err := c.hearExchange(ctx, b.volumes, in.Exchange, facts.Take(in).Evidence())
	return c.heard(), err
}

// Capture judges a message or a document on its own: what it is decides which
// rules and schemas have something to say.
func (b *Book) Capture(ctx context.Context, in facts.CaptureInput, s Schemas) (Heard, error) {
	return b.capture(ctx, facts.Capture(in), s)
}

// capture judges what a file was found to be.
func (b *Book) capture(ctx context.Context, e *facts.Evidence, s Schemas) (Heard, error) {
	c := &court{book: b, schemas: s}
	doc, err := e.Doc()
	if err != nil {
		return Heard{}, err
	}
	x := etalon.Exchange{Protocol: e.Protocol, Actor: e.Actor, Sent: answers(e)}
	for _, set := range rulesOver(b.volumes, kindOf(x)) {
		said, err := apply(ctx, set, e, doc, always("", false))
		if err != nil {
			return Heard{}, err
		}
		c.add(said)
	}
	// The file is a product's message, whichever way it went.
	err = c.hearSchemas(ctx, b.volumes, e, x)
	return c.heard(), err
}

func (c *court) heard() Heard {
	h := Heard{Findings: c.said.findings, Whole: c.book.whole(c.said.work)}
	slices.SortStableFunc(h.Findings, byPlace)
	for _, w := range c.said.work {
		h.Ran++
		h.Matched += w.matched
		if !c.book.carrying(w.rule) {
			h.Content += w.matched
		}
	}
	return h
}

// whole tells whether all the rules met something that some pack asks for before it
// calls a document judged as a whole.
func (b *Book) whole(done []work) bool {
	met := map[etalon.RuleID]bool{}
	for _, w := range done {
		met[w.rule.id] = met[w.rule.id] || w.matched > 0
	}
	return slices.ContainsFunc(b.volumes, func(v *volume) bool {
		return len(v.pack.Whole) > 0 && !slices.ContainsFunc(v.pack.Whole, func(id etalon.RuleID) bool { return !met[id] })
	})
}

// answers tells a captured message that is a response.
func answers(e *facts.Evidence) bool {
	return slices.ContainsFunc(e.Parts, func(p facts.Part) bool { return p.Direction == "response" })
}
