package syslog_test

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/syslog"
)

// same gives one letter for ever.
type same byte

func (s same) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(s)
	}
	return len(b), nil
}

// A gigabyte in one frame is kept as far as the limit goes, and told; the stream is given
// up, so that the rest costs nothing.
func TestAGigabyteInAFrame(t *testing.T) {
	const size, limit = 1 << 30, 1 << 16
	stream := io.MultiReader(strings.NewReader(strconv.Itoa(size)+" "), io.LimitReader(same('x'), size), strings.NewReader("5 <85>1"))
	r := syslog.NewReader(stream, limit)
	raw, anomalies, err := r.Next()
	if len(raw) > limit || len(raw) < limit || len(anomalies) == 0 || err != nil {
		t.Errorf("%d bytes kept, %v, %v", len(raw), anomalies, err)
	}
	if raw, _, err := r.Next(); len(raw) > 0 || !errors.Is(err, io.EOF) || !r.Lost() {
		t.Errorf("behind it: %q, %v, lost %v", raw, err, r.Lost())
	}
}

// A length that no stream has is told, whatever it is.
func TestLengthsThatCannotBe(t *testing.T) {
	for _, length := range []string{"1000000000000", "99999999999999999999999999", "0", "00000000000000000000000000000000000000005"} {
		r := syslog.NewReader(strings.NewReader(length+" <85>1 - - - - - - x"), 1<<16)
		told := false
		for range 100 {
			raw, anomalies, _ := r.Next()
			told = told || len(anomalies) > 0
			if len(raw) == 0 {
				break
			}
		}
		if !told {
			t.Errorf("%s: nothing is told", length)
		}
	}
}
