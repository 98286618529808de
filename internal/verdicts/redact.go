package verdicts

import (
	"errors"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/identity"
	"github.com/etalon-dmp/etalon/internal/judge"
)

// Redaction says what to take out of a dossier.
type Redaction struct {
	Exchanges []etalon.ExchangeID // none: those in whose messages persons seem real
	All       bool                // every exchange
	Words     bool                // whatever a product or a person said in the journal
	Reason    string
}

// Choose gives the exchanges that a redaction takes the bytes of. The error is of usage.
func (r Redaction) Choose(d *dossier.Dossier) (func(etalon.Exchange) bool, error) {
	chosen := map[etalon.ExchangeID]bool{}
	for _, id := range r.Exchanges {
		if !slices.ContainsFunc(d.Exchanges, func(x etalon.Exchange) bool { return x.ID == id }) {
			return nil, exit.Usage(fmt.Errorf("%s : cet échange n'est pas au dossier (this exchange is not in the dossier)", id), "etalon judge DOSSIER --format json nomme les échanges (names the exchanges).")
		}
		chosen[id] = true
	}
	if len(r.Exchanges) == 0 && !r.All {
		var err error
		if chosen, err = judge.Identified(d); err != nil {
			return nil, err
		}
		if len(chosen) == 0 && !r.Words {
			return nil, exit.Usage(errors.New("aucun message ne porte d'identité qui semble réelle (no message holds an identity that seems real)"),
				"Nommez les échanges : --exchange x0007, ou --all. (Name the exchanges.)")
		}
	}
	return func(x etalon.Exchange) bool { return r.All || chosen[x.ID] }, nil
}

// gone stands in the journal in the place of words that were taken out.
const gone = "[caviardé]"

// Reword gives what stands in the copy for something that was said in the journal: less the
// identities that seem real, or nothing of it.
func (r Redaction) Reword(text string) string {
	if r.Words {
		if text == "" {
			return ""
		}
		return gone
	}
	raw := []byte(text)
	for _, f := range identity.Find(raw) {
		copy(raw[f.Offset:f.Offset+15], "***************")
	}
	return string(raw)
}

// Unjudged lists the exchanges of a dossier that can no longer be judged.
func Unjudged(d *dossier.Dossier) []etalon.Exchange {
	var out []etalon.Exchange
	for _, x := range d.Exchanges {
		if d.Redacted(x) {
			out = append(out, x)
		}
	}
	return out
}

// StillTold counts the identities that seem real in the journal of a dossier, outside
// what a redaction takes words out of: there its chain would not hold.
func StillTold(journal []byte) int { return len(identity.Find(journal)) }
