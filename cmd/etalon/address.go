package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/address"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/setup"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// sittings are the dossiers of what is played at the address, on this disk.
type sittings struct{ disk.Sittings }

var (
	_ address.Evidence = sittings{}
	_ desk.Sittings    = sittings{}
)

// Create implements address.Evidence.
func (s sittings) Create(id campaign.ID) (session.Storage, error) {
	return s.Sittings.Create(int64(id))
}

// Open implements address.Evidence.
func (s sittings) Open(id campaign.ID) (session.Storage, error) { return s.Sittings.Open(int64(id)) }

// Read implements address.Evidence.
func (s sittings) Read(id campaign.ID) (*dossier.Dossier, error) {
	f, err := s.Sittings.Read(int64(id))
	if err != nil {
		return nil, err
	}
	return verdicts.Read(f)
}

// Show implements address.Evidence.
func (s sittings) Show(id campaign.ID, r io.Reader) (string, error) {
	digest, err := s.Sittings.Show(int64(id), r)
	if errors.Is(err, dossier.ErrArchive) {
		err = fmt.Errorf("%w: %w", campaign.ErrInvalid, err)
	}
	return digest, err
}

// Archive implements desk.Sittings.
func (s sittings) Archive(id campaign.ID) io.ReadCloser { return s.Sittings.Archive(int64(id)) }

// Shown implements desk.Sittings.
func (s sittings) Shown(id campaign.ID) (map[string][]byte, error) {
	return s.Sittings.Shown(int64(id))
}

// Forget implements desk.Sittings.
func (s sittings) Forget(id campaign.ID) error { return s.Sittings.Forget(int64(id)) }

// Tidy implements desk.Sittings.
func (s sittings) Tidy(underWay []campaign.ID) error {
	var these []int64
	for _, id := range underWay {
		these = append(these, int64(id))
	}
	return s.Keep(these)
}

// address opens the one address of a console, whose keys are in its data: made the first
// time, and kept.
func (a *app) address(ctx context.Context, d *desk.Desk, c *serveCmd, all *repertoire.Repertoire) (*address.Address, sittings, error) {
	kept := sittings{disk.Sittings{Dir: filepath.Join(c.Data, disk.SittingsFolder)}}
	folder := disk.Keys(filepath.Join(c.Data, disk.Bench))
	keys, err := setup.PrepareKeys(folder, c.AddressName, a.clock)
	if err != nil {
		return nil, kept, exit.Unwritten(err)
	}
	seal, err := disk.SealKey(string(folder))
	if err != nil {
		return nil, kept, exit.NotReady(err, "")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Address)
	if err != nil {
		return nil, kept, exit.NotReady(err, "Choisissez une autre adresse : --address. (Choose another address.)")
	}
	return address.New(address.Config{
		Listener: l, At: "https://" + setup.Addresses(l.Addr().String(), c.AddressName)[0], Bench: session.Bench{Set: keys.Set, Seal: seal}, Clock: a.clock, Tool: tool(), Build: a.made(),
		Repertoire: all, Holder: d.Store.Holder, Evidence: kept, Errors: a.warn(),
	}), kept, nil
}
