package main

import (
	"runtime"
	"testing"
)

func TestAfterEachCollectionUntilItSaysNo(t *testing.T) {
	called := make(chan int)
	n := 0
	afterEachCollection(func() bool {
		n++
		called <- n
		return n < 2
	})
	for want := 1; want <= 2; want++ {
		runtime.GC()
		if got := <-called; got != want {
			t.Errorf("call %d, want %d", got, want)
		}
	}
	runtime.GC()
	runtime.GC()
	select {
	case got := <-called:
		t.Errorf("call %d after it said no", got)
	default:
	}
}
