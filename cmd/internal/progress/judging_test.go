package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// A long judgement says where it is, a short one does not; it ends with a word
// on the session, on a line of its own.
func TestALongJudgementSaysWhereItIs(t *testing.T) {
	for name, c := range map[string]struct {
		each     time.Duration
		tty      bool
		from, to int // lines, or changes of one
	}{
		"short":               {time.Millisecond, false, 0, 0},
		"short on a terminal": {time.Millisecond, true, 0, 0},
		"long":                {100 * time.Millisecond, false, 5, 20},
		"long on a terminal":  {100 * time.Millisecond, true, 100, 1000},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Unix(0, 0)
			var said bytes.Buffer
			tell := Judging(&said, c.tty, func() time.Time { return now })
			for i := range 1001 {
				tell(i, 1000)
				now = now.Add(c.each)
			}
			if n := strings.Count(said.String(), "(judging)"); n < c.from || n > c.to {
				t.Errorf("%d words: %.300q", n, said.String())
			}
			last := said.String()[strings.LastIndex(said.String(), "Jugement")+1:]
			if c.to > 0 && (!strings.Contains(last, "1000/1000") || !strings.HasSuffix(last, "\n")) {
				t.Errorf("it ends with %q", last)
			}
		})
	}
}
