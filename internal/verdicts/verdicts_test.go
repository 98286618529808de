package verdicts_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/formats"
)

type memory struct{ *dossier.Memory }

func (memory) Close() error { return nil }

// kept is a sink in memory.
type kept map[string][]byte

func (k kept) Put(files map[string][]byte) error {
	for name, b := range files {
		k[name] = b
	}
	return nil
}

// recorded is the dossier of a session with the reference server.
func recorded(t *testing.T) *dossier.Memory {
	t.Helper()
	sut, err := session.Declare(session.Declaration{Name: reference.Server}, nil)
	must(t, err)
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	must(t, err)
	p, err := session.Plan(session.Order{SUT: sut, Seed: 1, Repertoire: all, LabelFilter: "nominal"})
	must(t, err)
	p.Scenarios = p.Scenarios[:1]
	raw, err := p.Marshal()
	must(t, err)
	m := &dossier.Memory{}
	must(t, session.Session{
		Means: session.Means{Clock: time.Now}, Walk: run.Sequential, Events: func(etalon.Event) {},
		Store: func() (session.Storage, error) { return memory{m}, nil },
	}.Run(t.Context(), raw))
	return m
}

// noChild says that there is no libxml2 here: helium is the only engine.
func noChild(context.Context) (io.ReadWriteCloser, func() error, error) {
	return nil, nil, errors.New("no child in this test")
}

// The same dossier gives the same bytes, the second time as the first, with
// neither a folder nor a process.
func TestJudgingAgainGivesTheSameReports(t *testing.T) {
	m := recorded(t)
	var first kept
	all := formats.All()
	for range 2 {
		v, err := verdicts.Of(t.Context(), m, verdicts.Means{Spawn: noChild, Tool: etalon.ToolInfo{Name: "test"}})
		must(t, err)
		if v.Result.Rules.Matched == 0 {
			t.Fatal("no rule met anything")
		}
		for _, f := range v.Result.Findings {
			if f.Verdict() == etalon.Fail {
				t.Errorf("%s: %s", f.Rule, f.Observed)
			}
		}
		files := kept{}
		must(t, v.Report(all, files, "fr"))
		if len(files) != len(all) {
			t.Fatalf("%d reports", len(files))
		}
		for name, b := range first {
			if string(files[name]) != string(b) {
				t.Errorf("%s differs", name)
			}
		}
		first = files
	}
}

// Evidence that was altered is refused as what the user gave.
func TestAlteredEvidenceIsNotJudged(t *testing.T) {
	m := recorded(t)
	m.Journal[len(m.Journal)/2] ^= 1
	var end exit.Error
	if _, err := verdicts.Of(t.Context(), m, verdicts.Means{Spawn: noChild}); !errors.As(err, &end) || end.Code != etalon.ExitUsage || end.Hint == "" {
		t.Errorf("%v", err)
	}
}

func TestARuleCoversItsGroup(t *testing.T) {
	for rule, want := range map[etalon.RuleID]bool{"V05": true, "V05.role": true, "V051": false, "V06": false} {
		if verdicts.Covers("V05", rule) != want {
			t.Errorf("V05 covers %s: %v", rule, !want)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
