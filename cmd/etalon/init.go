package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

type initCmd struct {
	Dir    string   `arg:"" optional:"" default:"." type:"path" help:"Dossier à préparer. (Folder to prepare.)"`
	Listen string   `default:"127.0.0.1:8443" help:"Adresse du DMP simulé, gardée d'une session à l'autre. (Address of the simulated DMP, kept between sessions.)"`
	Host   []string `help:"Noms ou adresses sous lesquels le LPS joindra le DMP simulé. (Names or addresses by which the product will reach it.)"`
}

// Help gives an example.
func (initCmd) Help() string {
	return "Exemple : etalon init banc --listen 0.0.0.0:8443 --host dmp.exemple.test"
}

const igcFolder = "igc"

// Run writes sut.yaml and the test PKI, and tells what to enter in the product.
// What is already there is kept.
func (c *initCmd) Run(a *app) error {
	folder := filepath.Join(c.Dir, igcFolder)
	set, fresh, err := a.prepareKeys(folder, c.Host)
	if err != nil {
		return err
	}
	declaration := filepath.Join(c.Dir, "sut.yaml")
	if _, err := os.Stat(declaration); err == nil {
		fmt.Fprintf(a.out, "%s existe, il est gardé (exists, kept)\n", declaration)
	} else if err := os.WriteFile(declaration, []byte(sut.Template(c.Listen, igcFolder)), 0o644); err != nil {
		return usage(err, "")
	}
	if !fresh {
		fmt.Fprintf(a.out, "%s existe, les certificats sont gardés (exists, certificates kept)\n", folder)
	}
	return a.firstSteps(c, declaration, folder, set)
}

func (a *app) prepareKeys(folder string, hostNames []string) (set *pki.Set, fresh bool, err error) {
	if _, err := os.Stat(filepath.Join(folder, pki.AuthorityFile)); err == nil {
		set, err := pki.Load(os.DirFS(folder))
		if err != nil {
			return nil, false, usage(err, "Déplacez le dossier et relancez etalon init. (Move the folder away and run etalon init again.)")
		}
		return set, false, a.renewServer(set, folder, hostNames)
	}
	set, err = pki.New(seeded(a.clock().UnixNano()), a.clock(), hosts(etalon.SUT{HostNames: hostNames}))
	if err != nil {
		return nil, false, err
	}
	return set, true, disk.WriteFiles(folder, set.Files(), true)
}

// renewServer makes the server certificate anew when it lacks a name asked for;
// what the product has imported stays good.
func (a *app) renewServer(set *pki.Set, folder string, hostNames []string) error {
	for _, name := range hostNames {
		if set.Get(pki.Server).Certificate.VerifyHostname(name) == nil {
			continue
		}
		if err := set.RenewServer(seeded(a.clock().UnixNano()), a.clock(), hosts(etalon.SUT{HostNames: hostNames})); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "Certificat du DMP simulé refait pour (server certificate made anew for): %v\n", hostNames)
		return disk.WriteFiles(folder, set.Files(), true)
	}
	return nil
}

func (a *app) firstSteps(c *initCmd, declaration, folder string, set *pki.Set) error {
	_, err := fmt.Fprintf(a.out, `
Préparé (prepared): %s et %s

Dans votre LPS (in your product):
  1. Adresses du DMP, base (DMP base address):
       https://%s/si-dmp-server/v2/services/
     services: patients, patientsPDQ, habilitations, registry, repository
  2. Autorité à déclarer de confiance (authority to trust):
       %s
     %s
  3. Certificats du logiciel (the product's certificates), mot de passe (password) « %s »:
       %s   authentification TLS (ORG_AUTH_CLI)
       %s   signature du VIHF et du lot (ORG_SIGN)
     ou la carte de test (or the test card): %s, %s
  4. Complétez (complete) %s, puis (then):
       etalon doctor --sut %s
       etalon run --sut %s --out out/1

Ces clés ne protègent rien : elles sont de test. (These keys protect nothing: they are for tests.)
`,
		declaration, folder, c.Listen,
		filepath.Join(folder, pki.AuthorityFile), set.Authority.Certificate.Subject.String(), pki.Password,
		p12(folder, pki.StructureAuth), p12(folder, pki.StructureSign), p12(folder, pki.CardAuth), p12(folder, pki.CardSign),
		declaration, declaration, declaration)
	return err
}

func p12(folder string, n pki.Name) string { return filepath.Join(folder, string(n)+".p12") }
