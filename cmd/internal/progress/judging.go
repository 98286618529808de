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
// elsewhere a line now and then; and that the exchanges are done. A short one says nothing.
func Judging(w io.Writer, terminal bool, clock func() time.Time) func(done, total int) {
	next, shown := clock().Add(patience), false
	return func(done, total int) {
		now := clock()
		switch {
		case shown && done == total: // the rules over the session take their time too
			wipe := ""
			if terminal {
				wipe = "\r\x1b[K"
			}
			fmt.Fprintf(w, "%sJugement (judging) : %d/%d échanges, puis la session (exchanges, then the session)\n", wipe, done, total)
		case now.Before(next):
		case terminal:
			fmt.Fprintf(w, "\r\x1b[KJugement (judging) : %d/%d", done, total)
			next, shown = now.Add(flicker), true
		default:
			fmt.Fprintf(w, "Jugement (judging) : %d/%d échanges (exchanges)\n", done, total)
			next, shown = now.Add(pause), true
		}
	}
}
