package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/store"
)

type workerCmd struct {
	Data     string `type:"path" default:"donnees" help:"Dossier des dossiers remis, le même que celui de serve. (Folder of what was handed in, the same as serve's.)"`
	Database string `required:"" env:"ETALON_DATABASE" placeholder:"postgres://…" help:"Base PostgreSQL de la console. (The console's PostgreSQL.)"`
	Blobs    string `placeholder:"s3://…" help:"Où ce qui est remis est gardé aussi, comme serve. (Where what is handed in is kept too, as for serve.)"`
	Jobs     int    `default:"1" help:"Sessions jugées en même temps. (Sessions judged at a time.)"`
}

// Help gives an example.
func (workerCmd) Help() string {
	return "Exemples :\n  etalon worker --database postgres://etalon@base/etalon --data /partage/etalon --jobs 2\n  ETALON_DATABASE=postgres://… etalon worker --data /partage/etalon\n\n" +
		"Autant de processus, sur autant de machines qu'on veut ; aucun n'a la clé qui signe. Le mot de passe de la base : PGPASSFILE ou ETALON_DATABASE, pas la ligne de commande.\n" +
		"(As many processes, on as many machines as wanted; none has the signing key.)"
}

// Run judges what the console orders, until interrupted.
func (c *workerCmd) Run(ctx context.Context, a *app) error {
	if !store.IsAddress(c.Database) {
		return usage(fmt.Errorf("%q n'est pas l'adresse d'un PostgreSQL ; une base SQLite est de serve seul (is not the address of a PostgreSQL; a SQLite database is serve's alone)", c.Database), "--database postgres://…")
	}
	if c.Jobs < 1 {
		return usage(errors.New("--jobs : au moins 1 (at least 1)"), "")
	}
	d, err := a.desk(ctx, c.Data, c.Database, c.Blobs, 0)
	if err != nil {
		return err
	}
	defer func() { _ = d.Store.Close() }()
	fmt.Fprintln(a.say(), "Au travail (at work)")
	return d.Work(ctx, desk.Options{Workers: c.Jobs, Clock: a.clock, Errors: a.warn()})
}
