package console

import (
	"database/sql"
	"errors"
	"io/fs"

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

func (c *Console) session(v *visit) error {
	s, err := v.known()
	if err != nil {
		return err
	}
	if s.State == campaign.Received || s.State == campaign.Judging {
		v.w.Header().Set("Refresh", "2") // the page shows itself again until it is judged
	}
	return v.show("session", v.say("Session remise", "Session handed in"), s)
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
