package main

import (
	"context"
	"fmt"

	"github.com/etalon-dmp/etalon/internal/desk"
)

type peopleCmd struct {
	Data     string `type:"path" default:"donnees" help:"Dossier de la base. (Folder of the database.)"`
	Database string `env:"ETALON_DATABASE" placeholder:"postgres://…" help:"Base PostgreSQL, que des etalon worker partagent ; sans : SQLite, dans --data. (A PostgreSQL database, shared with etalon worker; without: SQLite, in --data.)"`
	Login    string `required:"" help:"Identifiant. (Login.)"`
	Name     string `required:"" help:"Nom. (Name.)"`
}

// Help gives an example.
func (peopleCmd) Help() string {
	return "Exemple : echo 'un long mot de passe' | etalon people --data donnees --login admin --name 'A. Nom'\n\nLe mot de passe se lit sur l'entrée standard, sur une ligne."
}

// Run makes the first account, an administrator's.
func (c *peopleCmd) Run(ctx context.Context, a *app) error {
	s, err := a.store(ctx, c.Data, c.Database)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	err = desk.First(ctx, s, c.Login, c.Name, a.in)
	if err == nil {
		fmt.Fprintf(a.say(), "Compte créé (account made): %s\n  → etalon serve --data %s\n", c.Login, c.Data)
	}
	return err
}
