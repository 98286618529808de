package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/store"
)

type peopleCmd struct {
	Data  string `type:"path" default:"donnees" help:"Dossier de la base. (Folder of the database.)"`
	Login string `required:"" help:"Identifiant. (Login.)"`
	Name  string `required:"" help:"Nom. (Name.)"`
}

// Help gives an example.
func (peopleCmd) Help() string {
	return "Exemple : echo 'un long mot de passe' | etalon people --data donnees --login admin --name 'A. Nom'\n\nLe mot de passe se lit sur l'entrée standard, sur une ligne."
}

// Run makes the first account, an administrator's.
func (c *peopleCmd) Run(ctx context.Context, a *app) error {
	line, err := io.ReadAll(io.LimitReader(a.in, 1024))
	if err != nil {
		return err
	}
	password, _, _ := strings.Cut(string(line), "\n")
	secret, err := login.Secret(strings.TrimSuffix(password, "\r"))
	if err != nil {
		return usage(err, "echo 'un long mot de passe' | etalon people …")
	}
	s, err := a.store(ctx, c.Data)
	if err != nil {
		return err
	}
	defer s.Close()
	err = s.First(ctx, c.Login, c.Name, secret)
	if errors.Is(err, store.ErrFirst) {
		return usage(err, "Le compte d'administration crée les autres, dans la console. (The administrator's account makes the others, in the console.)")
	}
	if err == nil {
		fmt.Fprintf(a.say(), "Compte créé (account made): %s\n  → etalon serve --data %s\n", c.Login, c.Data)
	}
	return err
}
