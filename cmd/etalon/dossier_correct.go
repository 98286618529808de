package main

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type dossierCorrectCmd struct {
	Dossier  string `arg:"" type:"existingdir" help:"Dossier, par exemple out/dossier."`
	Scenario string `required:"" help:"Scénario de la question. (Scenario of the question.)"`
	Step     string `required:"" help:"Étape de la question. (Step of the question.)"`
	Answer   string `required:"" enum:"yes,no" help:"La réponse juste : yes ou no. (The right answer.)"`
	By       string `required:"" help:"Qui la reprend. (Who takes it back.)"`
	Reason   string `required:"" help:"Pourquoi. (Why.)"`
	Key      string `placeholder:"FICHIER" type:"existingfile" help:"Clé du banc qui signe le nouveau sceau, sceau.key.pem. (Key of the bench that signs the new seal.)"`
}

// Run adds the correction, and seals anew: the first answer stays in the journal.
func (c *dossierCorrectCmd) Run(a *app) error {
	var key []byte
	if c.Key != "" {
		var err error
		if key, err = disk.ReadFile(c.Key); err != nil {
			return usage(err, "")
		}
	}
	storage, err := disk.OpenDossier(c.Dossier)
	if err != nil {
		return exit.Unwritten(err)
	}
	defer storage.Close()
	said := dossier.Correction{Scenario: etalon.ScenarioID(c.Scenario), Step: etalon.StepID(c.Step), Answer: c.Answer, By: c.By, Reason: c.Reason}
	if err := verdicts.Correct(storage, disk.Folder(c.Dossier), a.clock, said, key); err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "Réponse reprise, la première reste au journal (answer taken back, the first one stays in the journal): %s %s\n  → etalon judge %s\n", c.Scenario, c.Step, c.Dossier)
	return nil
}
