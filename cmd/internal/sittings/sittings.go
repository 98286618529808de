package sittings

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"time"

	"github.com/etalon-dmp/etalon"
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

// Kept are the dossiers of what is played at the address, on this disk.
type Kept struct{ disk.Sittings }

var (
	_ address.Evidence = Kept{}
	_ desk.Sittings    = Kept{}
)

// Create implements address.Evidence.
func (s Kept) Create(id campaign.ID) (session.Storage, error) {
	return s.Sittings.Create(int64(id))
}

// Open implements address.Evidence.
func (s Kept) Open(id campaign.ID) (session.Storage, error) { return s.Sittings.Open(int64(id)) }

// Read implements address.Evidence.
func (s Kept) Read(id campaign.ID) (*dossier.Dossier, error) {
	f, err := s.Sittings.Read(int64(id))
	if err != nil {
		return nil, err
	}
	return verdicts.Read(f)
}

// Show implements address.Evidence.
func (s Kept) Show(id campaign.ID, r io.Reader) (string, error) {
	digest, err := s.Sittings.Show(int64(id), r)
	if errors.Is(err, dossier.ErrArchive) {
		err = fmt.Errorf("%w: %w", campaign.ErrInvalid, err)
	}
	return digest, err
}

// Archive implements desk.Sittings.
func (s Kept) Archive(id campaign.ID) io.ReadCloser { return s.Sittings.Archive(int64(id)) }

// Shown implements desk.Sittings.
func (s Kept) Shown(id campaign.ID) (map[string][]byte, error) {
	return s.Sittings.Shown(int64(id))
}

// Forget implements desk.Sittings.
func (s Kept) Forget(id campaign.ID) error { return s.Sittings.Forget(int64(id)) }

// Tidy implements desk.Sittings.
func (s Kept) Tidy(underWay []campaign.ID) error {
	var these []int64
	for _, id := range underWay {
		these = append(these, int64(id))
	}
	return s.Keep(these)
}

// Place is where an address is, and what it says of itself.
type Place struct {
	Data  string   // of the console
	At    string   // host:port
	Names []string // by which products call it
	Clock func() time.Time
	Tool  etalon.ToolInfo
	Build etalon.Build
	// Holder gives the version that a certificate was given to.
	Holder     func(ctx context.Context, fingerprint string) (campaign.ID, error)
	Repertoire *repertoire.Repertoire
	Errors     io.Writer
	Most       int64 // bytes that one sitting may be sent
}

// Open opens it. Its keys are made the first time, and kept.
func Open(ctx context.Context, p Place) (*address.Address, Kept, error) {
	kept := Kept{disk.Sittings{Dir: filepath.Join(p.Data, disk.SittingsFolder)}}
	folder := disk.Keys(filepath.Join(p.Data, disk.Bench))
	keys, err := setup.PrepareKeys(folder, p.Names, p.Clock)
	if err != nil {
		return nil, kept, exit.Unwritten(err)
	}
	seal, err := disk.SealKey(string(folder))
	if err != nil {
		return nil, kept, exit.NotReady(err, "")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", p.At)
	if err != nil {
		return nil, kept, exit.NotReady(err, "Choisissez une autre adresse : --address. (Choose another address.)")
	}
	return address.New(address.Config{
		Listener: l, At: "https://" + setup.Addresses(l.Addr().String(), p.Names)[0], Bench: session.Bench{Set: keys.Set, Seal: seal}, Clock: p.Clock, Tool: p.Tool, Build: p.Build,
		Repertoire: p.Repertoire, Holder: p.Holder, Evidence: kept, Errors: p.Errors, Most: p.Most,
	}), kept, nil
}
