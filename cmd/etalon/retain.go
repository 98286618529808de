package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/internal/exit"
)

type retainCmd struct {
	Data     string `type:"existingdir" default:"donnees" help:"Dossier de la console. (Folder of the console.)"`
	Database string `env:"ETALON_DATABASE" placeholder:"postgres://…" help:"Base PostgreSQL de la console, si ce n'est pas celle de --data. (The console's PostgreSQL.)"`
	Blobs    string `placeholder:"s3://…" help:"Où ce qui est remis est gardé aussi, comme serve. (Where what is handed in is kept too, as for serve.)"`
	Older    int    `required:"" placeholder:"JOURS" help:"Les sessions remises il y a plus de tant de jours. (Sessions handed in more than so many days ago.)"`
	Reason   string `default:"durée de conservation échue" help:"Motif, écrit au journal et dans les dossiers. (Reason, written in the log and in the dossiers.)"`
	DryRun   bool   `help:"Dire seulement lesquelles. (Only tell which.)"`
}

// Help says what stays.
func (retainCmd) Help() string {
	return "Exemple : etalon retain --data donnees --older 3650 --dry-run\n\n" +
		"Les messages de ces sessions sont détruits, avec les rapports qui les citent. Restent le journal de chaque dossier, l'empreinte de chaque message, les verdicts, décisions et attestations : tout se vérifie encore, rien ne se juge plus de nouveau. Une version dont une décision est en cours ou un recours sans réponse est laissée.\n" +
		"Les copies faites avant les ont encore. (The messages of these sessions are destroyed, with the reports that quote them; chains, digests, verdicts, decisions and statements stay. Copies made before still have them.)"
}

// Run takes out what is past its time, or tells what would be.
func (c *retainCmd) Run(ctx context.Context, a *app) error {
	if c.Older < 1 {
		return usage(errors.New("--older : au moins un jour (at least a day)"), "")
	}
	d, err := a.desk(ctx, c.Data, c.Database, c.Blobs, 0)
	if err != nil {
		return err
	}
	defer func() { _ = d.Store.Close() }()
	before := a.clock().AddDate(0, 0, -c.Older)
	if c.DryRun {
		past, err := d.Past(ctx, before)
		for _, s := range past {
			fmt.Fprintf(a.say(), "session %d, %s, %s\n", s.ID, s.At.Format(time.DateOnly), s.Head)
		}
		return err
	}
	marked, emptied, err := d.Retain(ctx, before, c.Reason)
	fmt.Fprintf(a.say(), "%d sessions de plus ; %d dossiers sont sans messages (more sessions; dossiers are without messages)\n", marked, emptied)
	return exit.Unwritten(err)
}
