package judge

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/identity"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// identities warns of persons in a message who seem real: once for each part.
func identities(e *facts.Evidence, x etalon.Exchange) []etalon.Finding {
	var out []etalon.Finding
	for _, p := range e.Parts {
		found := identity.Find(p.Raw)
		if len(found) == 0 {
			continue
		}
		out = append(out, etalon.Finding{
			Rule: "IDENTITY.real", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityWarning, Scenario: x.Scenario, Exchange: x.ID,
			Location: etalon.Location{Direction: p.Direction, Part: p.Index, Offset: -1},
			Expected: identity.Test, Observed: fmt.Sprintf("%s, %s (%d)", found[0].OID, found[0].Shown, len(found)),
			Message: etalon.Text{
				FR: "Ce message porte un INS qui semble réel : autorité de production et clé exacte. Un banc d'essai n'en reçoit jamais.",
				EN: "This message holds an INS that seems real: an authority of production and the right key. A test bench never gets one.",
			},
			Hint: etalon.Text{
				FR: "Jouez avec des identités de test (OID " + identity.Test + "). Si la personne existe : etalon dossier redact DOSSIER --out COPIE, puis détruisez l'original.",
				EN: "Play with test identities (OID " + identity.Test + "). If the person exists: etalon dossier redact DOSSIER --out COPY, then destroy the original.",
			},
		})
	}
	return out
}

// Identified tells the exchanges of a dossier in whose messages persons seem real.
func Identified(d *dossier.Dossier) (map[etalon.ExchangeID]bool, error) {
	out := map[etalon.ExchangeID]bool{}
	for e, err := range Evidence(d) {
		if err != nil {
			return nil, err
		}
		for _, p := range e.Parts {
			if id := e.Exchange(); id != "" && len(identity.Find(p.Raw)) > 0 {
				out[id] = true
			}
		}
	}
	return out, nil
}
