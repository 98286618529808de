package memory

import (
	"runtime"
	"testing"
)

func TestAfterEachCollectionUntilItSaysNo(t *testing.T) {
	called, over := make(chan int), make(chan struct{})
	n := 0
	afterEachCollection(func() bool {
		if n++; n == 3 {
			close(over)
			return false
		}
		called <- n
		return true
	})
	for want := 1; ; {
		runtime.GC() // the next sentinel may not be there yet: it is found by a later one
		select {
		case got := <-called:
			if got != want {
				t.Fatalf("call %d, want %d", got, want)
			}
			want++
		case <-over:
			if want != 3 {
				t.Fatalf("it said no at call %d", want)
			}
			runtime.GC()
			runtime.GC()
			if n != 3 {
				t.Errorf("call %d after it said no", n)
			}
			return
		default:
		}
	}
}
