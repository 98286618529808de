package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/setup"
	"github.com/etalon-dmp/etalon/internal/sut"
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
	if err := sut.Listenable(c.Listen); err != nil {
		return usage(err, "Écrivez machine:port, par exemple --listen 127.0.0.1:8443. (Write host:port.)")
	}
	declaration := filepath.Join(c.Dir, "sut.yaml")
	says := etalon.SUT{Listen: c.Listen, HostNames: c.Host, PKI: filepath.Join(c.Dir, igcFolder)}
	_, err := os.Stat(declaration)
	kept := err == nil
	if kept { // the product is told what the file says
		declared, err := a.sut(declaration, "", nil)
		if err != nil {
			return err
		}
		says.Listen, says.HostNames = declared.Listen, declared.HostNames
		if declared.PKI != "" {
			says.PKI = declared.PKI
		}
	}
	folder := says.PKI
	keys, err := setup.PrepareKeys(disk.Keys(folder), c.Host, a.clock)
	if err != nil {
		return err
	}
	if keys.Renewed {
		fmt.Fprintf(a.say(), "Certificat du DMP simulé refait pour (server certificate made anew for): %v\n", c.Host)
	}
	if kept {
		fmt.Fprintf(a.say(), "%s existe, il est gardé : listen %s (exists, kept)\n", declaration, says.Listen)
		for _, name := range c.Host {
			if !slices.Contains(says.HostNames, name) {
				fmt.Fprintf(a.say(), "Ajoutez-y (add to it) hostNames: %s\n", name)
			}
		}
	} else if err := os.WriteFile(declaration, []byte(sut.Template(c.Listen, igcFolder, c.Host)), 0o644); err != nil {
		return usage(err, "")
	}
	if !keys.Fresh {
		fmt.Fprintf(a.say(), "%s existe, les certificats sont gardés (exists, certificates kept)\n", folder)
	}
	return setup.FirstSteps(a.say(), setup.Addresses(says.Listen, says.HostNames), declaration, folder, keys.Set)
}
