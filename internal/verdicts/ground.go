package verdicts

import (
	"bytes"
	"encoding/json"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
)

// Ground tells what a verdict on a dossier would stand on now, without judging it: what
// [Of] would write into its result.
func Ground(d *dossier.Dossier, m Means) (etalon.StandsOn, error) {
	l, err := m.library()
	if err != nil {
		return etalon.StandsOn{}, err
	}
	packs, err := packsOf(d, l)
	if err != nil {
		return etalon.StandsOn{}, err
	}
	again := *d // whose plan is completed, as it is before it is judged
	held, err := m.whole(&again)
	if err != nil {
		return etalon.StandsOn{}, err
	}
	p, err := plan.Unmarshal(again.Session.Plan)
	if err != nil {
		return etalon.StandsOn{}, err
	}
	on, err := standing.Of(standing.Input{Build: m.build(), Packs: packs, Schemas: messages.FS(), Plan: p})
	on.Scenarios.Catalogue = held.catalogue
	return on, err
}

// Holds tells that a result of a dossier is the one that judging it on this ground would
// give again: the ground is the same to the digest, and was known to the digest. What
// the harness did not manage is judged again whatever it stands on; so is whatever rules
// over documents judged that come from a folder.
func Holds(r etalon.Result, on etalon.StandsOn, m Means) bool {
	known := on.Build.Revision != "" && !on.Build.Modified || on.Build.Executable != ""
	judged := r.Verdict == etalon.Pass || r.Verdict == etalon.Fail || r.Verdict == etalon.Inconclusive
	if !known || !judged || m.Documents != nil || m.Waivers != nil || r.Tool.Name != m.Tool.Name || r.Tool.Version != m.Tool.Version {
		return false
	}
	a, err := json.Marshal(r.StandsOn)
	if err != nil {
		return false
	}
	b, err := json.Marshal(on)
	return err == nil && bytes.Equal(a, b)
}
