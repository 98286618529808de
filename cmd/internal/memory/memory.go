package memory

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// small is what a process that judges one document makes do with, of Go's
// own memory: the program itself and what it shares with others come on top.
// By it, and not by proportion, garbage is collected then: a pack is read and
// compiled in few collections and little room.
const small = 30 << 20

// StaySmall has garbage collected when Go's memory comes near to small,
// and in the usual way from the moment that what is in use makes that too
// often. It leaves a process alone whose environment says otherwise.
func StaySmall() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(small)
	afterEachCollection(func() (again bool) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/goal:bytes"}}
		metrics.Read(sample)
		if live, goal := sample[0].Value.Uint64(), sample[1].Value.Uint64(); goal >= live+live/16 {
			return true
		}
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
		return false
	})
}

// Judging is what a process that judges a dossier makes do with, of Go's own
// memory, as long as what is in use lets it.
const Judging = 120 << 20

// StayNear has garbage collected when Go's memory comes near to room, and from where
// what is in use comes near to it, when a quarter more than that is: a dossier may hold
// messages far larger than the others, whose room would be doubled by what is garbage.
// It leaves a process alone whose environment says otherwise.
func StayNear(room int64) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(room)
	afterEachCollection(func() (again bool) {
		sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(sample)
		live := int64(sample[0].Value.Uint64()) //nolint:gosec // bytes of memory that there is
		debug.SetMemoryLimit(max(room, live+live/4))
		return true
	})
}

// sentinel is something that every collection finds.
type sentinel struct{ then func() bool }

// afterEachCollection calls then soon after each collection until it says no.
func afterEachCollection(then func() (again bool)) {
	runtime.SetFinalizer(&sentinel{then}, func(g *sentinel) {
		if g.then() {
			afterEachCollection(g.then)
		}
	})
}
