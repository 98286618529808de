package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/store"
)

// standing is what a published decision is worth today.
type standing string

// The standings.
const (
	inForce standing = "in-force"
	revoked standing = "revoked"
	expired standing = "expired"
)

// entry is a line of the register. What was decided, on which evidence and by which
// packs, is in what its statements say.
type entry struct {
	Decision   campaign.ID        `json:"decision"`
	Vendor     string             `json:"vendor"`
	Product    string             `json:"product"`
	Version    string             `json:"version"`
	Build      string             `json:"build,omitempty"` // SHA-256
	Profiles   []etalon.ProfileID `json:"profiles"`
	Scope      string             `json:"scope,omitempty"` // SHA-256
	Outcome    campaign.Outcome   `json:"outcome"`
	Standing   standing           `json:"standing"`
	Signed     time.Time          `json:"signed"`
	Until      time.Time          `json:"until,omitzero"`
	Revoked    time.Time          `json:"revoked,omitzero"`
	Why        string             `json:"why,omitempty"` // of a revocation
	Statements []statement        `json:"statements"`
}

// statement is one that was signed of an entry. Says is what it says: its signature is
// verified with the text at Path.
type statement struct {
	Kind   campaign.Kind `json:"kind"`
	At     time.Time     `json:"at"`
	Digest string        `json:"sha256"`
	Path   string        `json:"path"`
	// Stamped is when an authority for time stamps says that it was there, by the token at
	// Path/stamp.tst. Zero: none has, or a list does not say.
	Stamped time.Time       `json:"stamped,omitzero"`
	Says    json.RawMessage `json:"says,omitempty"`
}

func (c *Console) entered(p store.Published) entry {
	e := entry{
		Decision: p.ID, Vendor: p.Version.Product.Vendor, Product: p.Version.Product.Name, Version: p.Version.Label, Build: p.Version.Build, Profiles: []etalon.ProfileID{},
		Outcome: p.Outcome, Standing: inForce, Signed: p.Signed, Until: p.Until, Statements: []statement{},
	}
	if s := p.Version.Scope; s != nil {
		e.Profiles, e.Scope = s.Profiles, s.Digest
	}
	switch {
	case p.Step == campaign.Revoked:
		e.Standing, e.Revoked, e.Why = revoked, p.Revoked, p.Why
	case p.Expired(c.Clock()):
		e.Standing = expired
	}
	for _, s := range p.Statements {
		e.Statements = append(e.Statements, statement{Kind: s.Kind, At: s.At, Digest: s.Digest(), Path: fmt.Sprintf("/statements/%d", s.ID), Says: s.Says()})
	}
	return e
}

func (c *Console) published(v *visit) ([]entry, error) {
	all, err := c.Store.Register(v.r.Context())
	if err != nil {
		return nil, err
	}
	out := []entry{}
	for _, p := range all {
		out = append(out, c.entered(p))
	}
	return out, nil
}

func (c *Console) register(v *visit) error {
	if v.machine() {
		return c.registerJSON(v)
	}
	some, err := leaf(v, func(after campaign.ID, most int) ([]store.Published, error) {
		return c.Store.RegisterAfter(v.r.Context(), after, most)
	})
	if err != nil {
		return err
	}
	page := pageOf[entry]{More: some.More}
	for _, p := range some.All {
		page.All = append(page.All, c.entered(p))
	}
	return v.show("register", v.say("Registre public", "Public register"), page)
}

func (c *Console) registerJSON(v *visit) error {
	all, err := c.published(v)
	if err != nil {
		return err
	}
	return v.json(http.StatusOK, all)
}

// certificate is the page of one published decision: all that its statement says.
type certificate struct {
	entry
	Decided *campaign.Decided `json:"-"`
}

// one gives the published decision of a path.
func (c *Console) one(v *visit) (entry, []campaign.Statement, error) {
	id, err := v.id()
	if err != nil {
		return entry{}, nil, err
	}
	p, err := c.Store.Registered(v.r.Context(), id)
	if err != nil {
		return entry{}, nil, err
	}
	stamped, err := c.Store.Stamped(v.r.Context(), id)
	if err != nil {
		return entry{}, nil, err
	}
	e := c.entered(p)
	for i, s := range p.Statements {
		e.Statements[i].Stamped = stamped[s.ID]
	}
	return e, p.Statements, nil
}

func (c *Console) certificate(v *visit) error {
	e, said, err := c.one(v)
	if err != nil {
		return err
	}
	page := certificate{entry: e, Decided: decidedBy(said)}
	return v.show("certificate", e.Product+" "+e.Version, page)
}

// statements gives all that was signed of a decision, one a line: what etalon attest
// verify reads.
func (c *Console) statements(v *visit) error {
	e, said, err := c.one(v)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=decision-%d.jws", e.Decision))
	for _, s := range said {
		if _, err := fmt.Fprintln(v.w, s.JWS); err != nil {
			return err
		}
	}
	return nil
}

// tokenType is the media type of a time-stamp token.
const tokenType = "application/vnd.etsi.timestamp-token"

// stamp gives the time stamp of a statement to anybody, once there is one.
func (c *Console) stamp(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	token, err := c.Store.StampOf(v.r.Context(), id)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", tokenType)
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=attestation-%d.tst", id))
	_, err = v.w.Write(token) //nolint:gosec // no page: a token that was verified, of its own media type, as a file
	return err
}

// statement gives one signed statement to anybody.
func (c *Console) statement(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	s, err := c.Store.Statement(v.r.Context(), id)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/jose")
	_, err = fmt.Fprintln(v.w, s.JWS)
	return err
}
