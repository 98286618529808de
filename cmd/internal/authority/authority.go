package authority

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/remote"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/objects"
	"github.com/etalon-dmp/etalon/internal/oidc"
	"github.com/etalon-dmp/etalon/internal/store"
	"github.com/etalon-dmp/etalon/internal/timestamp"
)

// Database is the name of that of a console, in its data.
const Database = "etalon.db"

// Store opens the database of a folder, or the one at an address.
func Store(ctx context.Context, data, where string, clock func() time.Time) (*store.Store, error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, exit.Unwritten(err)
	}
	if where == "" {
		s, err := store.Open(ctx, filepath.Join(data, Database), clock)
		return s, exit.Unwritten(err)
	}
	if !store.IsAddress(where) {
		return nil, exit.Usage(errors.New("--database : l'adresse d'un PostgreSQL (the address of a PostgreSQL)"), "postgres://utilisateur@machine/base")
	}
	s, err := store.Open(ctx, where, clock)
	if err == nil {
		return s, nil
	}
	return nil, exit.NotReady(err, "La base répond-elle à cette adresse ? Mot de passe : PGPASSFILE. (Does the database answer there?)")
}

// Vault gives a desk where dossiers are kept: a folder in its data, and the store of
// objects at an address, if there is one, whose keys are in the environment. most bounds
// what a dossier takes, in bytes.
func Vault(ctx context.Context, d *desk.Desk, data, blobs string, most int64) error {
	vault := disk.Vault{Dir: filepath.Join(data, disk.Dossiers), Most: most}
	d.Vault, d.Reports = vault, func(head string) desk.Folder { return vault.Reports(head) }
	if blobs == "" {
		return nil
	}
	where, err := objects.Parse(blobs)
	if err != nil {
		return exit.Usage(err, "--blobs 's3://seau/etalon?endpoint=https://…&lock=3650'")
	}
	keys := objects.Keys{Access: os.Getenv("AWS_ACCESS_KEY_ID"), Secret: os.Getenv("AWS_SECRET_ACCESS_KEY"), Session: os.Getenv("AWS_SESSION_TOKEN")}
	if keys.Access == "" || keys.Secret == "" {
		return exit.NotReady(errors.New("--blobs : sans clés (without keys)"), "AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY, dans l'environnement. (In the environment.)")
	}
	s, err := objects.Open(ctx, where, keys, d.Clock)
	if err != nil {
		return exit.NotReady(err, "Le seau est-il là, fait avec un verrou d'objets si lock est demandé ? (Is the bucket there, made with object lock where lock is asked?)")
	}
	far := remote.Vault{Vault: vault, Objects: s}
	d.Vault, d.Reports = far, func(head string) desk.Folder { return far.Reports(head) }
	return nil
}

// Identity reads the provider that people log in by; nil without a file.
func Identity(file string) (*oidc.Provider, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, exit.Usage(err, "")
	}
	p, err := oidc.Read(raw, http.DefaultClient)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("%s : %w", file, err), "docs/exploitation.md en donne la forme. (It gives the form.)")
	}
	return p, nil
}

// Stamper is the authority that stamps statements; nil without an address.
func Stamper(url, roots string) (desk.Stamper, error) {
	if url == "" {
		return nil, nil
	}
	pool, err := disk.Roots(roots)
	if err != nil {
		return nil, exit.Usage(err, "--tsa-roots : les racines de l'autorité d'horodatage, en PEM. (Its root certificates, PEM.)")
	}
	return desk.By(timestamp.Authority{URL: url, Roots: pool, Client: http.DefaultClient}), nil
}
