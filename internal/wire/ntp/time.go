package ntp

import "time"

// Timestamp is seconds since 1900 and their fraction in 1/2^32. It comes round
// every 136 years.
type Timestamp uint64

// epoch is 1900-01-01 in the seconds of Unix.
const epoch = -2208988800

// Of writes a time.
func Of(t time.Time) Timestamp {
	seconds := uint64(t.Unix()-epoch) & 0xFFFFFFFF       //nolint:gosec // G115: modulo an era, as the standard has it
	fraction := (uint64(t.Nanosecond())<<32 + 5e8) / 1e9 //nolint:gosec // G115: 0 to 999999999
	return Timestamp(seconds<<32 + fraction)
}

// Time reads a timestamp as the time with that writing that is nearest to another.
func (t Timestamp) Time(near time.Time) time.Time {
	const era = 1 << 32
	seconds := int64(t>>32) + epoch
	for seconds < near.Unix()-era/2 {
		seconds += era
	}
	nanoseconds := int64(uint64(t) & 0xFFFFFFFF * 1e9 >> 32)
	return time.Unix(seconds, nanoseconds).UTC()
}
