package facts

import (
	"strings"
	"testing"
)

// A ServerHello with the extensions renegotiation_info and supported_versions, a request
// for a certificate, and the end of the flight.
const flight = "\x02\x00\x00\x33\x03\x03" + "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr" + "\x00\xc0\x2f\x01\x00\x0b\xff\x01\x00\x01\x00\x00\x2b\x00\x02\x03\x04" + "\x0d\x00\x00\x00" + "\x0e\x00\x00\x00"

func TestWhatAServerSaysInTheClear(t *testing.T) {
	h := readServerHello([]byte(flight))
	if !h.found || h.version != 0x0304 || h.suite != 0xc02f || h.compression != 1 || !h.renegotiate || !h.asks || !h.done {
		t.Errorf("%+v", h)
	}
	plain := readServerHello([]byte(strings.Replace(flight[:len(flight)-8], "\x00\x0b\xff", "\x00\x00\xff", 1)))
	if plain.version != 0x0303 || plain.renegotiate || plain.asks || plain.done {
		t.Errorf("%+v", plain)
	}
	for i := range flight { // cut anywhere, it is read as far as it goes
		if h := readServerHello([]byte(flight[:i])); h.done {
			t.Errorf("%d bytes: %+v", i, h)
		}
	}
}
