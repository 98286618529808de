package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/login"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/session"
)

type demoCampaignCmd struct {
	Out string `type:"path" default:"out/campagne" help:"Dossier de sortie, refait à chaque fois. (Output folder, made anew.)"`

	LabelFilter string `hidden:"" help:"Less than the products are to play."`
}

// Help tells what to do with it.
func (demoCampaignCmd) Help() string {
	return "Exemple : etalon demo-campaign --out out/campagne, puis la commande qu'il imprime (then the command that it prints)"
}

// shownProducts are the five of the demonstration: the reference product under other
// names. "" for a filter: every scenario of the profile.
func shownProducts() []struct {
	Vendor        int
	Name, Version string
	Filter        string
} {
	return []struct {
		Vendor        int
		Name, Version string
		Filter        string
	}{
		{0, "Cabinet Alpha", "3.2", ""},
		{0, "Alpha Mobile", "1.0", "nominal"},
		{1, "Bêta Hôpital", "10.1", ""},
		{1, "Bêta Labo", "2.0", ""},
		{2, "Gamma Pharmacie", "0.9", "-"},
	}
}

// Run fills a console with products that do not exist, and says how to look at it.
func (c *demoCampaignCmd) Run(ctx context.Context, a *app) error {
	if err := os.RemoveAll(c.Out); err != nil {
		return err
	}
	var all []desk.Shown
	for i, p := range shownProducts() {
		s := desk.Shown{Vendor: p.Vendor, Product: etalon.SUTInfo{Name: p.Name, Version: p.Version}, Profile: "acces"}
		if p.Filter != "-" {
			out := filepath.Join(c.Out, fmt.Sprint("session-", i+1))
			if err := c.session(ctx, a, out, s.Product, cmp.Or(c.LabelFilter, p.Filter)); err != nil {
				return err
			}
			s.Archive = func() (io.ReadCloser, error) {
				return disk.Archived(disk.Folder(filepath.Join(out, dossierFolder))), nil
			}
		}
		all = append(all, s)
	}
	data := filepath.Join(c.Out, "donnees")
	d, err := a.desk(ctx, data, "", "", 1<<30)
	if err != nil {
		return err
	}
	defer func() { _ = d.Store.Close() }()
	key, err := disk.SealKey(data)
	if err != nil {
		return err
	}
	password, _, err := login.Token()
	if err != nil {
		return err
	}
	logins, err := d.Showcase(ctx, key, password[:20], a.clock(), all)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "\n  etalon serve --data %s\n\nIdentifiants (logins): %v\nMot de passe de tous, fait cette fois (password of all, made this time): %s\n", data, logins, password[:20])
	return nil
}

func (c *demoCampaignCmd) session(ctx context.Context, a *app, out string, as etalon.SUTInfo, filter string) error {
	p, err := (&runCmd{SUT: reference.Client, Profile: []string{"acces"}, Out: out, LabelFilter: filter, Seed: 1, Via: "http", As: as}).plan(a)
	if err != nil {
		return err
	}
	ending, err := session.Apart(ctx, p, a.launcher(io.Discard, out, "sequential", "fr", false), a.progress(p, "fr"))
	if err != nil {
		return err
	}
	return session.Ended(ending, nil)
}
