package verdicts

import (
	"context"

	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/union"
	"github.com/etalon-dmp/etalon/reports"
)

// Named is a dossier and what its reader calls it.
type Named struct {
	Name   string
	Source dossier.Source
}

// Joined judges several dossiers of one product by today's rules, the oldest first,
// and joins what was found: see union.Join.
func Joined(ctx context.Context, dossiers []Named, latest bool, m Means) (reports.Joined, error) {
	var all []union.Given
	for _, n := range dossiers {
		v, err := Of(ctx, n.Source, m)
		if err != nil {
			return reports.Joined{}, err
		}
		p, err := plan.Unmarshal(v.Dossier.Session.Plan)
		if err != nil {
			return reports.Joined{}, err
		}
		all = append(all, union.Given{Name: n.Name, Dossier: v.Dossier.Head, Plan: p, Result: v.Result})
	}
	return union.Join(all, latest)
}
