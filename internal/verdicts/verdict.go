package verdicts

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// Verdict is a dossier and what was found about it.
type Verdict struct {
	Result  etalon.Result
	Dossier *dossier.Dossier
}

// Of reads a dossier and judges it by the packs of its plan, the first time or
// again.
func Of(ctx context.Context, src dossier.Source, m Means) (Verdict, error) {
	d, err := Read(src)
	if err != nil {
		return Verdict{}, err
	}
	l, err := m.library()
	if err != nil {
		return Verdict{}, err
	}
	packs, err := packsOf(d, l)
	if err != nil {
		return Verdict{}, err
	}
	held, err := m.whole(d)
	if err != nil {
		return Verdict{}, err
	}
	j, err := newJudge(packs, m)
	if err != nil {
		return Verdict{}, err
	}
	defer j.Close()
	v, err := j.Of(ctx, d)
	held.onto(&v.Result)
	return v, err
}

// Of judges a dossier that was read.
func (j *Judge) Of(ctx context.Context, d *dossier.Dossier) (Verdict, error) {
	sealed, err := SealOf(d)
	if err != nil {
		return Verdict{Dossier: d}, err
	}
	r, err := j.Dossier(ctx, d)
	r.Seal = sealed.State
	return Verdict{Result: r, Dossier: d}, err
}
