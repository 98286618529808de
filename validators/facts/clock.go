package facts

import (
	"strconv"
	"strings"
	"time"
)

// mostSkew is how far from ours a time of a message may be and still tell how
// late a clock is; a random number in its place is farther.
const mostSkew = 100 * 365 * 24 * time.Hour

// clockReading is a time that a message of the SUT states of its own sending,
// beside the time at which it came. It came after it was sent: a clock that is
// right is late by the way, and early by what its writing rounds off.
type clockReading struct {
	source, value string
	offset        time.Duration // of the SUT's clock from ours
	precision     time.Duration // of its writing
}

// clock keeps a reading, when a value is a time that can be compared.
func (s *Summary) clock(source, value string) {
	at, precision, ok := readTime(value)
	if !ok || s.Received.IsZero() || s.Sent {
		return
	}
	s.clockAt(source, value, at, precision)
}

func (s *Summary) clockAt(source, value string, at time.Time, precision time.Duration) {
	offset := at.Sub(s.Received)
	if offset.Abs() > mostSkew {
		return
	}
	s.clocks = append(s.clocks, clockReading{source, value, offset, precision})
}

// readTime reads an xs:dateTime, an RFC 5424 timestamp or a DTM in UTC with
// seconds, and how precisely it was written.
func readTime(value string) (time.Time, time.Duration, bool) {
	value = strings.TrimSpace(value)
	if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
		precision := time.Second
		if _, fraction, has := strings.Cut(value, "."); has {
			digits := strings.IndexFunc(fraction, func(r rune) bool { return r < '0' || r > '9' })
			for range min(max(digits, 0), 9) {
				precision /= 10
			}
		}
		return at, precision, true
	}
	if at, err := time.Parse("20060102150405", value); err == nil {
		return at, time.Second, true
	}
	return time.Time{}, 0, false
}

// write writes ev:clock: in seconds.
func (c clockReading) write(w *writer) {
	seconds := func(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }
	w.empty("clock", "source", c.source, "value", c.value, "offset", seconds(c.offset), "precision", seconds(max(c.precision, time.Millisecond)))
}
