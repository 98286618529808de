package main

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type dossierCmd struct {
	Verify  dossierVerifyCmd  `cmd:"" help:"Vérifier la chaîne et les octets d'un dossier. (Verify a dossier's chain and bytes.) Exemple : etalon dossier verify out/dossier"`
	Redact  dossierRedactCmd  `cmd:"" help:"Copier un dossier sans les octets de certains messages. (Copy a dossier without the bytes of some messages.) Exemple : etalon dossier redact out/dossier --out copie/dossier"`
	Correct dossierCorrectCmd `cmd:"" help:"Reprendre la réponse d'une personne, par une entrée de plus. (Take back a person's answer, by one more entry.) Exemple : etalon dossier correct out/dossier --scenario td2.1-closed --step s03 --answer yes --by 'A. Testeuse' --reason 'mauvaise touche'"`
}

type dossierVerifyCmd struct {
	Dossier string `arg:"" type:"existingdir" help:"Dossier, par exemple out/dossier."`
	Key     string `placeholder:"FICHIER" type:"existingfile" help:"Clé publique dont la signature est attendue, sceau.pem. (Public key whose signature is expected.)"`
}

// Run says whether every entry and every byte is as it was recorded.
func (c *dossierVerifyCmd) Run(a *app) error {
	d, err := verdicts.Read(disk.Folder(c.Dossier))
	if err != nil {
		return err
	}
	state := "scellé (sealed)"
	if d.Seal == nil {
		state = "non scellé : la session ne s'est pas terminée (not sealed: the session did not end)"
	}
	fmt.Fprintf(a.say(), "Dossier intact (intact): %s\n", state)
	fmt.Fprintf(a.say(), "Échanges (exchanges): %d · scénarios: %d · empreinte (digest): %s\n", len(d.Exchanges), len(d.Scenarios), d.Head)
	key := []byte(nil)
	if c.Key != "" {
		if key, err = disk.ReadFile(c.Key); err != nil {
			return usage(err, "")
		}
	}
	proven, err := verdicts.Proven(d, key)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.say(), proven)
	a.unjudged(d)
	for _, id := range d.Lost {
		fmt.Fprintf(a.say(), "Perdu avant réponse (lost before it was answered): %s\n", id)
	}
	for _, l := range d.Incomplete {
		fmt.Fprintf(a.say(), "Incomplet, jamais acquitté (incomplete, never acknowledged): %s, %d octets (bytes)\n", l.Name, l.Size)
	}
	if d.Seal == nil {
		return exit.Error{Code: etalon.ExitInconclusive}
	}
	return nil
}
