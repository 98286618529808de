package account

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// areaPacket is that of packets of time.
const areaPacket = "NTP"

// packets are the mutants of the product's packets of time (RFC 5905, §7.3), and of
// datagrams that are none.
func (w *workshop) packets(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		if m.exchange.Protocol != etalon.ProtocolDatagram || !slices.Contains(m.packs, "ihe-ct") || len(m.raw()) < ntp.Size {
			continue
		}
		k := fmt.Sprint(m.exchange.Sent, metSet(m.heard), m.action())
		if seen[k] {
			continue
		}
		seen[k] = true
		raw := m.raw()
		add := func(name string, op Operator, fresh []byte) {
			n := node{path: "ntp/" + name, key: name, area: areaPacket, part: -1, kind: field, inHead: true}
			one := st.mutant(at, n, edit{op: op, before: fmt.Sprintf("%x", raw), after: fmt.Sprintf("%x", fresh)})
			one.make = func() (facts.ExchangeInput, error) {
				if slices.Equal(fresh, raw) {
					return facts.ExchangeInput{}, errSame
				}
				return m.answered(m.with(fresh), raw, fresh), nil
			}
			out = append(out, one)
		}
		for _, b := range breaks(m.exchange.Sent) {
			p, _ := ntp.Read(raw)
			b.change(&p)
			add(b.name, b.op, p.Bytes())
		}
		add("bytes", "empty", nil)
		add("bytes", "truncated", raw[:ntp.Size-8])
		add("bytes", Longer, append(slices.Clone(raw), 1, 2, 3))
		add("bytes", "plain-text", []byte(strings.Repeat("Ceci n'est pas une heure. ", 2)))
	}
	return out
}

// answered makes the answer of étalon echo what the product sent: the time that a
// request left is the origin of its answer.
func (m *message) answered(in facts.ExchangeInput, raw, fresh []byte) facts.ExchangeInput {
	const transmit, origin, size = 40, 24, 8
	if m.exchange.Sent || len(in.Response) < ntp.Size || len(fresh) < ntp.Size || !slices.Equal(in.Response[origin:origin+size], raw[transmit:transmit+size]) {
		return in
	}
	in.Response = slices.Clone(in.Response)
	copy(in.Response[origin:], fresh[transmit:transmit+size])
	return in
}

// brokenPacket is a field of a packet and a way to break it.
type brokenPacket struct {
	name   string
	op     Operator
	change func(*ntp.Packet)
}

// breaks are those of a request, or of an answer.
func breaks(answer bool) []brokenPacket {
	const hour = ntp.Timestamp(3600) << 32
	all := []brokenPacket{
		{"leap", Other, func(p *ntp.Packet) { p.Leap = ntp.Unsynchronised }},
		{"version", Other, func(p *ntp.Packet) { p.Version = 7 }},
		{"version", Removed, func(p *ntp.Packet) { p.Version = 0 }},
		{"mode", Other, func(p *ntp.Packet) { p.Mode = 1 }},
		{"mode", "of-the-other", func(p *ntp.Packet) { p.Mode = ntp.Client + ntp.Server - p.Mode }},
		{"mode", Removed, func(p *ntp.Packet) { p.Mode = 0 }},
		{"stratum", Other, func(p *ntp.Packet) { p.Stratum = 17 }},
		{"transmit", Emptied, func(p *ntp.Packet) { p.Transmit = 0 }},
		{"transmit", Other, func(p *ntp.Packet) { p.Transmit += hour }},
	}
	if !answer { // what a client fills of the rest, a server does not read (RFC 4330, §5)
		return all
	}
	return append(all, []brokenPacket{
		{"stratum", Removed, func(p *ntp.Packet) { p.Stratum = 0 }},
		{"origin", Emptied, func(p *ntp.Packet) { p.Origin = 0 }},
		{"origin", Other, func(p *ntp.Packet) { p.Origin++ }},
		{"receive", Emptied, func(p *ntp.Packet) { p.Receive = 0 }},
		{"receive", Other, func(p *ntp.Packet) { p.Receive += hour }},
		{"receive", "after-transmit", func(p *ntp.Packet) { p.Receive = p.Transmit + 1<<31 }},
		{"reference", Emptied, func(p *ntp.Packet) { p.ReferenceTime = 0 }},
		{"reference", "after-transmit", func(p *ntp.Packet) { p.ReferenceTime = p.Transmit + hour }},
		{"reference-id", Emptied, func(p *ntp.Packet) { p.Reference = [4]byte{} }},
		{"root-delay", Longer, func(p *ntp.Packet) { p.RootDelay = 1 << 31 }},
		{"root-dispersion", Longer, func(p *ntp.Packet) { p.RootDispersion = 1 << 31 }},
		{"precision", Other, func(p *ntp.Packet) { p.Precision = 20 }},
		{"poll", Other, func(p *ntp.Packet) { p.Poll = 100 }},
	}...)
}
