package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/authority"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/sittings"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/store"
)

type serveCmd struct {
	Data        string   `type:"path" default:"donnees" help:"Dossier de la base, des dossiers remis et de la clé. (Folder of the database, of what was handed in and of the key.)"`
	Database    string   `env:"ETALON_DATABASE" placeholder:"postgres://…" help:"Base PostgreSQL, que des etalon worker partagent ; sans : SQLite, dans --data. (A PostgreSQL database, shared with etalon worker; without: SQLite, in --data.)"`
	Blobs       string   `placeholder:"s3://…" help:"Où garder aussi ce qui est remis, verrouillé : s3://SEAU/PRÉFIXE?endpoint=https://…&lock=JOURS ; clés dans l'environnement seulement. (Where to keep what is handed in too, locked; keys in the environment only.)"`
	Metrics     string   `placeholder:"ADRESSE" help:"Où servir les mesures (Prometheus), sur cette machine ; sans : nulle part. (Where to serve metrics, on this machine; without: nowhere.)"`
	OIDC        string   `name:"oidc" type:"existingfile" placeholder:"FICHIER" help:"Réglages d'un fournisseur OpenID Connect, en JSON : docs/exploitation.md. (Settings of an OpenID Connect provider.)"`
	Listen      string   `default:"127.0.0.1:8080" help:"Adresse ; hors de cette machine, derrière un frontal TLS seulement. (Address; outside this machine, behind a TLS proxy only.)"`
	TSA         string   `name:"tsa" placeholder:"URL" help:"Autorité qui horodate les attestations ; demande --tsa-roots. (Time-stamp authority of statements; needs --tsa-roots.)"`
	TSARoots    string   `name:"tsa-roots" type:"existingfile" placeholder:"PEM" help:"Certificats racines de cette autorité. (Root certificates of that authority.)"`
	Behind      bool     `help:"Un frontal TLS est devant : les cookies ne vont qu'en TLS. (A TLS proxy stands before: cookies go over TLS only.)"`
	Address     string   `placeholder:"HÔTE:PORT" help:"Où les logiciels testés appellent le DMP simulé, en TLS mutuel, tous à la même adresse ; sans : nulle part. (Where products call the simulated DMP, over mutual TLS, all at one address; without: nowhere.)"`
	AddressName []string `placeholder:"NOM" help:"Noms par lesquels ils l'appellent, pour son certificat ; répétable. (Names that they call it by, for its certificate; repeatable.)"`
	HooksInside bool     `help:"Prévenir aussi des adresses de ce réseau, même en http. (Hooks may be addresses of this network, also over http.)"`
	Jobs        int      `default:"1" help:"Sessions jugées en même temps ; 0 : par des etalon worker seulement. (Sessions judged at a time; 0: by etalon worker only.)"`
	Upload      int64    `default:"1024" help:"Taille d'une archive remise, en Mio, et quatre fois plus une fois ouverte. (Size of an archive, in MiB, and four times that once open.)"`
}

// Help gives an example.
func (serveCmd) Help() string {
	return "Exemples :\n  echo 'un long mot de passe' | etalon people --data donnees --login admin --name 'A. Nom'\n  etalon serve --data donnees\n\n" +
		"Puis http://127.0.0.1:8080 : le compte d'administration crée les autres.\nSauvegarde : etalon backup DOSSIER --data donnees ; etalon restore. Exploitation : docs/exploitation.md."
}

// Run keeps the console up until interrupted.
func (c *serveCmd) Run(ctx context.Context, a *app) error {
	l, err := desk.Listen(ctx, c.Listen, c.Behind)
	if err != nil {
		return err
	}
	defer l.Close()
	d, err := a.desk(ctx, c.Data, c.Database, c.Blobs, c.Upload<<22)
	if err != nil {
		return err
	}
	defer func() { _ = d.Store.Close() }()
	o := desk.Options{Listener: l, Secure: c.Behind, Workers: c.Jobs, MostUpload: c.Upload << 20, Clock: a.clock, Errors: a.warn(), Version: version, Inside: c.HooksInside}
	if c.Metrics != "" {
		if o.Metrics, err = desk.Listen(ctx, c.Metrics, false); err != nil {
			return err
		}
		defer o.Metrics.Close()
	}
	if c.OIDC != "" {
		if o.Identity, err = authority.Identity(c.OIDC); err != nil {
			return err
		}
	}
	if o.Stamper, err = authority.Stamper(c.TSA, c.TSARoots); err != nil {
		return err
	}
	if err := (disk.Vault{Dir: filepath.Join(c.Data, disk.Dossiers)}).Tidy(a.clock().Add(-2 * time.Hour)); err != nil { // an upload may take one
		return exit.Unwritten(err)
	}
	if o.Key, err = disk.SealKey(c.Data); err != nil {
		return exit.NotReady(err, "")
	}
	all, err := a.scenarios(nil)
	if err != nil {
		return err
	}
	o.Profiles = desk.Profiles(all.Catalogue)
	if err := c.play(ctx, a, d, all, &o); err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "http://%s\nClé publique des attestations (public key of statements): %s\n", l.Addr(), filepath.Join(c.Data, disk.PublicKey))
	if o.Metrics != nil {
		fmt.Fprintf(a.say(), "Mesures (metrics): http://%s/metrics\n", o.Metrics.Addr())
	}
	return d.Serve(ctx, o)
}

// play opens the address that products are played at, if there is one.
func (c *serveCmd) play(ctx context.Context, a *app, d *desk.Desk, all *repertoire.Repertoire, o *desk.Options) error {
	if c.Address == "" {
		return nil
	}
	address, kept, err := sittings.Open(ctx, sittings.Place{
		Data: c.Data, At: c.Address, Names: c.AddressName, Clock: a.clock, Tool: tool(), Build: a.made(), Holder: d.Store.Holder, Repertoire: all, Errors: a.warn(), Most: c.Upload << 20,
	})
	if err != nil {
		return err
	}
	o.Address, o.Sittings = address, kept
	fmt.Fprintf(a.say(), "DMP simulé, pour tous les produits (simulated DMP, for all products): %s\n", address.Where())
	return nil
}

// desk opens the data of a console. most bounds what a dossier takes, in bytes.
func (a *app) desk(ctx context.Context, data, where, blobs string, most int64) (*desk.Desk, error) {
	s, err := a.store(ctx, data, where)
	if err != nil {
		return nil, err
	}
	d := &desk.Desk{Store: s, Judging: a.judgingAlone, JudgingBy: a.judging, Clock: a.clock}
	return d, authority.Vault(ctx, d, data, blobs, most)
}

// store opens the database of a folder, or the one at an address.
func (a *app) store(ctx context.Context, data, where string) (*store.Store, error) {
	return authority.Store(ctx, data, where, a.clock)
}
