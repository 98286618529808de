package main

import (
	"crypto/tls"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// A person is told one thing to do; the step advances by itself when the
// traffic arrives, and only what no machine can see is asked.
func TestAPersonIsTakenThroughASession(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	out := filepath.Join(dir, "out")
	c := open(t, "run", "--sut", declaration, "--label-filter", "td0.2-active", "--out", out)
	lps := installed(t, declaration, reached(c.await(c.err, "https://")), "")
	c.await(c.out, "testez l'existence de son DMP")

	if r := lps.does(actionsOf(t, out)[0]); r.Status != etalon.ReactDone {
		t.Fatalf("the product says %+v", r)
	}

	c.await(c.out, "Le logiciel affiche-t-il que le DMP existe") // nothing was typed
	c.types("peut-être")
	c.await(c.out, "Le logiciel affiche-t-il que le DMP existe") // asked again
	c.types("oui")
	c.leaves(etalon.ExitPass)
	if r := result(t, out); r.Verdict != etalon.Pass || len(r.Findings) != 0 {
		t.Fatalf("verdict %s, findings %+v", r.Verdict, r.Findings)
	}
	steps := evidence(t, out).Scenarios[0].Steps
	if steps[0].By != "person" || steps[1].Outcome != outcome.Received || steps[2].Answer != "yes" {
		t.Fatalf("steps %+v", steps)
	}
}

// What a person attests counts: a no is a failure of the product.
func TestAPersonCanSayNo(t *testing.T) {
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
	if r := result(t, out); r.Verdict != etalon.Fail {
		t.Fatalf("verdict %s", r.Verdict)
	}
}

// A product that cannot do what its claimed profile asks does not conform.
func TestAPersonCanSayThatTheProductCannot(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	out := filepath.Join(dir, "out")
	c := open(t, "run", "--sut", declaration, "--label-filter", "td0.2-active", "--out", out)
	c.await(c.out, "testez l'existence de son DMP")
	c.types("i")
	c.leaves(etalon.ExitFail)
	if r := result(t, out); r.Verdict != etalon.Fail || !slices.ContainsFunc(r.Findings, func(f etalon.Finding) bool { return f.Rule == "SES01.supported" }) {
		t.Fatalf("verdict %s, findings %+v", r.Verdict, r.Findings)
	}
}

// atTheSecondScenario takes a session of a person to the prompt of its second scenario, the
// first one being done.
func atTheSecondScenario(t *testing.T) (c *console, out string) {
	t.Helper()
	dir, declaration := vendor(t)
	out = filepath.Join(dir, "out")
	c = open(t, "run", "--sut", declaration, "--label-filter", "td0.2-active || td0.2-closed || td0.2-expired || td0.2-forbidden || td0.2-unknown", "--out", out)
	lps := installed(t, declaration, reached(c.await(c.err, "https://")), "")
	c.await(c.out, "testez l'existence de son DMP")
	lps.does(actionsOf(t, out)[0])
	c.await(c.out, "Le logiciel affiche-t-il que le DMP existe")
	c.types("oui")
	c.await(c.err, "[1/5]")
	c.await(c.out, "testez l'existence") // of the second
	return c, out
}

// holdsTheFirst looks that everything acknowledged before the end is there.
func holdsTheFirst(t *testing.T, out string) {
	t.Helper()
	d := evidence(t, out)
	first := d.Scenarios[0]
	if !first.Ended || first.Outcome != outcome.Completed || len(first.Steps) != 3 || len(d.Exchanges) != 1 {
		t.Fatalf("first scenario %+v, %d exchanges", first, len(d.Exchanges))
	}
	x := d.Exchanges[0]
	if x.Scenario != first.ID || x.Request.Size == 0 || x.Response.Size == 0 || first.Steps[1].Exchange != x.ID {
		t.Fatalf("exchange %+v of scenario %+v", x, first)
	}
	r := result(t, out)
	if r.Scenarios[0].Verdict != etalon.Pass || r.Scenarios[1].Verdict != etalon.Inconclusive || r.Profiles[0].Verdict == etalon.Pass {
		t.Fatalf("first scenario %s, second %s, profile %s", r.Scenarios[0].Verdict, r.Scenarios[1].Verdict, r.Profiles[0].Verdict)
	}
}

// The session's process is killed in the middle: what it had recorded stays
// readable and judged, and the verdict is the harness's own failure.
func TestAKilledSessionIsAnErrorAndLosesNothing(t *testing.T) {
	t.Parallel()
	c, out := atTheSecondScenario(t)
	must(t, syscall.Kill(c.child("session"), syscall.SIGKILL))
	c.await(c.err, "La session s'est rompue")
	c.leaves(etalon.ExitHarness)
	if r := result(t, out); r.Verdict != etalon.Broken {
		t.Fatalf("verdict %s", r.Verdict)
	}
	holdsTheFirst(t, out)
	if evidence(t, out).Seal != nil {
		t.Fatal("a dossier that nobody finished is sealed")
	}
	command(t, etalon.ExitInconclusive, nil, "dossier", "verify", filepath.Join(out, "dossier"))
	command(t, etalon.ExitHarness, nil, "judge", filepath.Join(out, "dossier"), "--out", filepath.Join(out, "again"))
}

// An interrupt ends the session in order: reports written, dossier sealed as
// cancelled, exit code 130. It comes to the one process (kill) or to all of
// them at once (Ctrl-C in a terminal).
func TestAnInterruptedSessionIsSealedAsCancelled(t *testing.T) {
	for name, group := range map[string]int{"one process": 1, "the whole group": -1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, out := atTheSecondScenario(t)
			must(t, syscall.Kill(group*c.cmd.Process.Pid, syscall.SIGINT))
			c.leaves(etalon.ExitCancelled)
			if r := result(t, out); r.Verdict != etalon.Inconclusive {
				t.Fatalf("verdict %s", r.Verdict)
			}
			holdsTheFirst(t, out)
			d := evidence(t, out)
			if d.Seal == nil || d.Seal.Outcome != outcome.Cancelled || d.Scenarios[1].Steps[0].Outcome != outcome.Cancelled {
				t.Fatalf("seal %+v, scenarios %+v", d.Seal, d.Scenarios)
			}
			command(t, etalon.ExitPass, nil, "dossier", "verify", filepath.Join(out, "dossier"))
			command(t, etalon.ExitInconclusive, nil, "judge", filepath.Join(out, "dossier"), "--out", filepath.Join(out, "again"))
		})
	}
}

