package ntp

import (
	"encoding/binary"
	"fmt"

	"github.com/etalon-dmp/etalon"
)

// Size is that of the header, in bytes.
const Size = 48

// The modes of a packet.
const (
	Client = 3
	Server = 4
)

// Unsynchronised is the leap indicator of a clock that is not set.
const Unsynchronised = 3

// Packet is the header of a packet. Times are in the time scale of NTP; zero is
// "not known".
type Packet struct {
	Leap, Version, Mode byte
	Stratum             byte
	Poll, Precision     int8   // exponents of two, in seconds
	RootDelay           uint32 // in 1/65536 s
	RootDispersion      uint32 // in 1/65536 s
	Reference           [4]byte
	ReferenceTime       Timestamp
	Origin              Timestamp
	Receive             Timestamp
	Transmit            Timestamp
	Extra               []byte // after the header: extension fields, a MAC
}

// Read reads a packet. One that is shorter than its header is read as far as it
// goes, the rest is zero.
func Read(raw []byte) (Packet, []etalon.Anomaly) {
	var anomalies []etalon.Anomaly
	note := func(code string, at int, format string, args ...any) {
		anomalies = append(anomalies, etalon.Anomaly{Layer: "ntp", Code: code, Offset: int64(at), Detail: fmt.Sprintf(format, args...)})
	}
	var b [Size]byte
	copy(b[:], raw)
	word := func(at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
	stamp := func(at int) Timestamp { return Timestamp(binary.BigEndian.Uint64(b[at:])) }
	p := Packet{
		Leap: b[0] >> 6, Version: b[0] >> 3 & 7, Mode: b[0] & 7, Stratum: b[1],
		Poll: int8(b[2]), Precision: int8(b[3]), //nolint:gosec // G115: signed bytes, as the standard has them
		RootDelay: word(4), RootDispersion: word(8), Reference: [4]byte(b[12:16]),
		ReferenceTime: stamp(16), Origin: stamp(24), Receive: stamp(32), Transmit: stamp(40),
	}
	switch {
	case len(raw) == 0:
		note("empty", 0, "a datagram without a byte")
	case len(raw) < Size:
		note("short", len(raw), "%d bytes, the header has %d", len(raw), Size)
	default:
		p.Extra = raw[Size:]
		if len(p.Extra)%4 != 0 {
			note("extra-bytes", Size, "%d bytes after the header: neither extension fields nor a MAC", len(p.Extra))
		}
	}
	return p, anomalies
}

// Bytes writes the packet.
func (p Packet) Bytes() []byte {
	b := make([]byte, Size, Size+len(p.Extra))
	b[0] = p.Leap<<6 | p.Version&7<<3 | p.Mode&7
	b[1], b[2], b[3] = p.Stratum, byte(p.Poll), byte(p.Precision) //nolint:gosec // the same eight bits
	binary.BigEndian.PutUint32(b[4:], p.RootDelay)
	binary.BigEndian.PutUint32(b[8:], p.RootDispersion)
	copy(b[12:], p.Reference[:])
	for i, t := range []Timestamp{p.ReferenceTime, p.Origin, p.Receive, p.Transmit} {
		binary.BigEndian.PutUint64(b[16+8*i:], uint64(t))
	}
	return append(b, p.Extra...)
}
