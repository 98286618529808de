package session_test

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/session"
)

// memory is a dossier that needs no folder.
type memory struct{ *dossier.Memory }

func (memory) Close() error { return nil }

// served is a plan about the reference server, for a few scenarios.
func served(t *testing.T) *plan.Plan {
	t.Helper()
	sut, err := session.Declare(session.Declaration{Name: reference.Server}, nil)
	must(t, err)
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	must(t, err)
	p, err := session.Plan(session.Order{SUT: sut, Seed: 1, Repertoire: all, LabelFilter: "nominal"})
	must(t, err)
	p.Scenarios = p.Scenarios[:1]
	return p
}

// in is a session in this process.
func in(m *dossier.Memory) session.Session {
	return session.Session{
		Means: session.Means{Clock: time.Now}, Walk: run.Sequential, Events: func(etalon.Event) {},
		Store: func() (session.Storage, error) { return memory{m}, nil },
	}
}

// A worker or a test runs a session with neither a folder nor a process.
func TestASessionInMemory(t *testing.T) {
	raw, err := served(t).Marshal()
	must(t, err)
	for name, c := range map[string]struct {
		cancelled bool
		want      string
	}{"to its end": {false, outcome.Completed}, "interrupted": {true, outcome.Cancelled}} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.cancelled {
				cancel()
			}
			m := &dossier.Memory{}
			err := in(m).Run(ctx, raw)
			var end exit.Error
			if c.cancelled != errors.As(err, &end) || c.cancelled && end.Code != etalon.ExitCancelled || !c.cancelled && err != nil {
				t.Fatalf("%v", err)
			}
			d, err := dossier.Read(m)
			must(t, err)
			if d.Seal == nil || d.Seal.Outcome != c.want || (len(d.Exchanges) == 0) != c.cancelled {
				t.Errorf("seal %+v, %d exchanges", d.Seal, len(d.Exchanges))
			}
		})
	}
}

// A port that is taken leaves no dossier behind, and says so by its exit code.
func TestABusyPortIsNotReady(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	p := served(t)
	p.SUT.Listen = l.Addr().String()
	raw, err := p.Marshal()
	must(t, err)
	s := in(&dossier.Memory{})
	s.Store = func() (session.Storage, error) { t.Error("a dossier was made"); return nil, fs.ErrInvalid }
	var end exit.Error
	if err := s.Run(t.Context(), raw); !errors.As(err, &end) || end.Code != etalon.ExitNotReady || end.Hint == "" {
		t.Errorf("%v", err)
	}
}

// A process that broke is told, not an error: its dossier is judged. One whose
// environment was not ready is an error, with its words.
func TestHowASessionApartEnds(t *testing.T) {
	for code, want := range map[int]int{0: 0, etalon.ExitHarness: 0, -1: 0, etalon.ExitNotReady: etalon.ExitNotReady} {
		ending, err := session.Apart(t.Context(), served(t), func(context.Context, []byte, func(etalon.Event)) (launch.Ending, error) {
			return launch.Ending{ExitCode: code, Stderr: "etalon: why"}, nil
		}, nil)
		var end exit.Error
		if ending.ExitCode != code || errors.As(err, &end) != (want != 0) || end.Code != want || want != 0 && err.Error() != "why" {
			t.Errorf("%d: %+v, %v", code, ending, err)
		}
	}
}

func TestWhatIsDeclared(t *testing.T) {
	none := func(string) ([]byte, error) { return nil, fs.ErrNotExist }
	for name, d := range map[string]session.Declaration{
		"no file":        {Name: "absent.yaml"},
		"a defect of it": {Name: "absent.yaml", Mutant: "vihf-version"},
		"no such defect": {Name: reference.Client, Mutant: "nosuch"},
	} {
		var end exit.Error
		if _, err := session.Declare(d, none); !errors.As(err, &end) || end.Code != etalon.ExitUsage {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := session.ProfileIDs([]string{"a, b", "all", ""}); len(got) != 2 || got[1] != "b" {
		t.Errorf("%v", got)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// How a session ended decides what its end means, before any verdict.
func TestEnded(t *testing.T) {
	refused := exit.Usage(errors.New("no journal"), "")
	for name, c := range map[string]struct {
		ending  launch.Ending
		judging error
		code    int // 0: none
	}{
		"well":                   {},
		"killed before anything": {launch.Ending{ExitCode: -1, Signal: "killed"}, refused, etalon.ExitHarness},
		"killed, and judged":     {launch.Ending{ExitCode: -1, Signal: "killed"}, nil, 0},
		"cancelled":              {launch.Ending{ExitCode: 130, Cancelled: true}, nil, etalon.ExitCancelled},
		"cancelled at once":      {launch.Ending{ExitCode: -1, Cancelled: true}, refused, etalon.ExitCancelled},
		"by a signal of its own": {launch.Ending{ExitCode: 130}, nil, etalon.ExitCancelled},
		"no place":               {launch.Ending{}, exit.Unwritten(fs.ErrPermission), etalon.ExitNotReady},
	} {
		var end exit.Error
		errors.As(session.Ended(c.ending, c.judging), &end)
		if end.Code != c.code {
			t.Errorf("%s: %d", name, end.Code)
		}
	}
}
