package console

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// sittingPage is the waiting room of a sitting.
type sittingPage struct {
	Sitting campaign.Sitting `json:"sitting"`
	Version campaign.Version `json:"version"`
	Room    *campaign.Room   `json:"room,omitempty"` // nil: it is over, or is not played here
	Strays  []campaign.Stray `json:"strays"`
}

// Prompts tells that something is asked, which a page that reloads would take away.
func (p sittingPage) Prompts() bool { return p.Room != nil && p.Room.Prompt != nil }

// sat gives the sitting of a path, to whoever may read it.
func (v *visit) sat() (campaign.Sitting, error) {
	id, err := v.id()
	if err != nil {
		return campaign.Sitting{}, err
	}
	return v.view.Sitting(v.r.Context(), id)
}

func (c *Console) sitting(v *visit) error {
	s, err := v.sat()
	if err != nil {
		return err
	}
	p := sittingPage{Sitting: s, Strays: []campaign.Stray{}}
	if p.Version, err = v.view.Version(v.r.Context(), s.Version); err != nil {
		return err
	}
	if c.Hall != nil && s.UnderWay() {
		p.Strays = c.Hall.Strays(s.Version)
		if r, _, err := c.Hall.Room(s.ID); err == nil {
			p.Room = &r
		}
	}
	return v.show("sitting", v.say("Salle d'attente : ", "Waiting room: ")+p.Version.Product.Name+" "+p.Version.Label, p)
}

func (c *Console) sittingEvents(v *visit) error {
	return v.live(func() (string, bool, <-chan struct{}, error) {
		s, err := v.sat()
		if err != nil || !s.UnderWay() || c.Hall == nil {
			return string(s.State), true, nil, err
		}
		r, changed, err := c.Hall.Room(s.ID)
		if err != nil {
			return string(s.State), false, nil, nil //nolint:nilerr // it begins, or has just ended: the next look tells
		}
		return fmt.Sprint(s.State, r.Revision), false, changed, nil
	})
}

// mostShown bounds a file that is left with an answer, in bytes.
const mostShown = 10 << 20

// mostValues bounds what a program tells that a product showed.
const mostValues = 20

// say takes what a person, or a program, answers to the prompt of a room.
func (c *Console) say(v *visit) error {
	hall, err := v.hall()
	if err != nil {
		return err
	}
	s, err := v.sat()
	if err != nil {
		return err
	}
	form, shown, err := answered(v.r)
	if err != nil {
		return err
	}
	if shown != nil {
		defer func() { _ = shown.Close() }()
	}
	said := Said{Answer: form.Get("answer"), Reaction: etalon.Reaction{Status: form.Get("status"), Code: form.Get("code"), Shown: form.Get("shown")}}
	if said.Number, err = strconv.Atoi(form.Get("number")); err != nil {
		return fmt.Errorf("%w: number", campaign.ErrInvalid)
	}
	for _, text := range []string{said.Reaction.Code, said.Reaction.Shown} {
		if text != "" {
			if _, err := campaign.Text("réponse (answer)", text); err != nil {
				return err
			}
		}
	}
	for name, all := range form {
		if name, ok := strings.CutPrefix(name, "value."); ok && len(said.Reaction.Values) < mostValues {
			if said.Reaction.Values == nil {
				said.Reaction.Values = map[string]string{}
			}
			said.Reaction.Values[name] = all[0]
		}
	}
	if shown != nil {
		said.Shown = shown
	}
	if err := hall.Say(v.r.Context(), v.view, s.ID, said); err != nil {
		return err
	}
	return v.to("/sittings/%d", s.ID)
}

// answered reads the form of an answer, and the file beside it; nil for none.
func answered(r *http.Request) (url.Values, io.ReadCloser, error) {
	err := r.ParseMultipartForm(1 << 20) //nolint:gosec // the body is bounded where the route is
	switch {
	case errors.Is(err, http.ErrNotMultipart):
		return r.PostForm, nil, nil
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return nil, nil, errors.Join(campaign.ErrInvalid, err)
	case err != nil:
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, nil, err
		}
		return nil, nil, errors.Join(campaign.ErrInvalid, err)
	}
	f, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || err == nil && head.Size == 0 { // nothing was chosen
		return r.PostForm, nil, nil
	}
	return r.PostForm, f, err
}

func (c *Console) stopSitting(v *visit) error {
	hall, err := v.hall()
	if err != nil {
		return err
	}
	s, err := v.sat()
	if err == nil {
		err = hall.Stop(v.r.Context(), v.view, s.ID)
	}
	if err != nil {
		return err
	}
	return v.to("/sittings/%d", s.ID)
}

// shown gives a file that was left with an answer of a session: to keep, never to show.
func (c *Console) shown(v *visit) error {
	s, err := v.known()
	if err != nil {
		return err
	}
	digest := v.r.PathValue("what")
	if len(digest) != 64 || strings.Trim(digest, "0123456789abcdef") != "" {
		return campaign.ErrUnknown
	}
	raw, err := c.Vault.Report(s.Head, "shown-"+digest)
	if err != nil {
		return campaign.ErrUnknown
	}
	v.w.Header().Set("Content-Type", "application/octet-stream")
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=session-%d-%s", s.ID, digest[:12]))
	_, err = v.w.Write(raw) //nolint:gosec // bytes to keep, which no browser takes for a page
	return err
}
