package console

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// ordered has a session judged, within the transaction that takes it in.
func (c *Console) ordered(v *visit) func(*sql.Tx, campaign.ID) error {
	return func(tx *sql.Tx, id campaign.ID) error { return c.Order(v.r.Context(), tx, id) }
}

// known gives the session of a path, to whoever may read it.
func (v *visit) known() (campaign.Session, error) {
	id, err := v.id()
	if err != nil {
		return campaign.Session{}, err
	}
	return v.view.Session(v.r.Context(), id)
}

// sessionPage is what is shown of a session.
type sessionPage struct {
	campaign.Session
	Judgements []campaign.Judgement `json:"judgements"`
	Shown      []string             `json:"shown,omitempty"` // SHA-256 of the files left with answers
	// Recheck is the second look that it was drawn for: for the people of the authority.
	Recheck *campaign.Recheck `json:"recheck,omitempty"`
}

// ShownFile lists the files that were left with the answers of a session, by their
// SHA-256.
const ShownFile = "shown.json"

func (c *Console) session(v *visit) error {
	s, err := c.awaited(v)
	if err != nil {
		return err
	}
	judged, err := v.view.Judgements(v.r.Context(), s.ID)
	if err != nil {
		return err
	}
	var shown []string
	if raw, err := c.Vault.Report(s.Head, ShownFile); err == nil && s.Outlived.IsZero() {
		if err := json.Unmarshal(raw, &shown); err != nil {
			return err
		}
	}
	page := sessionPage{Session: s, Judgements: judged, Shown: shown}
	if v.who.Role.May(campaign.ReadFigures) {
		one, drawn, err := v.view.Recheck(v.r.Context(), s.ID)
		if err != nil {
			return err
		}
		if drawn {
			page.Recheck = &one
		}
	}
	return v.show("session", v.say("Session remise", "Session handed in"), page)
}

// longestWait bounds how long a program is kept waiting: proxies do not like it longer.
const longestWait = 50

// awaited gives the session of a path, once it is judged or the seconds that were asked
// for are over.
func (c *Console) awaited(v *visit) (campaign.Session, error) {
	seconds, err := strconv.Atoi(cmp.Or(v.r.URL.Query().Get("wait"), "0"))
	if err != nil || seconds < 0 {
		return campaign.Session{}, fmt.Errorf("%w: wait", campaign.ErrInvalid)
	}
	over := time.NewTimer(time.Duration(min(seconds, longestWait)) * time.Second)
	defer over.Stop()
	for {
		changed := c.Store.Changed()
		s, err := v.known()
		if err != nil || !s.Waits() || seconds == 0 {
			return s, err
		}
		select {
		case <-changed:
		case <-over.C:
			return s, nil
		case <-c.Stopping:
			return s, nil
		case <-v.r.Context().Done():
			return s, v.r.Context().Err()
		}
	}
}

// report shows the report of a session as it was written: a page of its own, with its
// own style and no script.
func (c *Console) report(v *visit) error {
	return c.written(v, "report.html", "text/html; charset=utf-8")
}

func (c *Console) verdict(v *visit) error { return c.written(v, "verdict.json", "application/json") }

func (c *Console) written(v *visit, name, media string) error {
	s, err := v.known()
	if err != nil {
		return err
	}
	b, err := c.Vault.Report(s.Head, name)
	if errors.Is(err, fs.ErrNotExist) {
		return campaign.ErrUnknown
	}
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")
	v.w.Header().Set("Content-Type", media)
	_, err = v.w.Write(b)
	return err
}

func (c *Console) again(v *visit) error {
	s, err := v.known()
	if err == nil {
		err = v.view.Again(v.r.Context(), s.ID, c.ordered(v))
	}
	if err != nil {
		return err
	}
	return v.to("/sessions/%d", s.ID)
}
