package plan

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// held is the generation of a session: the one that its profiles hold a product to,
// else the one that the product declares.
func held(declared string, profiles []scenario.Profile, rep *strict.Report) string {
	for _, p := range profiles {
		switch {
		case p.Generation == "" || p.Generation == declared:
		case declared == "":
			declared = p.Generation
		default:
			rep.Add(strict.Pos{}, strict.Text("le profil %s est de la génération %s, la session de %s", "profile %s is of generation %s, the session of %s", p.ID, p.Generation, declared),
				strict.Text("une session est d'une seule génération : jouez ce profil à part", "a session is of one generation: play this profile apart"))
		}
	}
	return declared
}

// outside says why a scenario does not concern a generation.
func outside(g scenario.Generation, mode etalon.AuthMode, s *scenario.Scenario) (etalon.Text, bool) {
	of := func(why etalon.Text) (etalon.Text, bool) {
		return etalon.Text{FR: "génération " + g.ID + " : " + why.FR, EN: "generation " + g.ID + ": " + why.EN}, true
	}
	if len(g.Profiles) > 0 && !slices.Contains(g.Profiles, s.Profile) {
		return of(g.WhyNot)
	}
	if mode != "" && !slices.Contains(g.Modes, mode) {
		return of(strict.Text("l'authentification %s n'y existait pas", "there was no %s authentication", mode))
	}
	for _, label := range s.Labels {
		if why, said := g.Without[label]; said {
			return of(why)
		}
	}
	return etalon.Text{}, false
}

// titled is the title of a profile with its generation, where that is not today's: a
// verdict on it is none on today's profile.
func titled(t etalon.Text, g scenario.Generation) etalon.Text {
	if g.Today() {
		return t
	}
	return etalon.Text{FR: t.FR + " : " + g.Title.FR, EN: t.EN + ": " + g.Title.EN}
}

// Older is the generation of a product that is not held to what is in force; "" for all
// others.
func (p *Plan) Older() string {
	if g, _, known := scenario.GenerationOf(p.SUT.Generation); known && g.Today() {
		return ""
	}
	return p.SUT.Generation
}

// Crowd is whom the simulated DMP knows beside the catalogue, by the numbers of the
// product's generation.
func Crowd(sut etalon.SUT, cat *scenario.Catalogue) *scenario.Population {
	g, _, known := scenario.GenerationOf(sut.Generation)
	if !known {
		return cat.Population
	}
	return population(cat.Population, g)
}

// population is that of the session, by the numbers of its generation.
func population(p *scenario.Population, g scenario.Generation) *scenario.Population {
	if p == nil || g.Today() {
		return p
	}
	old := &scenario.Population{SHA256: p.SHA256}
	for _, one := range p.Everybody() {
		old.Patients = append(old.Patients, g.Patient(one))
	}
	return old
}
