package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon/cmd/internal/authority"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/store"
)

type backupCmd struct {
	Folder   string `arg:"" type:"path" help:"Dossier à faire. (Folder to make.)"`
	Data     string `type:"existingdir" default:"donnees" help:"Dossier de la console. (Folder of the console.)"`
	Database string `env:"ETALON_DATABASE" placeholder:"postgres://…" help:"Base PostgreSQL de la console, si ce n'est pas celle de --data ; la copie est une base SQLite. (The console's PostgreSQL; the copy is a SQLite database.)"`
	WithKey  bool   `help:"Aussi la clé de signature : la copie se garde alors comme elle. (Also the signing key: the copy is then to be kept as safe.)"`
}

// Help tells the order of things.
func (backupCmd) Help() string {
	return "La base d'abord, telle qu'à un instant, puis les dossiers qu'elle nomme : rien n'y manque, même en service. etalon restore la remet en place."
}

// Run copies the database as it is at one instant, then the dossiers, while it serves.
func (c *backupCmd) Run(ctx context.Context, a *app) error {
	if err := absent(c.Folder); err != nil {
		return err
	}
	s, err := a.store(ctx, c.Data, c.Database)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := os.MkdirAll(c.Folder, 0o700); err != nil {
		return exit.Unwritten(err)
	}
	if err := s.Backup(ctx, filepath.Join(c.Folder, authority.Database)); err != nil {
		return exit.Unwritten(err)
	}
	return exit.Unwritten(disk.CopyData(ctx, c.Data, c.Folder, c.WithKey))
}

type restoreCmd struct {
	Folder   string `arg:"" type:"existingdir" help:"Ce que backup a fait. (What backup made.)"`
	Data     string `type:"path" default:"donnees" help:"Dossier à faire, pour etalon serve. (Folder to make.)"`
	Database string `env:"ETALON_DATABASE" placeholder:"postgres://…" help:"Base PostgreSQL, vide, où remettre la copie ; sans : SQLite, dans --data. (An empty PostgreSQL to put the copy in.)"`
}

// Run puts a copy back, and says whether it is whole.
func (c *restoreCmd) Run(ctx context.Context, a *app) error {
	if err := absent(c.Data); err != nil {
		return err
	}
	if err := errors.Join(disk.CopyData(ctx, c.Folder, c.Data, true), disk.CopyFile(filepath.Join(c.Folder, authority.Database), filepath.Join(c.Data, authority.Database))); err != nil {
		return exit.Unwritten(err)
	}
	if c.Database != "" {
		if err := c.move(ctx, a); err != nil {
			return err
		}
	}
	d, err := a.desk(ctx, c.Data, c.Database, "", 0)
	if err != nil {
		return err
	}
	defer func() { _ = d.Store.Close() }()
	found, err := d.Check(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "%d actes, %d sessions (acts, sessions)\n", found.Acts, found.Sessions)
	for _, m := range found.Missing {
		fmt.Fprintln(a.say(), m)
	}
	if len(found.Missing) > 0 {
		return exit.NotReady(fmt.Errorf("la copie n'est pas entière : %d manques (the copy is not whole)", len(found.Missing)), "Reprenez une copie plus ancienne. (Take an older copy.)")
	}
	if !disk.HasKey(c.Data) {
		fmt.Fprintln(a.say(), "Sans la clé de signature : remettez-la avant de signer, ou une autre sera faite. (Without the signing key: put it back before signing, or another is made.)")
	}
	return nil
}

// move puts the database of a copy where several machines share it.
func (c *restoreCmd) move(ctx context.Context, a *app) error {
	from, err := a.store(ctx, c.Data, "")
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	to, err := a.store(ctx, c.Data, c.Database)
	if err != nil {
		return err
	}
	defer func() { _ = to.Close() }()
	if err := from.CopyTo(ctx, to); err != nil {
		if errors.Is(err, store.ErrFirst) {
			return usage(err, "Une base neuve : createdb. (A new database.)")
		}
		return exit.NotReady(err, "")
	}
	return os.Remove(filepath.Join(c.Data, authority.Database))
}

// absent is an error of usage where something is already.
func absent(name string) error {
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("%s existe déjà (exists already)", name), "")
	}
	return nil
}
