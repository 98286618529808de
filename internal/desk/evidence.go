package desk

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/console"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// judged is what a session was judged to be when its digest was kept.
func (d *Desk) judged(s campaign.Session) (r etalon.Result, err error) {
	raw, err := d.Reports(s.Head).ReadFile(campaign.ResultFile(s.Digest))
	if err != nil || campaign.Digest(string(raw)) != s.Digest {
		return r, fmt.Errorf("%w: le verdict de la session %d n'est plus là ; jugez-la de nouveau (the verdict of the session is not there any more: judge it again)", campaign.ErrState, s.ID)
	}
	return r, json.Unmarshal(raw, &r)
}

// Compare implements console.Vault.
func (d *Desk) Compare(from, to campaign.Session) (says, stands []campaign.Change, err error) {
	a, err := d.judged(from)
	if err != nil {
		return nil, nil, err
	}
	b, err := d.judged(to)
	if err != nil {
		return nil, nil, err
	}
	return changes(standing.Changes(a, b)), changes(standing.Differences(a.StandsOn, b.StandsOn)), nil
}

func changes(of []standing.Difference) []campaign.Change {
	out := []campaign.Change{}
	for _, c := range of {
		out = append(out, campaign.Change{What: c.What, From: c.From, To: c.To})
	}
	return out
}

// mostHead bounds what is read of a request to know its head, in bytes.
const mostHead = 64 << 10

// Exchanges implements console.Vault.
func (d *Desk) Exchanges(s campaign.Session) ([]console.Crossed, error) {
	of, err := verdicts.Read(d.Vault.Source(s.Head))
	if err != nil {
		return nil, err
	}
	told := map[etalon.ExchangeID]etalon.ExchangeSummary{}
	if s.State == campaign.Judged {
		r, err := d.judged(s)
		if err != nil {
			return nil, err
		}
		for _, x := range r.Exchanges {
			told[x.ID] = x
		}
	}
	out := []console.Crossed{}
	for _, x := range of.Exchanges {
		c := console.Crossed{ExchangeSummary: etalon.ExchangeSummary{ID: x.ID, Scenario: x.Scenario, Actor: x.Actor, Transaction: x.Transaction, Behaviour: x.Behaviour}, Size: [2]int64{x.Request.Size, x.Response.Size}}
		c.Findings = told[x.ID].Findings
		if !of.Redacted(x) {
			raw, err := of.Bytes(x.Request)
			if err != nil {
				return nil, err
			}
			c.Curl = console.Curl(raw[:min(len(raw), mostHead)], fmt.Sprintf("session-%d-%s.body", s.ID, x.ID))
		}
		out = append(out, c)
	}
	return out, nil
}

// Bytes implements console.Vault.
func (d *Desk) Bytes(s campaign.Session, id etalon.ExchangeID) (request, response []byte, err error) {
	of, err := verdicts.Read(d.Vault.Source(s.Head))
	if err != nil {
		return nil, nil, err
	}
	for _, x := range of.Exchanges {
		if x.ID != id {
			continue
		}
		request, err = of.Bytes(x.Request)
		if err == nil {
			response, err = of.Bytes(x.Response)
		}
		if errors.Is(err, dossier.ErrRedacted) {
			err = fmt.Errorf("%w: %w", campaign.ErrState, err)
		}
		return request, response, err
	}
	return nil, nil, campaign.ErrUnknown
}
