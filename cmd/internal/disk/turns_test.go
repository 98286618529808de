package disk

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

// Who asks while a run is under way waits for the next one, with all the others
// who do: never for the one that may have begun before their bytes were written.
func TestWaitersShareTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, goOn := 0, make(chan struct{})
		turns := &turns{run: func() error { began++; <-goOn; return nil }}
		var wg sync.WaitGroup
		ended := 0
		var mu sync.Mutex
		ask := func() {
			wg.Go(func() {
				if err := turns.wait(); err != nil {
					t.Error(err)
				}
				mu.Lock()
				ended++
				mu.Unlock()
			})
		}
		ask()
		synctest.Wait()
		for range 10 {
			ask()
		}
		synctest.Wait()
		if began != 1 || ended != 0 {
			t.Fatalf("%d runs, %d answered", began, ended)
		}
		goOn <- struct{}{}
		synctest.Wait()
		if began != 2 || ended != 1 {
			t.Fatalf("after the first run: %d runs, %d answered", began, ended)
		}
		goOn <- struct{}{}
		wg.Wait()
		if began != 2 || ended != 11 {
			t.Fatalf("%d runs for 11 who asked, %d answered", began, ended)
		}
		ask()
		synctest.Wait()
		goOn <- struct{}{}
		wg.Wait()
		if began != 3 {
			t.Errorf("nobody ran for who came later")
		}
	})
}

func TestAFailedRunIsEverybodysFromThenOn(t *testing.T) {
	full := errors.New("no space left")
	runs := 0
	turns := &turns{run: func() error { runs++; return full }}
	for range 3 {
		if err := turns.wait(); !errors.Is(err, full) {
			t.Errorf("%v", err)
		}
	}
	if runs != 1 {
		t.Errorf("%d runs", runs)
	}
}
