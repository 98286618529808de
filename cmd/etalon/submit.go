package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/submit"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
)

type submitCmd struct {
	Dossier string        `arg:"" type:"existingdir" help:"Dossier scellé, par exemple out/dossier. (Sealed dossier.)"`
	To      string        `required:"" placeholder:"ADRESSE" help:"Console de l'autorité : https, ou http sur cette machine. (The authority's console.)"`
	Token   string        `type:"existingfile" placeholder:"FICHIER" help:"Fichier du jeton du produit ; sinon ETALON_TOKEN. (File of the product's token; else ETALON_TOKEN.)"`
	Wait    time.Duration `default:"30m" help:"Combien attendre le jugement. (How long to wait for the judgement.)"`
}

// Help gives an example and the exit codes.
func (submitCmd) Help() string {
	return "Exemple : ETALON_TOKEN=… etalon submit out/1/dossier --to https://etalon.autorite.example\n\n" +
		"Le code de sortie est celui du verdict de l'autorité ; 2 refusé, 3 sans réponse. (The exit code is that of the authority's verdict; 2 refused, 3 no answer.)"
}

// Run hands in a dossier and shows the authority's verdict beside the one of here.
func (c *submitCmd) Run(ctx context.Context, a *app) error {
	token := []byte(os.Getenv("ETALON_TOKEN"))
	if c.Token != "" {
		var err error
		if token, err = disk.ReadFile(c.Token); err != nil {
			return usage(err, "")
		}
	}
	server, err := submit.NewServer(c.To, string(token), http.DefaultClient)
	if err != nil {
		return err
	}
	m, err := a.judgingAlone()
	if err != nil {
		return err
	}
	folder := disk.Folder(c.Dossier)
	v, err := verdicts.Of(ctx, folder, m)
	if err != nil {
		return err
	}
	var local bytes.Buffer
	if err := jsonreport.Write(&local, v.Result); err != nil {
		return err
	}
	o, err := submit.Submit(ctx, server, submit.Local{Result: v.Result, JSON: local.Bytes(), Archive: func(w io.Writer) error { return disk.Archive(folder, w) }}, c.Wait)
	if err != nil {
		return err
	}
	if err := o.Tell(a.say(), v.Result.Verdict); err != nil {
		return fmt.Errorf("submit: %w", err)
	}
	return exit.Verdict(o.Theirs.Verdict)
}
