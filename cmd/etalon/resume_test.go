package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// A session of a person stops in its second scenario, killed or by Ctrl-C, and goes
// on later: the first scenario stays, the second is asked again.
func TestAStoppedSessionIsResumed(t *testing.T) {
	for name, signal := range map[string]syscall.Signal{"killed": syscall.SIGKILL, "interrupted": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, out := atTheSecondScenario(t)
			at := c.cmd.Process.Pid
			if signal == syscall.SIGKILL {
				at = c.child("session")
			}
			must(t, syscall.Kill(at, signal))
			<-c.left
			before := evidence(t, out)

			c = open(t, "run", "--resume", out)
			c.await(c.err, "https://")
			c.await(c.out, "testez l'existence")
			must(t, syscall.Kill(c.cmd.Process.Pid, syscall.SIGINT)) // and for the day, again
			c.leaves(etalon.ExitCancelled)

			d := evidence(t, out)
			if d.Resumed != 1 || d.Seal == nil || d.Exchanges[0].ID != before.Exchanges[0].ID || d.Played() != 1 {
				t.Fatalf("resumed %d, seal %v, played %d", d.Resumed, d.Seal, d.Played())
			}
			r := result(t, out)
			second := d.Scenarios[1].ID.Planned()
			for _, s := range r.Scenarios {
				switch {
				case s.ID == d.Scenarios[0].ID && s.Verdict != etalon.Pass:
					t.Errorf("the first scenario: %s", s.Verdict)
				case s.ID == second.Attempt(1) && (s.Verdict != etalon.NotApplicable || s.Reason.FR == ""):
					t.Errorf("the attempt: %s", s.Verdict)
				case s.ID == second && len(s.Notes) != 1:
					t.Errorf("the second scenario does not say that it was begun anew: %v", s.Notes)
				}
			}
		})
	}
}

// However often a session is killed, it comes to the verdict that it would have had.
func TestAKilledSessionComesToItsVerdict(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	args := []string{"run", "--sut", builtin, "--profile", "acces", "--out", out}
	for range 2 {
		c := open(t, args...)
		c.await(c.err, ": completed")
		must(t, syscall.Kill(c.child("session"), syscall.SIGKILL))
		c.leaves(etalon.ExitHarness)
		args = []string{"run", "--resume", out}
	}
	command(t, etalon.ExitPass, nil, args...)
	r := result(t, out)
	if r.Verdict != etalon.Pass || len(r.Findings) != 0 || r.Seal != etalon.SealSigned {
		t.Errorf("verdict %s, findings %+v, seal %s", r.Verdict, r.Findings, r.Seal)
	}
	if said := command(t, etalon.ExitUsage, nil, "run", "--resume", out); !strings.Contains(said, "à son terme") {
		t.Errorf("of a session that is over: %s", said)
	}
	command(t, etalon.ExitUsage, nil, "run", "--resume", out, "--sut", builtin)
	command(t, etalon.ExitUsage, nil, "run", "--sut", builtin)
	if said := command(t, etalon.ExitUsage, nil, "run", "--resume", t.TempDir()); !strings.Contains(said, "--out") {
		t.Errorf("of a folder without a session: %s", said)
	}
}

// A session that is under way is not resumed by another process.
func TestASessionUnderWayIsNotResumed(t *testing.T) {
	t.Parallel()
	_, out := atTheSecondScenario(t)
	said := command(t, etalon.ExitNotReady, nil, "run", "--resume", out)
	if !strings.Contains(said, "une autre session y écrit") {
		t.Error(said)
	}
}

// A mistaken no is taken back by an entry that says who and why, and nothing is erased.
func TestAMistakenNoIsTakenBack(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	out := filepath.Join(dir, "out")
	c := open(t, "run", "--sut", declaration, "--label-filter", "td0.2-active", "--out", out)
	lps := installed(t, declaration, reached(c.await(c.err, "https://")), "")
	c.await(c.out, "testez l'existence de son DMP")
	lps.does(actionsOf(t, out)[0])
	c.await(c.out, "Le logiciel affiche-t-il que le DMP existe")
	c.types("n")
	c.leaves(etalon.ExitFail)

	kept := filepath.Join(out, "dossier")
	sc := evidence(t, out).Scenarios[0]
	correct := func(code int, step etalon.StepID, reason string) string {
		return command(t, code, nil, "dossier", "correct", kept, "--scenario", string(sc.ID), "--step", string(step), "--answer", "yes",
			"--by", "A. Testeuse", "--reason", reason)
	}
	correct(etalon.ExitUsage, sc.Steps[2].Step, " ")
	correct(etalon.ExitUsage, sc.Steps[0].Step, "aucune question")
	correct(etalon.ExitPass, sc.Steps[2].Step, "mauvaise touche")
	said := command(t, etalon.ExitPass, nil, "judge", kept)
	if !strings.Contains(said, "A. Testeuse") || !strings.Contains(said, "mauvaise touche") {
		t.Errorf("the report does not say who took it back, nor why: %s", said)
	}
	if d := evidence(t, out); d.Scenarios[0].Steps[2].Corrected[0].Was != "no" {
		t.Errorf("%+v", d.Scenarios[0].Steps[2])
	}
}
