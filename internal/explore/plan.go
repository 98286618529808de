package explore

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/schemas"
)

// Plan is a plan without scenarios: only the environment matters. It is that of
// the DMP, unless every profile that the product claims is of plain IHE.
func Plan(sut etalon.SUT, cat *scenario.Catalogue, packs *schemas.Library) (*plan.Plan, error) {
	french := len(sut.Profiles) == 0
	for _, p := range cat.Profiles {
		french = french || slices.Contains(sut.Profiles, p.ID) && p.Environment == etalon.EnvironmentDMP
	}
	p := &plan.Plan{Schema: plan.Schema, SUT: sut, Seed: 1, Environment: plan.Around(sut), Population: plan.Crowd(sut, cat)}
	p.Environment.VIHF = french
	around, err := packs.For(p.SessionEnvironment())
	if err != nil {
		return nil, err
	}
	for _, pack := range around {
		p.Packs = append(p.Packs, pack.Info())
	}
	// What has no envelope is simulated too, whatever the environment.
	for _, pack := range packs.Packs() {
		if pack.Judges(schemas.OverSyslog) || pack.Judges(schemas.OverDatagram) {
			p.Packs = append(p.Packs, pack.Info())
		}
	}
	return p, nil
}

// named are the packs of a plan.
func named(p *plan.Plan) []string {
	var names []string
	for _, info := range p.Packs {
		names = append(names, info.Name)
	}
	return names
}

// known are the patients of the catalogue, by the numbers of the product's generation.
func known(sut etalon.SUT, patients []etalon.Patient) []etalon.Patient {
	g, _, is := scenario.GenerationOf(sut.Generation)
	if !is || g.Today() {
		return patients
	}
	all := slices.Clone(patients)
	for i := range all {
		all[i] = g.Patient(all[i])
	}
	return all
}
