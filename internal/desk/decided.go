package desk

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/union"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// decided gathers what a decision is signed with. The verdicts are those of the files
// that the sessions name by digest, whatever was judged since.
func (d *Desk) decided(what campaign.Saying, planned func(head string) ([]byte, error)) (campaign.Decided, error) {
	v, dec := what.Version, what.Decision
	if v.Scope == nil {
		return campaign.Decided{}, fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
	}
	out := campaign.Decided{
		Decision: dec.ID, Outcome: dec.Outcome, Reason: dec.Reason, Signed: what.At, Vendor: v.Product.Vendor, Product: v.Product.Name, Version: v.Label, Build: v.Build,
		Scope: v.Scope.Digest, Profiles: []campaign.Concluded{}, Sessions: []campaign.Before{}, StandsOn: []etalon.StandsOn{},
	}
	if !dec.Until.IsZero() {
		out.Until = dec.Until.Format(time.DateOnly)
	}
	var given []union.Given
	for _, one := range slices.Backward(what.Sessions) { // the oldest first
		if one.State != campaign.Judged {
			continue
		}
		g, err := d.given(one, planned)
		if err != nil {
			return out, err
		}
		given = append(given, g)
		out.Sessions = append(out.Sessions, campaign.Before{Dossier: one.Head, Seal: g.Result.Seal, Verdict: one.Verdict, Result: one.Digest, StandsOn: ground(&out, g.Result.StandsOn), LeftOut: leftOut(g.Result)})
	}
	if dec.Outcome == campaign.Accepted && len(given) == 0 {
		return out, fmt.Errorf("%w: aucune session jugée (no session was judged)", campaign.ErrState)
	}
	var err error
	if out.Waived, err = d.Waived(what.Sessions, what.Waivers); err != nil {
		return out, err
	}
	return out, conclude(&out, v.Scope.Profiles, given)
}

// leftOut counts the scenarios of its profiles that a session did not play.
func leftOut(r etalon.Result) int {
	n := 0
	for _, p := range r.Profiles {
		n += p.LeftOut
	}
	return n
}

// Concluded implements console.Vault: what a decision on these sessions would have before
// it.
func (d *Desk) Concluded(v campaign.Version, sessions []campaign.Session) ([]campaign.Concluded, error) {
	out, err := d.decided(campaign.Saying{Version: v, Sessions: sessions}, d.kept)
	return out.Profiles, err
}

// given reads what a session was judged to be.
func (d *Desk) given(s campaign.Session, planned func(head string) ([]byte, error)) (union.Given, error) {
	r, err := d.judged(s)
	if err != nil {
		return union.Given{}, err
	}
	g := union.Given{Name: fmt.Sprint(s.ID), Dossier: s.Head, Result: r}
	raw, err := planned(s.Head)
	if err != nil {
		return g, err
	}
	g.Plan, err = plan.Unmarshal(raw)
	return g, err
}

// sealed gives the plan of a dossier, every byte of which is read and held to its chain:
// what is signed stands on nothing less.
func (d *Desk) sealed(head string) ([]byte, error) {
	read, err := verdicts.Read(d.Vault.Source(head))
	if err != nil {
		return nil, err
	}
	return read.Session.Plan, nil
}

// planFile is where the plan of a dossier is left when it is judged.
const planFile = "plan.json"

// kept gives the plan as it was left beside the verdict: a page does not read all the
// evidence each time that it is shown.
func (d *Desk) kept(head string) ([]byte, error) {
	if raw, err := d.Reports(head).ReadFile(planFile); err == nil {
		return raw, nil
	}
	return d.sealed(head)
}

// ground gives the place of what a verdict stands on.
func ground(d *campaign.Decided, on etalon.StandsOn) int {
	for i, known := range d.StandsOn {
		if reflect.DeepEqual(known, on) {
			return i
		}
	}
	d.StandsOn = append(d.StandsOn, on)
	return len(d.StandsOn) - 1
}

// conclude joins the sessions: one verdict for each profile of the scope. One that
// nobody played is not established.
func conclude(d *campaign.Decided, scope []etalon.ProfileID, given []union.Given) error {
	byID := map[etalon.ProfileID]campaign.Concluded{}
	if len(given) > 0 {
		j, err := union.Join(given, false)
		if err != nil {
			return fmt.Errorf("%w: %w", campaign.ErrState, err)
		}
		for _, p := range j.Profiles {
			c := campaign.Concluded{ID: p.ID, Verdict: p.Verdict, Scenarios: map[string]int{}}
			for _, s := range p.Scenarios {
				c.Scenarios[s.Verdict.String()]++
				if s.SetAside {
					c.SetAside++
				}
			}
			byID[p.ID] = c
		}
	}
	for _, id := range scope {
		c, ok := byID[id]
		if !ok {
			c = campaign.Concluded{ID: id, Verdict: etalon.Inconclusive, Scenarios: map[string]int{}}
		}
		d.Profiles = append(d.Profiles, c)
	}
	return nil
}
