package launch

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// The test binary plays the child: the role is its first argument.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "child-") {
		child(os.Args[1])
		return
	}
	os.Exit(m.Run())
}

func child(role string) {
	pipe, given := inherited()
	if !given {
		fmt.Fprintln(os.Stderr, "no event pipe")
		os.Exit(1)
	}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt) // before it is ready: the parent may interrupt it at once
	fmt.Fprintln(pipe, `{"kind":"ready"}`)
	switch role {
	case "child-good":
		fmt.Fprintln(pipe, `not an event`)
		fmt.Fprintln(pipe, `{"kind":"sealed","done":3}`)
	case "child-panic":
		panic("the harness broke")
	case "child-waits":
		<-interrupts
		fmt.Fprintln(pipe, `{"kind":"sealed","outcome":"cancelled"}`)
		os.Exit(130)
	}
}

func launched(t *testing.T, ctx context.Context, role string, on func(etalon.Event)) (Ending, []etalon.EventKind) {
	t.Helper()
	var kinds []etalon.EventKind
	e, err := Run(ctx, Command{Path: os.Args[0], Args: []string{role}}, func(e etalon.Event) {
		kinds = append(kinds, e.Kind)
		if on != nil {
			on(e)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return e, kinds
}

func TestEventsOfAGoodChildArriveInOrder(t *testing.T) {
	e, kinds := launched(t, t.Context(), "child-good", nil)
	if e.Broken() || fmt.Sprint(kinds) != "[ready sealed]" {
		t.Fatalf("ending %+v, events %v", e, kinds)
	}
}

func TestWithoutAParentThereIsNoPipe(t *testing.T) {
	cmd := exec.Command(os.Args[0], "child-good")
	if out, err := cmd.CombinedOutput(); err == nil || strings.TrimSpace(string(out)) != "no event pipe" {
		t.Fatalf("child alone: %v, %q", err, out)
	}
}

func TestAFileThatIsNotThePipeIsLeftAlone(t *testing.T) {
	other, err := os.Create(filepath.Join(t.TempDir(), "other"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	cmd := exec.Command(os.Args[0], "child-good")
	cmd.ExtraFiles = []*os.File{other}
	if out, err := cmd.CombinedOutput(); err == nil || strings.TrimSpace(string(out)) != "no event pipe" {
		t.Fatalf("child with another file: %v, %q", err, out)
	}
	if what, err := other.Stat(); err != nil || what.Size() != 0 {
		t.Fatalf("the other file was written to: %v, %v", what, err)
	}
}

func TestAPanickingChildIsContainedAndTellsWhy(t *testing.T) {
	e, kinds := launched(t, t.Context(), "child-panic", nil)
	if !e.Broken() || !strings.Contains(e.Stderr, "the harness broke") || len(kinds) != 1 {
		t.Fatalf("ending %+v, events %v", e, kinds)
	}
}

func TestCancelReachesTheChildAsAnInterrupt(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e, kinds := launched(t, ctx, "child-waits", func(e etalon.Event) {
		if e.Kind == etalon.EventReady {
			cancel()
		}
	})
	if !e.Cancelled || e.ExitCode != 130 || fmt.Sprint(kinds) != "[ready sealed]" {
		t.Fatalf("ending %+v, events %v", e, kinds)
	}
}
