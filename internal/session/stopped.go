package session

import (
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// PlanFile keeps the plan of a session beside its dossier, for its process and for
// its resumption.
const PlanFile = "plan.json"

// Stopped gives the plan of a session that stopped, of its PlanFile, when it may go
// on: it is that of its dossier, and did not come to its end.
func Stopped(raw []byte, d *dossier.Dossier) (*plan.Plan, error) {
	p, err := plan.Unmarshal(raw)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("%s: %w", PlanFile, err), "")
	}
	kept, err := Kept(p).Digest()
	switch {
	case err != nil:
		return nil, err
	case kept != d.Session.PlanDigest:
		return nil, exit.Usage(fmt.Errorf("%s n'est pas le plan de ce dossier (is not the plan of this dossier)", PlanFile), "")
	case !d.Resumable():
		return nil, exit.Usage(errors.New("cette session est allée à son terme : il n'y a rien à reprendre (this session came to its end: there is nothing to resume)"), "etalon judge DOSSIER")
	}
	return p, nil
}