// So does a session under way at full speed, however it is walked.
func TestAnInterruptedWalkIsSealedAsCancelled(t *testing.T) {
	for _, walk := range []string{"ginkgo", "sequential"} {
		t.Run(walk, func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "out")
			c := open(t, "run", "--sut", builtin, "--walk", walk, "--out", out)
			c.await(c.err, "[2/")
			must(t, syscall.Kill(-c.cmd.Process.Pid, syscall.SIGINT))
			c.leaves(etalon.ExitCancelled)
			d, r := evidence(t, out), result(t, out)
			if d.Seal == nil || d.Seal.Outcome != outcome.Cancelled || r.Verdict != etalon.Inconclusive {
				t.Fatalf("seal %+v, verdict %s, findings %+v", d.Seal, r.Verdict, r.Findings)
			}
			if len(d.Scenarios) == len(r.Scenarios) || !d.Scenarios[len(d.Scenarios)-1].Ended {
				t.Fatalf("%d scenarios of %d began, the last one is %+v", len(d.Scenarios), len(r.Scenarios), d.Scenarios[len(d.Scenarios)-1])
			}
		})
	}
}

// The second interrupt ends at once, also what does not answer any more.
func TestTheSecondInterruptEndsAtOnce(t *testing.T) {
	t.Parallel()
	c, _ := atTheSecondScenario(t)
	session := c.child("session")
	must(t, syscall.Kill(session, syscall.SIGSTOP))
	must(t, c.cmd.Process.Signal(syscall.SIGINT))
	c.await(c.err, "Ctrl-C")
	began := time.Now()
	must(t, c.cmd.Process.Signal(syscall.SIGTERM))
	c.leaves(etalon.ExitCancelled)
	if took := time.Since(began); took > patient/2 {
		t.Errorf("it took %s", took)
	}
	if err := syscall.Kill(session, 0); err == nil {
		if _, left := childOf(1, "session"); left {
			t.Error("the process of the session is still there")
		}
	}
}

// A signal to the process of the session alone cancels it, and is told so.
func TestASessionEndedByASignalOfItsOwnIsCancelled(t *testing.T) {
	t.Parallel()
	c, out := atTheSecondScenario(t)
	must(t, syscall.Kill(c.child("session"), syscall.SIGTERM))
	c.leaves(etalon.ExitCancelled)
	holdsTheFirst(t, out)
	if r := result(t, out); r.Verdict != etalon.Inconclusive || len(r.Findings) != 0 || r.Scenarios[1].Owner != etalon.OwnerUser {
		t.Errorf("verdict %s, findings %+v, owner %q", r.Verdict, r.Findings, r.Scenarios[1].Owner)
	}
}

// A handshake that fails for its version is the product's, under the requirement of
// TLS: not a message that never arrived, and not a stranger's knock.
func TestARefusedHandshakeIsTheProducts(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	out := filepath.Join(dir, "out")
	c := open(t, "run", "--sut", declaration, "--label-filter", "td0.2-active", "--out", out)
	base := reached(c.await(c.err, "https://"))
	c.await(c.out, "testez l'existence de son DMP")
	conn, err := tls.Dial("tcp", strings.TrimPrefix(base, "https://"), &tls.Config{MinVersion: tls.VersionTLS11, MaxVersion: tls.VersionTLS11, InsecureSkipVerify: true})
	if err == nil {
		conn.Close()
		t.Fatal("TLS 1.1 was accepted")
	}
	c.types("")
	c.leaves(etalon.ExitFail)
	r := result(t, out)
	var rules []etalon.RuleID
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	for _, rule := range []etalon.RuleID{"SES01.refused", "T01.offered"} {
		i := slices.Index(rules, rule)
		if i < 0 || r.Findings[i].Verdict() != etalon.Fail || r.Findings[i].Scenario != "td0.2-active" {
			t.Errorf("%s is not the product's: %+v", rule, rules)
		}
	}
	if slices.Contains(rules, "SES01.expect") {
		t.Errorf("the cause is told as silence: %v", rules)
	}
	if r.Scenarios[0].Owner != etalon.OwnerProduct {
		t.Errorf("owner %q", r.Scenarios[0].Owner)
	}
}
