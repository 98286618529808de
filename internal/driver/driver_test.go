package driver_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/plan"
)

var feed = etalon.Action{
	ID: "td2.1-pdf/s01", Name: etalon.ActFeed,
	Patient:   etalon.Patient{ID: "ACTIF", INS: "280029999900134", Family: "ETALON-ACTIF"},
	Documents: []etalon.Document{{ID: "DOC-A", Title: "Document A", Body: "pdf"}},
	Params:    map[string]string{"k": "v"},
	Prompt:    etalon.Text{FR: "Envoyez.", EN: "Send."},
}

// answers are what a driver can say, and what is understood.
var answers = []struct {
	name, out string
	want      etalon.Reaction
	broken    bool
}{
	{
		"done", `{"status":"done","shown":"Envoyé","values":{"uniqueId":"2.25.1"}}`,
		etalon.Reaction{Status: "done", Shown: "Envoyé", Values: map[string]string{"uniqueId": "2.25.1"}},
		false,
	},
	{"error", `{"status":"error","code":"XDSUnknownPatientId"}`, etalon.Reaction{Status: "error", Code: "XDSUnknownPatientId"}, false},
	{"unsupported is data", `{"status":"unsupported"}`, etalon.Reaction{Status: "unsupported"}, false},
	{"newer driver", `{"status":"done","later":1}`, etalon.Reaction{Status: "done"}, false},
	{"no status", `{}`, etalon.Reaction{}, true},
	{"odd status", `{"status":"ok"}`, etalon.Reaction{}, true},
	{"nothing", ``, etalon.Reaction{}, true},
	{"not JSON", `<html>`, etalon.Reaction{}, true},
	{"two answers", `{"status":"done"}{"status":"done"}`, etalon.Reaction{}, true},
	{"endless", `{"status":"done","shown":"` + strings.Repeat("x", 1<<20) + `"}`, etalon.Reaction{}, true},
}

func check(t *testing.T, got etalon.Reaction, err error, want etalon.Reaction, broken bool) {
	t.Helper()
	if broken {
		if !errors.Is(err, driver.ErrContract) || len(err.Error()) > 1000 {
			t.Errorf("error %.1000v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestExec(t *testing.T) {
	for _, c := range answers {
		t.Run(c.name, func(t *testing.T) {
			d := &driver.Exec{Command: []string{"lps", "--act"}, Run: func(_ context.Context, name string, args []string, stdin []byte) ([]byte, error) {
				var a etalon.Action
				if err := json.Unmarshal(stdin, &a); err != nil || name != "lps" || cmp.Diff([]string{"--act"}, args) != "" {
					t.Errorf("ran %s %v: %v", name, args, err)
				}
				if diff := cmp.Diff(feed, a); diff != "" {
					t.Errorf("action on stdin: %s", diff)
				}
				return []byte(c.out), nil
			}}
			got, err := d.Do(t.Context(), feed)
			check(t, got, err, c.want, c.broken)
		})
	}
}

func TestExecErrors(t *testing.T) {
	broke := errors.New("exit status 3: no card")
	d := &driver.Exec{Command: []string{"lps"}, Run: func(context.Context, string, []string, []byte) ([]byte, error) { return nil, broke }}
	if _, err := d.Do(t.Context(), feed); !errors.Is(err, broke) || !strings.Contains(err.Error(), "feed") {
		t.Errorf("failed command: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := d.Do(ctx, feed); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := (&driver.Exec{}).Do(t.Context(), feed); !errors.Is(err, driver.ErrContract) {
		t.Errorf("no command: %v", err)
	}
}

// vendor is a driver service that answers as told.
func vendor(t *testing.T, h http.HandlerFunc) *driver.HTTP {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	d, err := driver.NewHTTP(s.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestHTTP(t *testing.T) {
	for _, c := range answers {
		t.Run(c.name, func(t *testing.T) {
			d := vendor(t, func(w http.ResponseWriter, r *http.Request) {
				var a etalon.Action
				if err := json.NewDecoder(r.Body).Decode(&a); err != nil || r.Method != "POST" || r.URL.Path != "/actions/feed" || r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("%s %s: %v", r.Method, r.URL, err)
				}
				if diff := cmp.Diff(feed, a); diff != "" {
					t.Errorf("action in the body: %s", diff)
				}
				_, _ = io.WriteString(w, c.out)
			})
			got, err := d.Do(t.Context(), feed)
			check(t, got, err, c.want, c.broken)
		})
	}
}

func TestHTTPStatuses(t *testing.T) {
	status := http.StatusNotImplemented
	var called []string
	d := vendor(t, func(w http.ResponseWriter, r *http.Request) {
		called = append(called, r.Method+" "+r.URL.Path)
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
	})
	if got, err := d.Do(t.Context(), feed); err != nil || got.Status != "unsupported" {
		t.Errorf("501: %+v %v", got, err)
	}
	for _, status = range []int{http.StatusFound, http.StatusNotFound, http.StatusInternalServerError} {
		if _, err := d.Do(t.Context(), feed); !errors.Is(err, driver.ErrContract) {
			t.Errorf("%d: %v", status, err)
		}
		if err := d.Reset(t.Context()); !errors.Is(err, driver.ErrContract) {
			t.Errorf("reset %d: %v", status, err)
		}
	}
	called = nil
	status = http.StatusNoContent
	if err := errors.Join(d.Reset(t.Context()), d.Health(t.Context())); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"POST /reset", "GET /health"}, called); diff != "" {
		t.Error(diff)
	}
}

func TestHTTPEndsWithTheContext(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	d := vendor(t, func(http.ResponseWriter, *http.Request) { close(arrived); <-release })
	defer close(release)
	ctx, stop := context.WithCancel(t.Context())
	go func() { <-arrived; stop() }()
	if _, err := d.Do(ctx, feed); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNewHTTPRefuses(t *testing.T) {
	for _, base := range []string{"", "localhost:9000", "ftp://x", "http://", "http://[::1"} {
		if _, err := driver.NewHTTP(base); err == nil {
			t.Errorf("%q is accepted", base)
		}
	}
}

func TestDriversWithoutAPersonAttestWhatWasShown(t *testing.T) {
	d := &driver.Exec{}
	for _, c := range []struct {
		last, expect, want string
		err                error
	}{
		{"error", "error", "yes", nil},
		{"done", "error", "no", nil},
		{"refused", "refused", "yes", nil},
		{"unsupported", "done", "", driver.ErrUnattested},
		{"", "done", "", driver.ErrUnattested},
	} {
		got, by, err := d.Attest(t.Context(), plan.Question{Expect: c.expect}, etalon.Reaction{Status: c.last})
		if got != c.want || by != "exec" || !errors.Is(err, c.err) {
			t.Errorf("%s for %s: %q by %s, %v", c.last, c.expect, got, by, err)
		}
	}
}
