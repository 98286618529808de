package progress

import (
	"fmt"
	"io"
	"time"
)

// The times after which a judgement is long: a word is said then, and again after each
// pause.
const (
	patience = 5 * time.Second
	pause    = 10 * time.Second
	flicker  = 200 * time.Millisecond // of a line that changes, on a terminal
)

// Judging tells how far a long judgement is: one line that changes on a terminal,
// elsewhere a line now and then. A short one says nothing.
func Judging(w io.Writer, terminal bool, clock func() time.Time) func(done, total int) {
	next, shown := clock().Add(patience), false
	return func(done, total int) {
		now := clock()
		switch {
		case terminal && shown && done == total:
			fmt.Fprint(w, "\r\x1b[K")
		case now.Before(next):
		case terminal:
			fmt.Fprintf(w, "\r\x1b[KJugement (judging) : %d/%d", done, total)
			next, shown = now.Add(flicker), true
		default:
			fmt.Fprintf(w, "Jugement (judging) : %d/%d échanges (exchanges)\n", done, total)
			next = now.Add(pause)
		}
	}
}
