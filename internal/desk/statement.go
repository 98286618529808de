package desk

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/seal"
)

// statementType is in-toto's statement; the predicates are our own. Its test-result
// predicate has no place for what was not established, and is not used.
const statementType = "https://in-toto.io/Statement/v1"

// predicateType is the one of a kind of statement.
func predicateType(k campaign.Kind) string { return "urn:etalon:" + string(k) + ":1" }

func sha256Of(name, digest string) campaign.Subject {
	return campaign.Subject{Name: name, Digest: map[string]string{"sha256": digest}}
}

// Signer makes statements and signs them by a key.
func (d *Desk) Signer(k seal.Key) campaign.Signer {
	return func(what campaign.Saying) (string, error) {
		s, err := d.statement(what)
		if err != nil {
			return "", err
		}
		raw, err := json.Marshal(s)
		if err != nil {
			return "", err
		}
		return k.SignAs(seal.Statement, raw)
	}
}

func (d *Desk) statement(what campaign.Saying) (campaign.Stated, error) {
	s := campaign.Stated{Type: statementType, PredicateType: predicateType(what.Kind), Subject: []campaign.Subject{}}
	var predicate any
	if what.Kind == campaign.OfDecision {
		said, err := d.decided(what, d.sealed)
		if err != nil {
			return s, err
		}
		if said.Build != "" {
			s.Subject = append(s.Subject, sha256Of(said.Product+" "+said.Version, said.Build))
		}
		for i, one := range said.Sessions {
			s.Subject = append(s.Subject, sha256Of(fmt.Sprintf("dossier %d", i+1), one.Dossier), sha256Of(fmt.Sprintf("verdict %d", i+1), one.Result))
		}
		predicate = said
	} else {
		if len(what.Previous) == 0 {
			return s, fmt.Errorf("%w: la décision n'a pas d'attestation (the decision has no statement)", campaign.ErrState)
		}
		said := campaign.Later{Decision: what.Decision.ID, Of: what.Previous[0], Previous: what.Previous[len(what.Previous)-1], At: what.At, Text: what.Text}
		if c := what.Contest; c.ID != 0 {
			said.Appeal, said.AppealText, said.Ruling, said.Text = c.ID, campaign.Digest(c.Text), c.Ruling, c.Answer
		}
		s.Subject = append(s.Subject, sha256Of(fmt.Sprintf("decision %d", said.Decision), said.Of))
		predicate = said
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(predicate)
	s.Predicate = bytes.TrimSpace(b.Bytes())
	return s, err
}
