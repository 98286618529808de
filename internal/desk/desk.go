package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/store"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/formats"
)

// Vault keeps dossiers in files.
type Vault interface {
	Take(archive io.Reader, name func(dossier.Source) (string, error)) (string, error)
	Source(head string) dossier.Source
	// Uploaded, Upload, Whole and Discard are of an archive that comes in parts, by the
	// number of its version and its digest.
	Uploaded(name string) (int64, error)
	Upload(name string, at int64, r io.Reader) (int64, error)
	Whole(name string) (io.ReadCloser, error)
	Discard(name string) error
	// Attach keeps a file that somebody joined to a remark, and Piece gives it by its digest.
	Attach(r io.Reader, most int64) (digest string, size int64, err error)
	Piece(digest string) (io.ReadCloser, error)
	// TakePacks keeps the packs of an archive when try has nothing against their
	// folders, and gives their digest; Packs gives the folders.
	TakePacks(archive io.Reader, try func(folders []string) error) (digest string, err error)
	Packs(digest string) (folders []string, err error)
	// Empty takes the messages out of a dossier, and the reports that quote them. Done
	// again it changes nothing.
	Empty(head, why string) error
}

// Desk is the authority's machine.
type Desk struct {
	Store   *store.Store
	Vault   Vault
	Reports func(head string) Folder // of a dossier
	Judging func() (verdicts.Means, error)
	// JudgingBy is judging with the packs of folders in the place of those of this
	// program.
	JudgingBy func(folders []string) (verdicts.Means, error)
	Clock     func() time.Time
}

// Folder is where the reports of a dossier are.
type Folder interface {
	verdicts.Sink
	ReadFile(name string) ([]byte, error)
}

// Take implements console.Vault: it refuses what is no dossier of the version.
func (d *Desk) Take(ctx context.Context, v campaign.Version, archive io.Reader) (string, error) {
	head, err := d.Vault.Take(archive, func(src dossier.Source) (string, error) { return read(ctx, src, v) })
	if err == nil || ctx.Err() != nil {
		return head, err
	}
	var end exit.Error
	switch {
	case errors.As(err, &end):
		err = fmt.Errorf("%w: %w", campaign.ErrInvalid, end.Err)
	case errors.Is(err, dossier.ErrArchive):
		err = fmt.Errorf("%w: %w", campaign.ErrInvalid, err)
	}
	return "", err
}

// read gives the name of a dossier that is of a version.
func read(ctx context.Context, src dossier.Source, v campaign.Version) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	d, err := verdicts.Read(src)
	if err != nil {
		return "", err
	}
	if d.Taken.Schema != "" {
		return "", fmt.Errorf("%w: ce dossier est caviardé : un verdict se rend sur tous les octets, remettez le dossier entier (this dossier is redacted: a verdict is given on all bytes, hand in the whole)", campaign.ErrInvalid)
	}
	p, err := plan.Unmarshal(d.Session.Plan)
	if err != nil {
		return "", fmt.Errorf("%w: %w", campaign.ErrInvalid, err)
	}
	var profiles []etalon.ProfileID
	for _, q := range p.Profiles {
		profiles = append(profiles, q.ID)
	}
	return d.Head, v.Check(etalon.SUTInfo{Name: p.SUT.Name, Version: p.SUT.Version, Mutant: p.SUT.Mutant, Generation: p.Older()}, profiles, p.SUT.Mode)
}

// Report implements console.Vault.
func (d *Desk) Report(head, name string) ([]byte, error) { return d.Reports(head).ReadFile(name) }

// Judge judges a session that was handed in, and leaves its reports beside it. Done
// again it gives the same; an error is the machine's.
func (d *Desk) Judge(ctx context.Context, id campaign.ID) error {
	s, _, err := d.Store.Pending(ctx, id)
	if err != nil || !s.Outlived.IsZero() { // its messages are gone: its verdict stays
		return err
	}
	m, err := d.Judging()
	if err != nil {
		return err
	}
	v, err := verdicts.Of(ctx, d.Vault.Source(s.Head), m)
	var end exit.Error
	if errors.As(err, &end) && end.Code == etalon.ExitUsage {
		return d.Store.Refuse(ctx, id, end.Err.Error())
	}
	if err != nil {
		return err
	}
	digest, err := d.leave(s.Head, v)
	if err != nil {
		return err
	}
	return d.Store.Settle(ctx, id, v.Result.Verdict, digest)
}

// leave leaves the reports of a verdict, and keeps its verdict.json by its digest: the
// next judgement replaces the reports, not what a decision was signed on.
func (d *Desk) leave(head string, v verdicts.Verdict) (digest string, err error) {
	chosen, _ := formats.Select([]string{"html", "json"})
	to := d.Reports(head)
	if err := v.Report(chosen, to, "fr"); err != nil {
		return "", err
	}
	raw, err := to.ReadFile(verdicts.JSONFile)
	if err != nil {
		return "", err
	}
	digest = campaign.Digest(string(raw))
	return digest, exit.Unwritten(to.Put(map[string][]byte{campaign.ResultFile(digest): raw, planFile: v.Dossier.Session.Plan}))
}
