package account

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// areaGreeting is that of handshakes of TLS that étalon opens to the product.
const areaGreeting = "TLS"

// greetings are the mutants of handshakes: what the product chose, showed or refused
// is otherwise.
func (w *workshop) greetings(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		if m.exchange.Protocol != etalon.ProtocolHandshake || !m.exchange.Sent || seen[m.exchange.Behaviour] {
			continue
		}
		seen[m.exchange.Behaviour] = true
		add := func(name string, op Operator, change func(*facts.ExchangeInput)) {
			one := st.special(at, areaGreeting, "tls/"+name+" ("+cmp.Or(m.exchange.Behaviour, "sound")+")", op, -1)
			one.otherwise = true
			one.make = func() (facts.ExchangeInput, error) {
				in := m.input
				change(&in)
				if fmt.Sprint(in.Connection.TLS) == fmt.Sprint(m.input.Connection.TLS) && bytes.Equal(in.Response, m.input.Response) {
					return facts.ExchangeInput{}, errSame
				}
				return in, nil
			}
			out = append(out, one)
		}
		t := m.input.Connection.TLS
		if t.Error == "" {
			st.greeted(add)
			continue
		}
		add("outcome", "accepted", func(in *facts.ExchangeInput) {
			t := &in.Connection.TLS
			t.Error, t.Version, t.CipherSuite = "", "1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
			t.Certificates = st.Keys.Get(st.own().auth).Chain()
			in.Response = hello(0x0303, 0xc030)
		})
		if fresh := withoutAlerts(m.input.Response); len(fresh) < len(m.input.Response) {
			add("alert", Removed, func(in *facts.ExchangeInput) { in.Response = fresh })
		}
	}
	return out
}

// greeted are the mutants of a handshake that succeeded. A version or a suite that
// étalon did not offer cannot be chosen: its library goes no further.
func (st *stand) greeted(add func(string, Operator, func(*facts.ExchangeInput))) {
	add("outcome", "refused", func(in *facts.ExchangeInput) {
		in.Connection.TLS = etalon.TLS{Error: "remote error: tls: handshake failure", Shown: in.Connection.TLS.Shown}
		in.Response = []byte{21, 3, 3, 0, 2, 2, 40}
	})
	add("certificate", Removed, func(in *facts.ExchangeInput) { in.Connection.TLS.Certificates = nil })
	strangers := st.strangers()
	for _, op := range slices.Sorted(maps.Keys(strangers)) {
		names := strangers[op]
		if op != "wrong-mode" { // the mode is a client's
			add("certificate", op, func(in *facts.ExchangeInput) { in.Connection.TLS.Certificates = st.Keys.Get(names.auth).Chain() })
		}
	}
}

// hello is the flight of a server in the clear up to its choice: RFC 5246, §7.4.1.3.
func hello(version, suite uint16) []byte {
	body := append(binary.BigEndian.AppendUint16(nil, version), make([]byte, 32)...)
	body = binary.BigEndian.AppendUint16(append(body, 0), suite)
	body = append(body, 0, 0, 5, 0xff, 1, 0, 1, 0)
	message := append([]byte{2, 0, 0, byte(len(body))}, body...)       //nolint:gosec // 46
	return append([]byte{22, 3, 3, 0, byte(len(message))}, message...) //nolint:gosec // 50
}

// withoutAlerts takes the records of alerts out of a flight.
func withoutAlerts(b []byte) []byte {
	const alert, head = 21, 5
	var out []byte
	for at := 0; at+head <= len(b); {
		end := min(len(b), at+head+(int(b[at+3])<<8|int(b[at+4])))
		if b[at] != alert {
			out = append(out, b[at:end]...)
		}
		at = end
	}
	return slices.Clip(out)
}
