package driver_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// asking is a plan of one scenario that asks for an action and awaits exchanges.
func asking(a etalon.Action, awaited ...plan.Expectation) *plan.Plan {
	steps := []plan.Step{{ID: "s01", Kind: plan.Ask, Within: 5 * time.Minute, Ask: &a}}
	for _, e := range awaited {
		steps = append(steps, plan.Step{Kind: plan.Expect, Expect: &e})
	}
	return &plan.Plan{Scenarios: []plan.Scenario{{Steps: steps}}}
}

func TestPersonIsToldInOneSentence(t *testing.T) {
	itI18 := plan.Expectation{Actor: etalon.Registry, Transaction: etalon.ITI18}
	itI41 := plan.Expectation{Actor: etalon.Repository, Transaction: etalon.ITI41}
	for _, c := range []struct {
		lang    string
		awaited []plan.Expectation
		want    string
	}{
		{"fr", []plan.Expectation{itI41}, "Envoyez ; l'entrepôt de documents attend ITI-41 de votre logiciel (5 minutes au plus)."},
		{"en", []plan.Expectation{itI41}, "Send; the document repository awaits ITI-41 from your software (5 minutes at most)."},
		{"fr", []plan.Expectation{itI18, itI18, itI41}, "Envoyez ; le registre de documents attend 2 × ITI-18 de votre logiciel, puis l'entrepôt de documents attend ITI-41 de votre logiciel (5 minutes au plus)."},
		{"fr", nil, "Envoyez, puis appuyez sur Entrée (5 minutes au plus)."},
	} {
		var out bytes.Buffer
		d := driver.NewPerson(strings.NewReader("\n"), &out, c.lang, asking(feed, c.awaited...))
		if _, err := d.Do(t.Context(), feed); err != nil {
			t.Fatal(err)
		}
		if got := strings.Split(out.String(), "\n")[1]; got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestPersonAdvancesWhenTrafficArrives(t *testing.T) {
	in, _ := io.Pipe() // nobody types
	d := driver.NewPerson(in, io.Discard, "fr", asking(feed))
	ctx, arrived := context.WithCancel(t.Context())
	arrived()
	if r, err := d.Do(ctx, feed); err != nil || r.Status != etalon.ReactDone {
		t.Errorf("%+v %v", r, err)
	}
	late, stop := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer stop()
	if _, err := d.Do(late, feed); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("past the deadline: %v", err)
	}
}

func TestPersonSaysWhatShows(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  etalon.Reaction
		helps int
	}{
		{"\n", etalon.Reaction{Status: "done"}, 1},
		{"e XDSUnknownPatientId\n", etalon.Reaction{Status: "error", Shown: "XDSUnknownPatientId", Code: "XDSUnknownPatientId"}, 1},
		{"E le DMP ne répond pas\n", etalon.Reaction{Status: "error", Shown: "le DMP ne répond pas"}, 1},
		{"r\n", etalon.Reaction{Status: "refused"}, 1},
		{"quoi ?\n?\ni\n", etalon.Reaction{Status: "unsupported"}, 3},
	} {
		var out bytes.Buffer
		d := driver.NewPerson(strings.NewReader(c.typed), &out, "fr", asking(feed))
		got, err := d.Do(t.Context(), feed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q: %s", c.typed, diff)
		}
		if n := strings.Count(out.String(), "Étalon avance seul"); n != c.helps {
			t.Errorf("%q: help said %d times", c.typed, n)
		}
	}
}

func TestPersonAttests(t *testing.T) {
	q := plan.Question{Text: etalon.Text{FR: "Le logiciel affiche-t-il l'erreur ?", EN: "Does it show?"}, Expect: etalon.ReactError}
	var out bytes.Buffer
	d := driver.NewPerson(strings.NewReader("\npeut-être\n Oui \nn\n"), &out, "fr", &plan.Plan{})
	for _, want := range []string{"yes", "no"} { // whatever the last reaction
		got, by, err := d.Attest(t.Context(), q, etalon.Reaction{Status: etalon.ReactDone})
		if got != want || by != "person" || err != nil {
			t.Errorf("got %q by %q, %v; want %s", got, by, err, want)
		}
	}
	if n := strings.Count(out.String(), "Le logiciel affiche-t-il l'erreur ? [o/n]\n"); n != 4 {
		t.Errorf("asked %d times: %s", n, out.String())
	}
	if _, _, err := d.Attest(t.Context(), q, etalon.Reaction{}); !errors.Is(err, driver.ErrNobody) {
		t.Errorf("nobody: %v", err)
	}
}

func TestPersonWhoLeavesCanStillCauseTraffic(t *testing.T) {
	out := newWatched()
	d := driver.NewPerson(strings.NewReader(""), out, "fr", asking(feed))
	ctx, arrived := context.WithCancel(t.Context())
	go func() { <-out.said; arrived() }()
	if r, err := d.Do(ctx, feed); err != nil || r.Status != etalon.ReactDone {
		t.Errorf("%+v %v", r, err)
	}
}

func TestPersonCannotTypeForEver(t *testing.T) {
	in := io.MultiReader(strings.NewReader(strings.Repeat("o", 1<<20)))
	d := driver.NewPerson(in, io.Discard, "fr", &plan.Plan{})
	if _, _, err := d.Attest(t.Context(), plan.Question{}, etalon.Reaction{}); !errors.Is(err, driver.ErrNobody) {
		t.Error(err)
	}
}

// watched tells when something was first written.
type watched struct{ said chan struct{} }

func newWatched() *watched { return &watched{make(chan struct{})} }

func (w *watched) Write(b []byte) (int, error) {
	select {
	case <-w.said:
	default:
		close(w.said)
	}
	return len(b), nil
}
