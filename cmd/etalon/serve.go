package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/store"
)

type serveCmd struct {
	Data   string `type:"path" default:"donnees" help:"Dossier de la base, des dossiers remis et de la clé. (Folder of the database, of what was handed in and of the key.)"`
	Listen string `default:"127.0.0.1:8080" help:"Adresse ; hors de cette machine, derrière un frontal TLS seulement. (Address; outside this machine, behind a TLS proxy only.)"`
	Behind bool   `help:"Un frontal TLS est devant : les cookies ne vont qu'en TLS. (A TLS proxy stands before: cookies go over TLS only.)"`
	Jobs   int    `default:"1" help:"Sessions jugées en même temps. (Sessions judged at a time.)"`
	Upload int64  `default:"1024" help:"Taille d'une archive remise, en Mio, et quatre fois plus une fois ouverte. (Size of an archive, in MiB, and four times that once open.)"`
}

// Help gives an example.
func (serveCmd) Help() string {
	return "Exemples :\n  echo 'un long mot de passe' | etalon people --data donnees --login admin --name 'A. Nom'\n  etalon serve --data donnees\n\n" +
		"Puis http://127.0.0.1:8080 : le compte d'administration crée les autres.\nSauvegarde : etalon backup --data donnees FICHIER, et une copie de donnees/dossiers."
}

// Run keeps the console up until interrupted.
func (c *serveCmd) Run(ctx context.Context, a *app) error {
	l, err := desk.Listen(ctx, c.Listen, c.Behind)
	if err != nil {
		return err
	}
	defer l.Close()
	s, err := a.store(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	key, err := disk.SealKey(c.Data)
	if err != nil {
		return exit.NotReady(err, "")
	}
	all, err := a.scenarios("", nil)
	if err != nil {
		return err
	}
	vault := disk.Vault{Dir: filepath.Join(c.Data, "dossiers"), Most: c.Upload << 22}
	d := &desk.Desk{
		Store: s, Vault: vault, Judging: a.judgingAlone,
		Reports: func(head string) desk.Folder { return vault.Reports(head) },
	}
	fmt.Fprintf(a.say(), "http://%s\nClé publique des attestations (public key of statements): %s\n", l.Addr(), filepath.Join(c.Data, disk.PublicKey))
	return d.Serve(ctx, desk.Options{
		Listener: l, Secure: c.Behind, Profiles: desk.Profiles(all.Catalogue), Key: key, Workers: c.Jobs, MostUpload: c.Upload << 20, Clock: a.clock, Errors: a.warn(),
	})
}

// store opens the database of a folder.
func (a *app) store(ctx context.Context, data string) (*store.Store, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, exit.Unwritten(err)
	}
	s, err := store.Open(ctx, filepath.Join(data, "etalon.db"), a.clock)
	return s, exit.Unwritten(err)
}

type backupCmd struct {
	File string `arg:"" type:"path" help:"Fichier à écrire. (File to write.)"`
	Data string `type:"existingdir" default:"donnees" help:"Dossier de la base. (Folder of the database.)"`
}

// Run copies the database as it is at one instant, while it serves.
func (c *backupCmd) Run(ctx context.Context, a *app) error {
	if _, err := os.Stat(c.File); !errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("%s existe déjà (exists already)", c.File), "")
	}
	s, err := a.store(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return exit.Unwritten(s.Backup(ctx, c.File))
}
