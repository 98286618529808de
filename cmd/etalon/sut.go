package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// builtin is the reference product, run from this executable.
const builtin = "builtin:lps"

// sut reads a product's declaration. Paths inside it are relative to the file.
func (a *app) sut(name, mutant string) (etalon.SUT, error) {
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS())
	if err := reported(a.err, problems, err); err != nil {
		return etalon.SUT{}, err
	}
	var profiles []etalon.ProfileID
	for _, p := range cat.Profiles {
		profiles = append(profiles, p.ID)
	}
	if name == builtin {
		return builtinSUT(profiles, mutant)
	}
	if mutant != "" {
		return etalon.SUT{}, usage(fmt.Errorf("--mutant ne vaut que pour %s (only for %s)", builtin, builtin), "")
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return etalon.SUT{}, usage(err, "etalon init prépare sut.yaml (prepares sut.yaml); --sut "+builtin+" est le produit de référence (is the reference product)")
	}
	s, problems := sut.Read(name, src, profiles)
	if err := reported(a.err, problems, nil); err != nil {
		return s, usage(err, "Corrigez "+name+" aux lignes dites. (Mend it at the lines said.)")
	}
	if s.PKI != "" && !filepath.IsAbs(s.PKI) {
		s.PKI = filepath.Join(filepath.Dir(name), s.PKI)
	}
	return s, nil
}

func builtinSUT(profiles []etalon.ProfileID, mutant string) (etalon.SUT, error) {
	if mutant != "" {
		known := false
		var names []string
		for _, m := range lps.Mutants() {
			known = known || m.Name == mutant
			names = append(names, m.Name)
		}
		if !known {
			return etalon.SUT{}, usage(fmt.Errorf("mutant inconnu : %s (unknown mutant)", mutant), fmt.Sprint("Mutants : ", names))
		}
	}
	return etalon.SUT{
		Name: lps.DefaultName, Version: lps.DefaultVersion, Vendor: "Étalon (produit synthétique)", Profiles: profiles,
		Roles: []string{scenario.RoleLPS}, Mode: etalon.ModeIndirect, VIHFVersion: "3.0",
		Driver: etalon.DriverSpec{Kind: "builtin"}, Mutant: mutant,
	}, nil
}
