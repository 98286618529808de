package main

import "github.com/etalon-dmp/etalon/internal/population/sheet"

type patientsCmd struct {
	Names  []string `arg:"" optional:"" help:"Noms de jeu, par exemple ACTIF FERME ; tous sans argument. (Fixture names; all of them by default.)"`
	Format string   `enum:"text,csv,html" default:"text" help:"text (écran), csv (points-virgules, UTF-8) ou html (étiquettes à imprimer). (text, csv or html.)"`
	Lang   string   `enum:"fr,en" default:"fr" help:"fr ou en."`
	Count  int      `help:"Inventer ce nombre de patients au lieu de ceux des scénarios. (Invent that many patients instead of those of the scenarios.)"`
	Seed   uint64   `default:"1" help:"Graine de --count : la même donne les mêmes patients. (Seed of --count: the same gives the same patients.)"`
}

// Help gives an example.
func (patientsCmd) Help() string {
	return "Exemples : etalon patients · etalon patients ACTIF FERME --format html > etiquettes.html · etalon patients --count 10000 --seed 7 --format csv > population.csv"
}

// Run prints the synthetic patients that a tester enters in the product first.
func (c *patientsCmd) Run(a *app) error {
	all, err := a.scenarios("", nil)
	if err != nil {
		return err
	}
	order := sheet.Order{Names: c.Names, Format: c.Format, Count: c.Count, Seed: c.Seed}
	patients, err := order.Patients(all.Catalogue.Patients)
	if err != nil {
		return err
	}
	return order.Write(a.say(), patients, c.Lang)
}
