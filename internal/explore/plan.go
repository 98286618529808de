package explore

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// Plan is a plan without scenarios: only the environment matters. It is that of
// the DMP, unless every profile that the product claims is of plain IHE.
func Plan(sut etalon.SUT, cat *scenario.Catalogue, packs map[string]etalon.PackInfo) *plan.Plan {
	french := len(sut.Profiles) == 0
	for _, p := range cat.Profiles {
		french = french || slices.Contains(sut.Profiles, p.ID) && slices.Contains(p.Packs, etalon.PackDMP)
	}
	vihf := sut.VIHFVersion
	if vihf == "" {
		vihf = plan.DefaultVIHF
	}
	p := &plan.Plan{
		Schema: plan.Schema, SUT: sut, Seed: 1,
		Environment: plan.Environment{VIHFVersion: vihf, INSOID: scenario.TestINSOID, DMPOID: plan.DMPOID, RepositoryID: plan.RepositoryID, VIHF: french},
	}
	if !french { // the rules of the DMP have nothing to say there
		p.Packs = []etalon.PackInfo{packs[etalon.PackIHEXDS]}
	}
	return p
}
