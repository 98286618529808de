package main

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type dossierRedactCmd struct {
	Dossier  string   `arg:"" type:"existingdir" help:"Dossier, par exemple out/dossier."`
	Out      string   `required:"" placeholder:"DOSSIER" type:"path" help:"Où écrire la copie. (Where to write the copy.)"`
	Exchange []string `placeholder:"x0007" help:"Échanges à caviarder ; par défaut, ceux qui portent un INS qui semble réel. (Exchanges to redact; by default those that hold an INS that seems real.)"`
	All      bool     `help:"Tous les échanges. (All exchanges.)"`
	Words    bool     `help:"Aussi les mots du produit et des personnes au journal : affichages, commentaires, motifs, noms. Sans lui, seuls les INS qui semblent réels en sont ôtés. (Also what the product and persons said in the journal: what was shown, comments, reasons, names. Without it only INS that seem real are taken out of them.)"`
	Reason   string   `default:"identité réelle" help:"Motif, écrit dans la copie. (Reason, written in the copy.)"`
}

// Help says what stays.
func (dossierRedactCmd) Help() string {
	return "L'original n'est pas touché : détruisez-le si une personne réelle y est. La copie garde le journal, moins les mots ôtés, sa chaîne et l'empreinte de chaque message : on vérifie toujours, on ne juge plus ce qui est ôté.\n" +
		"Une empreinte n'est pas un chiffrement : qui connaît tout le reste d'un message peut essayer une hypothèse sur ce qui manque.\n" +
		"(The original is left alone: destroy it if a real person is in it. The copy keeps the journal less the words taken out, its chain and the digest of each message: it can still be verified; what was taken out can no longer be judged. A digest is no encryption.)"
}

// Run copies the dossier and says what can no longer be judged.
func (c *dossierRedactCmd) Run(a *app) error {
	d, err := verdicts.Read(disk.Folder(c.Dossier))
	if err != nil {
		return err
	}
	r := verdicts.Redaction{All: c.All, Words: c.Words, Reason: c.Reason}
	for _, id := range c.Exchange {
		r.Exchanges = append(r.Exchanges, etalon.ExchangeID(id))
	}
	chosen, err := r.Choose(d)
	if err != nil {
		return err
	}
	to, err := disk.CreateDossier(c.Out)
	if err != nil {
		return usage(err, "Choisissez un autre --out : une preuve n'est jamais écrasée. (Choose another --out: evidence is never overwritten.)")
	}
	defer to.Close()
	taken, err := d.Redact(to, dossier.Taking{Exchanges: chosen, Words: r.Reword, Reason: c.Reason})
	if err != nil {
		return exit.Unwritten(err)
	}
	copied, err := verdicts.Read(disk.Folder(c.Out))
	if err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "Copie caviardée, chaîne intacte (redacted copy, chain intact): %s\n", c.Out)
	a.unjudged(copied)
	if n := len(taken.Lines); n > 0 {
		fmt.Fprintf(a.say(), "Mots ôtés de %d lignes du journal : la chaîne tient par leurs empreintes, rien ne garantit plus leur texte, et aucun scénario de cette copie n'est conforme. (Words taken out of %d lines of the journal: the chain holds by their digests, nothing vouches for their text any longer, and no scenario of this copy passes.)\n", n, n)
	}
	journal, err := disk.Folder(c.Out).ReadFile(dossier.JournalName)
	if err != nil {
		return err
	}
	if n := verdicts.StillTold(journal); n > 0 {
		fmt.Fprintf(a.say(), "Attention : le reste du journal porte %d INS qui semblent réels, et ne peut être caviardé sans rompre la chaîne : ne transmettez pas cette copie. (The rest of the journal holds %d INS that seem real and cannot be redacted without breaking the chain: do not hand this copy on.)\n", n, n)
		return exit.Error{Code: etalon.ExitInconclusive}
	}
	return nil
}

// unjudged says which exchanges of a dossier can no longer be judged, and why.
func (a *app) unjudged(d *dossier.Dossier) {
	gone := verdicts.Unjudged(d)
	if len(gone) == 0 {
		return
	}
	fmt.Fprintf(a.say(), "Caviardé (redacted), %s : %d échanges ne peuvent plus être jugés (exchanges can no longer be judged) ; leurs empreintes restent dans la chaîne.\n", d.Taken.Reason, len(gone))
	for _, x := range gone {
		fmt.Fprintf(a.say(), "  %s  %s  %s\n", x.ID, x.Transaction, x.Scenario)
	}
}
