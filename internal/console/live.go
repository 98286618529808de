package console

import (
	"fmt"
	"io/fs"
	"net/http"
	"time"
)

// How often what another process may have changed is looked at, and how long one stream
// lasts: a browser opens the next by itself.
const (
	look     = 2 * time.Second
	longLive = 10 * time.Minute
)

// live tells a browser, as server-sent events, each time that what a page shows is
// otherwise, until it will not change any more. now gives a word for how it is, and a
// channel that is closed when that may be otherwise; nil where the store alone tells.
func (v *visit) live(now func() (word string, over bool, more <-chan struct{}, err error)) error {
	last, over, more, err := now()
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/event-stream")
	v.w.Header().Set("X-Accel-Buffering", "no") // a proxy is not to keep it back
	out := http.NewResponseController(v.w)
	tick, end := time.NewTicker(look), time.NewTimer(longLive)
	defer tick.Stop()
	defer end.Stop()
	for {
		if over {
			_, err := fmt.Fprint(v.w, "event: changed\ndata: done\n\n")
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
		changed := v.Store.Changed()
		select {
		case <-changed:
		case <-more:
		case <-tick.C:
		case <-end.C:
			return nil
		case <-v.Stopping:
			return nil
		case <-v.r.Context().Done():
			return nil
		}
		before := last
		if last, over, more, err = now(); err != nil {
			return nil //nolint:nilerr // it is not theirs any more, or the store is gone: the browser asks again and is told
		}
		if line := ": here\n\n"; !over {
			if last != before {
				line = "event: changed\ndata: more\n\n"
			}
			if _, err := fmt.Fprint(v.w, line); err != nil {
				return err
			}
		}
	}
}

func (c *Console) sessionEvents(v *visit) error {
	return v.live(func() (string, bool, <-chan struct{}, error) {
		s, err := v.known()
		return string(s.State), !s.Waits(), nil, err
	})
}

func (c *Console) impactEvents(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	return v.live(func() (string, bool, <-chan struct{}, error) {
		i, err := c.Store.ImpactOf(v.r.Context(), id)
		return fmt.Sprint(i.Done), !i.Ended.IsZero(), nil, err
	})
}

func (c *Console) script(v *visit) error {
	b, err := fs.ReadFile(files, "static/live.js")
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, err = v.w.Write(b)
	return err
}
