package main

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// When the session dies, the product that it had started leaves too.
func TestAKilledSessionLeavesNoProductBehind(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	c := open(t, "run", "--sut", builtin, "--label-filter", "error:timeout", "--out", out)
	c.await(c.err, "https://")
	session := c.child("session")
	product, ok := childOf(session, "lps")
	if !ok {
		t.Fatal("the session started no product")
	}
	must(t, syscall.Kill(session, syscall.SIGKILL))
	c.leaves(etalon.ExitHarness)
	late := time.After(patient)
	for gone := false; !gone; {
		select {
		case <-late:
			t.Fatalf("process %d is still there", product)
		case <-time.Tick(20 * time.Millisecond):
			_, err := os.Stat(filepath.Join("/proc", strconv.Itoa(product)))
			gone = os.IsNotExist(err)
		}
	}
}

// A vendor's command may leave a program of its own running (the product
// itself): the session ends all the same.
func TestARunDoesNotWaitForWhatADriverLeavesRunning(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	fifo := filepath.Join(dir, "fifo")
	must(t, syscall.Mkfifo(fifo, 0o600))
	hold, err := os.OpenFile(fifo, os.O_RDWR, 0)
	must(t, err)
	defer hold.Close() // then cat leaves
	must(t, os.WriteFile(filepath.Join(dir, "drive.sh"), []byte(
		"cat '"+fifo+"' >/dev/null 2>&1 </dev/null &\necho '{\"status\":\"unsupported\"}'\n"), 0o600))
	replace(t, declaration, "kind: person", "kind: exec\n  command: [sh, "+filepath.Join(dir, "drive.sh")+"]")
	c := open(t, "run", "--sut", declaration, "--label-filter", "td0.2-active", "--out", filepath.Join(dir, "out"))
	c.leaves(etalon.ExitFail) // the product cannot do what its profile asks
}

// The session command on its own, without a parent's pipe, writes its dossier
// and nothing else into it.
func TestASessionWithoutAParentKeepsItsDossierClean(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	command(t, etalon.ExitPass, nil, "run", "--sut", builtin, "--label-filter", "td0.2-active", "--out", out)
	alone := filepath.Join(t.TempDir(), "alone")
	command(t, etalon.ExitPass, nil, "session", "--plan", filepath.Join(out, "plan.json"), "--dossier", filepath.Join(alone, "dossier"))
	command(t, etalon.ExitPass, nil, "dossier", "verify", filepath.Join(alone, "dossier"))
	command(t, etalon.ExitPass, nil, "judge", filepath.Join(alone, "dossier"))
	if a, b := read(t, filepath.Join(out, verdictFile)), read(t, filepath.Join(alone, verdictFile)); a != b {
		t.Fatal("the same plan gives another verdict")
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	return string(b)
}
