package progress

import (
	"fmt"
	"io"
	"sync"

	"github.com/etalon-dmp/etalon/reports/terminal"
)

// Files tells on w how far the judging of so many files is: one line that changes
// on a terminal, else a line at each tenth of a long list.
func Files(w io.Writer, tty bool, total int) func(name string) {
	var mu sync.Mutex
	done := 0
	return func(name string) {
		mu.Lock()
		defer mu.Unlock()
		done++
		switch step := max(1, total/10); {
		case total < 2:
		case tty && done == total:
			fmt.Fprint(w, "\r\x1b[K")
		case tty:
			fmt.Fprintf(w, "\r\x1b[K[%d/%d] %s", done, total, terminal.Safe(name, 60))
		case total >= 20 && (done%step == 0 || done == total):
			fmt.Fprintf(w, "[%d/%d]\n", done, total)
		}
	}
}
