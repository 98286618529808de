package dossier

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// started begins a dossier in memory.
func started(t *testing.T) (*Memory, *Writer) {
	t.Helper()
	m := &Memory{}
	n := 0
	w, err := NewWriter(m, func() time.Time { n++; return at(n) }, Session{Tool: etalon.ToolInfo{Name: "etalon"}})
	check(t, err)
	return m, w
}

func TestEveryProtocolIsReadBack(t *testing.T) {
	m, w := started(t)
	c, err := w.Connection(etalon.Connection{Remote: "127.0.0.1:1"})
	check(t, err)
	for _, p := range etalon.Protocols() {
		_, err := w.Request(etalon.Arrival{Protocol: p, Connection: c, Transaction: etalon.Unknown, Raw: []byte(p)})
		check(t, err)
	}
	check(t, w.Seal("completed"))
	d, err := Read(m)
	check(t, err)
	for i, p := range etalon.Protocols() {
		x := d.Exchanges[i]
		if b, err := d.Bytes(x.Request); x.Protocol != p || string(b) != string(p) || err != nil {
			t.Errorf("%s: %+v, %q, %v", p, x, b, err)
		}
		if !x.Answered.IsZero() || x.Response.Size != 0 {
			t.Errorf("%s: an answer that nobody gave: %+v", p, x)
		}
	}
}

// A dossier from before there were protocols holds SOAP alone.
func TestWithoutAProtocolItIsSOAP(t *testing.T) {
	m := record(t)
	if strings.Contains(string(m.Journal), `"protocol"`) {
		t.Fatal("the journal says a protocol: this is no test of one that does not")
	}
	d, err := Read(m)
	check(t, err)
	if p := d.Exchanges[0].Protocol; p != etalon.ProtocolSOAP {
		t.Errorf("protocol %q", p)
	}
}

func TestAnUnknownProtocolIsRefused(t *testing.T) {
	_, w := started(t)
	if _, err := w.Request(etalon.Arrival{Protocol: "pigeon"}); !errors.Is(err, ErrProtocol) {
		t.Errorf("writing: %v", err)
	}
	m, w := started(t)
	check(t, w.add(KindRequest, Request{ID: "x0001", Protocol: "pigeon", Transaction: etalon.Unknown}))
	if _, err := Read(m); !errors.Is(err, ErrProtocol) {
		t.Errorf("reading: %v", err)
	}
}

// A message that is never answered is as durable as an exchange once its
// recorder says so, and a seal then takes nothing for lost.
func TestAOneWayMessageIsMadeDurable(t *testing.T) {
	m, w := started(t)
	x, err := w.Request(etalon.Arrival{Protocol: etalon.ProtocolSyslog, Raw: []byte("<85>1 - - - - - - x")})
	check(t, err)
	check(t, w.Response(x, etalon.Answer{}))
	d, err := Read(m)
	check(t, err)
	if len(d.Lost) != 0 || d.Exchanges[0].Response.Size != 0 {
		t.Errorf("%v lost, %+v", d.Lost, d.Exchanges[0])
	}
}
