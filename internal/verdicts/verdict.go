package verdicts

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/reports"
)

// Verdict is a dossier and what was found about it.
type Verdict struct {
	Result etalon.Result
	// Waived is what waivers do to it; nil where there are none.
	Waived  *reports.Waived
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
	v, after, err := j.of(ctx, d)
	held.onto(&v.Result)
	held.onto(&after)
	if m.Waivers != nil {
		v.Waived = waived(m.Waivers(v.Result.Findings), v.Result, after)
	}
	return v, err
}

// Of judges a dossier that was read.
func (j *Judge) Of(ctx context.Context, d *dossier.Dossier) (Verdict, error) {
	v, _, err := j.of(ctx, d)
	return v, err
}

// of judges a dossier; where there are waivers, with and without the findings that they
// lift.
func (j *Judge) of(ctx context.Context, d *dossier.Dossier) (v Verdict, after etalon.Result, err error) {
	v.Dossier = d
	sealed, err := SealOf(d)
	if err != nil {
		return v, after, err
	}
	if j.means.Waivers == nil {
		v.Result, err = j.Dossier(ctx, d)
	} else {
		v.Result, after, err = j.Book.JudgeBut(ctx, d, j.schemas, j.means.Tool, j.means.build(), j.means.lifted)
	}
	v.Result.Seal = sealed.State
	return v, after, err
}
