package main

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/population/sheet"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

type patientsCmd struct {
	Names      []string `arg:"" optional:"" help:"Noms de jeu, par exemple ACTIF FERME ; tous sans argument. (Fixture names; all of them by default.)"`
	Format     string   `enum:"text,csv,html,yaml" default:"text" help:"text (écran), csv (points-virgules, UTF-8), html (étiquettes à imprimer) ou yaml (pour etalon run --population). (text, csv, html, or yaml for etalon run --population.)"`
	Lang       string   `enum:"fr,en" default:"fr" help:"fr ou en."`
	Count      int      `help:"Inventer ce nombre de patients au lieu de ceux des scénarios. (Invent that many patients instead of those of the scenarios.)"`
	Generation string   `placeholder:"dmp1|dmp2" help:"Les numéros de cette génération du DMP : dmp1 est celle de 2011 à 2013, avec l'INS-C. (The numbers of that generation of the DMP.)"`
	Seed       uint64   `default:"1" help:"Graine de --count : la même donne les mêmes patients. (Seed of --count: the same gives the same patients.)"`
}

// Help gives an example.
func (patientsCmd) Help() string {
	return "Exemples : etalon patients · etalon patients ACTIF FERME --format html > etiquettes.html · etalon patients --count 10000 --seed 7 --format csv > population.csv · etalon patients --count 200 --seed 7 --format yaml > population.yaml"
}

// Run prints the synthetic patients that a tester enters in the product first.
func (c *patientsCmd) Run(a *app) error {
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	order := sheet.Order{Names: c.Names, Format: c.Format, Count: c.Count, Seed: c.Seed}
	patients, err := order.Patients(all.Catalogue.Patients)
	if err != nil {
		return err
	}
	g, names, known := scenario.GenerationOf(c.Generation)
	if !known {
		return usage(fmt.Errorf("génération inconnue : %s (unknown generation)", c.Generation), strings.Join(names, ", "))
	}
	return order.Write(a.say(), func(yield func(etalon.Patient) bool) {
		for p := range patients {
			if !yield(g.Patient(p)) {
				return
			}
		}
	}, c.Lang)
}
