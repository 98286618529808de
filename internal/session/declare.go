package session

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// Declaration says which product a session is about.
type Declaration struct {
	Name     string             // a file, or the name of a reference product
	Mutant   string             // the defect seeded in a reference product; "" for none
	Profiles []etalon.ProfileID // of the session; none for all that the product claims
}

// Declare reads a product's declaration; read gives the bytes of its file. Paths
// inside it are relative to the file. Errors are of usage.
func Declare(d Declaration, read func(name string) ([]byte, error)) (etalon.SUT, error) {
	if s, known, err := reference.Declare(d.Name, d.Mutant, d.Profiles); known {
		return s, err
	}
	if d.Mutant != "" {
		return etalon.SUT{}, exit.Usage(fmt.Errorf("--mutant ne vaut que pour %s et %s (only for them)", reference.Client, reference.Server+", "+reference.TimeServer+", "+reference.Records), "")
	}
	cat, err := repertoire.Catalogue(nil)
	if err != nil {
		return etalon.SUT{}, err
	}
	var profiles []etalon.ProfileID
	for _, p := range cat.Profiles {
		profiles = append(profiles, p.ID)
	}
	src, err := read(d.Name)
	if err != nil {
		return etalon.SUT{}, exit.Usage(err, "etalon init prépare sut.yaml (prepares sut.yaml); --sut "+reference.Client+" est le produit de référence (is the reference product)")
	}
	s, problems := sut.Read(d.Name, src, profiles)
	if err := repertoire.Check(problems, nil); err != nil {
		return s, exit.Usage(err, "Corrigez "+d.Name+" aux lignes dites. (Mend it at the lines said.)")
	}
	if s.PKI != "" && !filepath.IsAbs(s.PKI) {
		s.PKI = filepath.Join(filepath.Dir(d.Name), s.PKI)
	}
	if s.Population != "" && !filepath.IsAbs(s.Population) {
		s.Population = filepath.Join(filepath.Dir(d.Name), s.Population)
	}
	if s.Documents != "" && !filepath.IsAbs(s.Documents) {
		s.Documents = filepath.Join(filepath.Dir(d.Name), s.Documents)
	}
	if s.Terminology != "" && !filepath.IsAbs(s.Terminology) {
		s.Terminology = filepath.Join(filepath.Dir(d.Name), s.Terminology)
	}
	return s, nil
}

// Order is the session that somebody asks for.
type Order struct {
	SUT         etalon.SUT
	Profiles    []etalon.ProfileID // none for all that the product claims
	LabelFilter string
	Seed        int64
	Repertoire  *repertoire.Repertoire
	Build       etalon.Build                  // that would judge
	Only        func(*scenario.Scenario) bool // nil: every scenario
	Documents   []etalon.PackInfo             // rules over documents, and terminologies, that the product's declaration names
	Historical  bool                          // also what today's DMP no longer asks
	// Without leaves out what cannot be played where the session is; nil: nothing.
	Without func(plan.Scenario) (why etalon.Text, out bool)
}

// Plan builds the plan of an order. Errors are of usage: a plan without a
// scenario is one, for nothing would be established.
func Plan(o Order) (*plan.Plan, error) {
	all := slices.Clone(o.Repertoire.Scenarios)
	if o.Only != nil {
		all = slices.DeleteFunc(all, func(s *scenario.Scenario) bool { return !o.Only(s) })
	}
	p, problems := plan.Build(plan.BuildInput{
		SUT: o.SUT, Profiles: o.Profiles, LabelFilter: o.LabelFilter, Seed: o.Seed, Scenarios: all, Catalogue: o.Repertoire.Catalogue,
		Packs: o.Repertoire.Packs, Historical: o.Historical, Without: o.Without,
	})
	if err := repertoire.Check(problems, nil); err != nil {
		return nil, exit.Usage(err, "etalon scenario list")
	}
	if len(p.Scenarios) == 0 {
		return nil, exit.Usage(fmt.Errorf("aucun scénario ne correspond : rien ne serait établi (no scenario matches: nothing would be established)"), "etalon scenario list")
	}
	return p, standing.Record(p, o.Repertoire.Packs, xsd.FS(), o.Build, o.Documents...)
}

// ProfileIDs reads lists of profiles with commas; "all" asks for no one of them.
func ProfileIDs(names []string) []etalon.ProfileID {
	var ids []etalon.ProfileID
	for _, n := range names {
		for _, id := range strings.Split(n, ",") {
			if id = strings.TrimSpace(id); id != "" && id != "all" {
				ids = append(ids, etalon.ProfileID(id))
			}
		}
	}
	return ids
}

// Messages are those that a scenario's send step may name.
func Messages() []scenario.Case {
	var all []scenario.Case
	for _, c := range client.Cases() {
		all = append(all, scenario.Case{Transaction: c.Transaction, Name: c.Name, Needs: c.Needs})
	}
	return all
}
