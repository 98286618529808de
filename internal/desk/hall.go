package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/console"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/queue"
	"github.com/etalon-dmp/etalon/internal/store"
)

// Address plays sittings: internal/address.
type Address interface {
	Serve(ctx context.Context) error
	Where() string
	Plan(wish campaign.Wish) (raw []byte, profiles []etalon.ProfileID, err error)
	Play(ctx context.Context, s campaign.Seating)
	Room(sitting campaign.ID) (campaign.Room, <-chan struct{}, error)
	Say(sitting campaign.ID, number int, answer string, reaction etalon.Reaction, shown io.Reader) error
	Stop(sitting campaign.ID)
	Strays(of campaign.ID) []campaign.Stray
	Issue() (files map[string][]byte, all []campaign.Certificate, err error)
}

// Sittings are the dossiers of what is played, until they are handed in.
type Sittings interface {
	Archive(sitting campaign.ID) io.ReadCloser // tar.gz
	// Shown are the files that were left with answers, by their SHA-256.
	Shown(sitting campaign.ID) (map[string][]byte, error)
	Forget(sitting campaign.ID) error
	// Tidy forgets all but those that are under way.
	Tidy(underWay []campaign.ID) error
}

// hall binds the address to the store. It implements console.Hall.
type hall struct {
	Address
	desk     *Desk
	sittings Sittings
	queue    *queue.Queue
	playing  context.Context //nolint:containedctx // a sitting outlives the request that begins it
}

// resume plays every sitting that is under way from where it stopped.
func (h *hall) resume(ctx context.Context) error {
	all, err := h.desk.Store.UnderWay(ctx)
	if err != nil {
		return err
	}
	var ids []campaign.ID
	for _, s := range all {
		ids = append(ids, s.ID)
	}
	if err := h.sittings.Tidy(ids); err != nil {
		return exit.Unwritten(err)
	}
	for _, s := range all {
		h.play(s.ID, s.Version, s.Plan, s.State == campaign.Stopping)
	}
	return nil
}

func (h *hall) play(sitting, version campaign.ID, raw []byte, stopping bool) {
	h.Play(h.playing, campaign.Seating{
		Sitting: sitting, Version: version, Plan: raw, Stopping: stopping,
		Over: func(ctx context.Context) error { return h.over(ctx, sitting, version) },
	})
}

// over hands in what a sitting left, as a dossier that was uploaded is taken in.
func (h *hall) over(ctx context.Context, sitting, version campaign.ID) error {
	v, err := h.desk.Store.As(campaign.Person{Role: campaign.Auditor}).Version(ctx, version)
	if err != nil {
		return err
	}
	archive := h.sittings.Archive(sitting)
	head, err := h.desk.Take(ctx, v, archive)
	err = errors.Join(err, archive.Close())
	if errors.Is(err, campaign.ErrInvalid) || errors.Is(err, campaign.ErrState) {
		return h.desk.Store.Abandon(ctx, sitting, err.Error()) // what it left stays where it is, for whoever looks into it
	}
	if err != nil {
		return err
	}
	shown, err := h.sittings.Shown(sitting)
	if err != nil {
		return err
	}
	kept := map[string][]byte{}
	for digest, b := range shown {
		kept["shown-"+digest] = b
	}
	if len(kept) > 0 {
		if kept[console.ShownFile], err = json.Marshal(slices.Sorted(maps.Keys(shown))); err != nil {
			return err
		}
		if err := h.desk.Reports(head).Put(kept); err != nil {
			return exit.Unwritten(err)
		}
	}
	if _, err := h.desk.Store.Conclude(ctx, sitting, head, h.order(ctx)); err != nil {
		return err
	}
	return h.sittings.Forget(sitting)
}

// order has a session judged, in the transaction that takes it in.
func (h *hall) order(ctx context.Context) func(*sql.Tx, campaign.ID) error {
	return func(tx *sql.Tx, session campaign.ID) error { return h.queue.Order(ctx, tx, session) }
}

// Issue implements console.Hall.
func (h *hall) Issue(ctx context.Context, as store.View, version campaign.ID) ([]byte, error) {
	files, all, err := h.Address.Issue()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create("etalon-certificats/" + name)
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), as.Certify(ctx, version, all)
}

// Begin implements console.Hall.
func (h *hall) Begin(ctx context.Context, as store.View, wish campaign.Wish) (campaign.ID, error) {
	raw, profiles, err := h.Plan(wish)
	if err != nil {
		return 0, err
	}
	id, err := as.Sit(ctx, wish.Version.ID, profiles, raw)
	if err == nil {
		h.play(id, wish.Version.ID, raw, false)
	}
	return id, err
}

// Say implements console.Hall. That somebody answers is in the log before the answer is
// taken: it says who, and the dossier what.
func (h *hall) Say(ctx context.Context, as store.View, sitting campaign.ID, s console.Said) error {
	if err := as.Said(ctx, sitting, strings.TrimSpace(fmt.Sprintf("%d %s%s", s.Number, s.Answer, s.Reaction.Status))); err != nil {
		return err
	}
	return h.Address.Say(sitting, s.Number, s.Answer, s.Reaction, s.Shown)
}

// Stop implements console.Hall: it is kept that it was stopped, whatever becomes of this
// program.
func (h *hall) Stop(ctx context.Context, as store.View, sitting campaign.ID) error {
	if err := as.StopSitting(ctx, sitting); err != nil {
		return err
	}
	h.Address.Stop(sitting)
	return nil
}
