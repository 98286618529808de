package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/simulators/community"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// builtin is the reference product, run from this executable.
const builtin = "builtin:lps"

// builtinXDS is the reference server: a registry and a repository, run from this
// executable.
const builtinXDS = "builtin:xds"

// The profiles that the reference product plays: the DMP's, as healthcare
// software, or those of plain IHE. One session has one set of rules, so it
// claims the ones or the others.
var (
	dmpProfiles   = []etalon.ProfileID{"acces", "pdqv3", "alimentation", "consultation"}
	plainProfiles = []etalon.ProfileID{"xds-source", "xds-consumer", "xds-administrator"}

	serverProfiles    = []etalon.ProfileID{"xds-registry", "xds-repository"}
	dmpServerProfiles = []etalon.ProfileID{"dmp-registry", "dmp-repository"}
)

// sut reads a product's declaration. Paths inside it are relative to the file.
// asked are the profiles of the session, none for all that the product claims.
func (a *app) sut(name, mutant string, asked []etalon.ProfileID) (etalon.SUT, error) {
	switch name {
	case builtin:
		return builtinSUT(asked, mutant)
	case builtinXDS:
		return builtinServer(asked, mutant)
	}
	if mutant != "" {
		return etalon.SUT{}, usage(fmt.Errorf("--mutant ne vaut que pour %s et %s (only for them)", builtin, builtinXDS), "")
	}
	cat, err := references(a.err)
	if err != nil {
		return etalon.SUT{}, err
	}
	var profiles []etalon.ProfileID
	for _, p := range cat.Profiles {
		profiles = append(profiles, p.ID)
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

// builtinSUT declares the reference product: healthcare software that is a
// client of the DMP, or, when only profiles of plain IHE are asked for, a
// document source, consumer and administrator.
func builtinSUT(asked []etalon.ProfileID, mutant string) (etalon.SUT, error) {
	plain := len(asked) > 0
	for _, id := range asked {
		plain = plain && slices.Contains(plainProfiles, id)
	}
	if mutant != "" {
		i := slices.IndexFunc(lps.Mutants(), func(m lps.Mutant) bool { return m.Name == mutant })
		if i < 0 {
			return etalon.SUT{}, unknownMutant(mutant)
		}
		plain = plain || (len(asked) == 0 && lps.Mutants()[i].Plain)
	}
	s := etalon.SUT{
		Name: lps.DefaultName, Version: lps.DefaultVersion, Vendor: "Étalon (produit synthétique)", Profiles: dmpProfiles,
		Roles: []string{scenario.RoleLPS}, Mode: etalon.ModeIndirect, VIHFVersion: "3.0",
		Driver: etalon.DriverSpec{Kind: "builtin"}, Mutant: mutant,
	}
	if plain {
		s.Profiles = plainProfiles
		s.Roles = []string{scenario.RoleSource, scenario.RoleConsumer, scenario.RoleAdministrator}
	}
	return s, nil
}

// builtinServer declares the reference server: of plain IHE, or of the DMP when
// only its profiles are asked for.
func builtinServer(asked []etalon.ProfileID, mutant string) (etalon.SUT, error) {
	if mutant != "" && !slices.ContainsFunc(community.Mutants(), func(m community.Mutant) bool { return m.Name == mutant }) {
		return etalon.SUT{}, unknownMutant(mutant)
	}
	s := etalon.SUT{
		Name: community.Name, Version: community.Version, Vendor: "Étalon (produit synthétique)", Profiles: serverProfiles,
		Roles: []string{scenario.RoleRegistry, scenario.RoleRepository}, RepositoryID: community.RepositoryID,
		Driver: etalon.DriverSpec{Kind: "builtin"}, Mutant: mutant,
	}
	dmp := len(asked) > 0
	for _, id := range asked {
		dmp = dmp && slices.Contains(dmpServerProfiles, id)
	}
	if dmp {
		s.Profiles, s.Mode, s.VIHFVersion = dmpServerProfiles, etalon.ModeIndirect, "3.0"
	}
	return s, nil
}

func unknownMutant(name string) error {
	var known []string
	for _, m := range defects() {
		known = append(known, m.Name)
	}
	return usage(fmt.Errorf("mutant inconnu : %s (unknown mutant)", name), fmt.Sprint("Mutants : ", known))
}
