package reference

import (
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/community"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// The names of the reference products, where a file's name would stand: a
// client, and a registry with a repository. Driver is the kind of both.
const (
	Client = "builtin:lps"
	Server = "builtin:xds" // and a patient demographics supplier
	Driver = "builtin"
)

// The profiles that the reference products play: the DMP's, as healthcare
// software, or those of plain IHE. A product has one configuration: asked for both,
// it is that of the DMP, which has to do in a community of plain IHE too.
var (
	dmpProfiles   = []etalon.ProfileID{"acces", "creation", "pdqv3", "alimentation", "consultation"}
	plainProfiles = []etalon.ProfileID{"xds-source", "xds-consumer", "xds-administrator", "pdq-consumer", "xds-i-source", "xds-i-consumer", "xds-i-consumer-wado", "xds-i-consumer-wado-rs"}
	// trustProfiles are of plain IHE too: identity assertions and signatures.
	trustProfiles = []etalon.ProfileID{"xua-user", "xua-subject-role", "xua-purpose-of-use", "xua-authz-consent", "dsg-creator", "dsg-consumer"}
	contents      = []etalon.ProfileID{"xds-sd", "pcc", "ic", "imagerie"} // of the DMP too, played when they are asked for
	scanProfiles  = []etalon.ProfileID{"xds-sd-source"}                   // of plain IHE
	further       = append(slices.Clone(contents), "insi")
	nodeProfiles  = []etalon.ProfileID{"atna-node", "ct-client", "ct-client-servers"}
	// fedProfiles are of a node whose records go by FHIR Feed, and not by syslog.
	fedProfiles = []etalon.ProfileID{"atna-node-fhir"}

	serverProfiles        = []etalon.ProfileID{"xds-registry", "xds-repository", "pdq-supplier"}
	dmpServerProfiles     = []etalon.ProfileID{"dmp-registry", "dmp-repository"}
	imagingServerProfiles = []etalon.ProfileID{"xds-i-image-server", "xds-i-image-server-wado", "xds-i-image-server-wado-rs"}
	// identityProfiles are of a server that takes identity assertions only.
	identityProfiles = []etalon.ProfileID{"xua-provider"}
)

// Declare declares a reference product with a defect, "" for none. asked are the
// profiles of the session, none for all. known is false when name is not that of
// a reference product.
func Declare(name, mutant string, asked []etalon.ProfileID) (sut etalon.SUT, known bool, err error) {
	switch name {
	case Client:
		sut, err = client(asked, mutant)
	case Server:
		sut, err = server(asked, mutant)
	case TimeServer:
		sut, err = declareTime(mutant)
	case Records:
		sut, err = declareRecords(mutant)
	default:
		return etalon.SUT{}, false, nil
	}
	return sut, true, err
}

// Serves tells that a declared product is the reference server.
func Serves(s etalon.SUT) bool {
	return s.Driver.Kind == Driver && slices.ContainsFunc(s.Roles, scenario.Serves)
}

// client declares healthcare software that is a client of the DMP; when profiles
// of plain IHE are asked for too, it is a document source, consumer and
// administrator as well; when only these are, it is nothing else. It is a secure
// node, and a client of a time server, when that is asked for.
func client(asked []etalon.ProfileID, mutant string) (etalon.SUT, error) {
	ihe := slices.Concat(plainProfiles, trustProfiles, scanProfiles)
	plain := within(asked, ihe)
	if mutant != "" {
		i := slices.IndexFunc(lps.Mutants(), func(m lps.Mutant) bool { return m.Name == mutant })
		if i < 0 {
			return etalon.SUT{}, UnknownMutant(mutant)
		}
		plain = plain || (len(asked) == 0 && (lps.Mutants()[i].Plain || lps.Mutants()[i].Trust || lps.Mutants()[i].Imaging))
		if len(asked) == 0 && lps.Mutants()[i].Fed {
			asked = fedProfiles
		} else if len(asked) == 0 && lps.Mutants()[i].Node {
			asked = nodeProfiles
		}
	}
	of := nodeProfiles
	if within(asked, slices.Concat(ihe, fedProfiles)) && !within(asked, ihe) {
		of = fedProfiles
	}
	s := etalon.SUT{
		Name: lps.DefaultName, Version: lps.DefaultVersion, Vendor: "Étalon (produit synthétique)", Profiles: dmpProfiles,
		Roles: []string{scenario.RoleLPS}, Mode: etalon.ModeDirect, VIHFVersion: "3.0",
		Driver: etalon.DriverSpec{Kind: Driver}, Mutant: mutant,
	}
	roles := []string{scenario.RoleSource, scenario.RoleConsumer, scenario.RoleAdministrator, scenario.RoleDemographicsConsumer, scenario.RoleImagingConsumer}
	node := slices.ContainsFunc(asked, func(id etalon.ProfileID) bool { return slices.Contains(of, id) })
	some := slices.ContainsFunc(asked, func(id etalon.ProfileID) bool { return slices.Contains(ihe, id) })
	switch {
	case node && within(asked, slices.Concat(ihe, of)), plain:
		s.Profiles, s.Roles = ihe, roles
	case some || node:
		s.Profiles, s.Roles = slices.Concat(dmpProfiles, ihe), append(s.Roles, roles...)
	}
	if slices.ContainsFunc(asked, func(id etalon.ProfileID) bool { return slices.Contains(further, id) }) {
		s.Profiles = slices.Concat(s.Profiles, further)
	}
	if node {
		s.Profiles = slices.Concat(s.Profiles, of)
		s.Roles = append(slices.Clip(s.Roles), scenario.RoleSecureNode, scenario.RoleTimeClient)
	}
	return s, nil
}

// server declares a server of plain IHE, or of the DMP when only its profiles
// are asked for.
func server(asked []etalon.ProfileID, mutant string) (etalon.SUT, error) {
	if mutant != "" && !slices.ContainsFunc(community.Mutants(), func(m community.Mutant) bool { return m.Name == mutant }) {
		return etalon.SUT{}, UnknownMutant(mutant)
	}
	s := etalon.SUT{
		Name: community.Name, Version: community.Version, Vendor: "Étalon (produit synthétique)", Profiles: serverProfiles,
		Roles: []string{scenario.RoleRegistry, scenario.RoleRepository, scenario.RoleDemographicsSupplier}, RepositoryID: community.RepositoryID,
		Driver: etalon.DriverSpec{Kind: Driver}, Mutant: mutant,
	}
	switch {
	case within(asked, dmpServerProfiles):
		s.Profiles, s.Mode, s.VIHFVersion = dmpServerProfiles, etalon.ModeIndirect, "3.0"
	case within(asked, imagingServerProfiles):
		s.Profiles, s.Roles, s.ImagingID = imagingServerProfiles, append(s.Roles, scenario.RoleImagingSource), community.ImagingID()
	case within(asked, identityProfiles):
		s.Profiles = identityProfiles
	}
	return s, nil
}

// within tells that something was asked for, and only what is among those.
func within(asked, those []etalon.ProfileID) bool {
	return len(asked) > 0 && !slices.ContainsFunc(asked, func(id etalon.ProfileID) bool { return !slices.Contains(those, id) })
}

// UnknownMutant is the error that no product has such a defect.
func UnknownMutant(name string) error {
	var known []string
	for _, d := range Defects() {
		known = append(known, d.Name)
	}
	return exit.Usage(fmt.Errorf("mutant inconnu : %s (unknown mutant)", name), fmt.Sprint("Mutants : ", known))
}
