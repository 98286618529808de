package facts

import (
	"fmt"
	"strconv"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
)

// ntpPacket is a packet of NTP, and when it crossed the wire.
type ntpPacket struct {
	ntp.Packet
	direction string
	bytes     int
	at        time.Time
	anomalies []etalon.Anomaly
}

func readPacket(direction string, raw []byte, at time.Time) ntpPacket {
	p, anomalies := ntp.Read(raw)
	return ntpPacket{p, direction, len(raw), at, anomalies}
}

// mostClock is how far a client's transmit time may be from ours and be one:
// clients may send a random number instead, which says nothing of their clock.
const mostClock = 24 * time.Hour

// tell gives the reading of the SUT's clock that a request holds, if it holds one.
func (p ntpPacket) tell(s *Summary) {
	if p.Transmit == 0 || p.bytes < ntp.Size || s.Received.IsZero() || s.Sent {
		return
	}
	if at := p.Transmit.Time(s.Received); at.Sub(s.Received).Abs() < mostClock {
		s.clockAt("ntp", stamp(p.Transmit), at, time.Millisecond)
	}
}

// stamp writes a timestamp as 16 hexadecimal digits, empty when it is zero.
func stamp(t ntp.Timestamp) string {
	if t == 0 {
		return ""
	}
	return fmt.Sprintf("%016x", uint64(t))
}

// write writes ev:ntp. Times are also shown as instants, those of their era that are
// nearest to when the packet crossed the wire.
func (p ntpPacket) write(w *writer) {
	when := func(t ntp.Timestamp) string {
		if t == 0 || p.at.IsZero() {
			return ""
		}
		return instant(t.Time(p.at))
	}
	offset := ""
	if p.Transmit != 0 && !p.at.IsZero() {
		offset = strconv.FormatFloat(p.Transmit.Time(p.at).Sub(p.at).Seconds(), 'f', 3, 64)
	}
	seconds := func(v uint32) string { return strconv.FormatFloat(float64(v)/65536, 'f', 6, 64) }
	w.empty("ntp", "direction", p.direction, "bytes", integer(p.bytes), "leap", integer(int(p.Leap)), "version", integer(int(p.Version)), "mode", integer(int(p.Mode)),
		"stratum", integer(int(p.Stratum)), "poll", integer(int(p.Poll)), "precision", integer(int(p.Precision)),
		"root-delay", seconds(p.RootDelay), "root-dispersion", seconds(p.RootDispersion), "reference-id", fmt.Sprintf("%x", p.Reference), "kiss", p.kiss(),
		"reference", when(p.ReferenceTime), "origin", stamp(p.Origin), "receive", stamp(p.Receive), "receive-at", when(p.Receive),
		"transmit", stamp(p.Transmit), "transmit-at", when(p.Transmit), "offset", offset, "extra", integer(len(p.Extra)))
}

// kiss is the code of a kiss-o'-death: four letters in place of a reference.
func (p ntpPacket) kiss() string {
	if p.Stratum != 0 || p.Mode != ntp.Server {
		return ""
	}
	for _, b := range p.Reference {
		if b < 'A' || b > 'Z' {
			return ""
		}
	}
	return string(p.Reference[:])
}
