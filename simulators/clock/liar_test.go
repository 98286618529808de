package clock_test

import (
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/clock"
)

// Of several servers one lies, and only when it is told to.
func TestOneOfSeveralLies(t *testing.T) {
	now := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	asked := ntp.Packet{Version: 4, Mode: ntp.Client, Transmit: 42}
	for _, one := range []struct {
		server *clock.Server
		told   etalon.BehaviourName
		ahead  time.Duration
	}{
		{clock.New(), etalon.BehaveClockLiar, 0},
		{clock.Liar(), etalon.BehaveClockLiar, time.Hour},
		{clock.Liar(), etalon.BehaveSuccess, 0},
		{clock.New(), etalon.BehaveClockWrong, time.Hour},
	} {
		c := &actor.Call{Request: &actor.Request{Raw: asked.Bytes()}, Clock: func() time.Time { return now }, Order: etalon.Reply{Behaviour: one.told}}
		told, anomalies := ntp.Read([]byte(one.server.Actor().Operations()[0].Answer(c).Payload))
		if ahead := told.Transmit.Time(now).Sub(now).Round(time.Millisecond); len(anomalies) > 0 || ahead != one.ahead || told.Origin != 42 {
			t.Errorf("%s: %s ahead, origin %d, %v", one.told, ahead, told.Origin, anomalies)
		}
	}
}

// Each answer of a server that drifts is further ahead; a scenario that begins finds it
// where it was.
func TestADriftGrows(t *testing.T) {
	now := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	served := clock.New().Actor()
	ahead := func(told etalon.BehaviourName) time.Duration {
		c := &actor.Call{
			Request: &actor.Request{Raw: ntp.Packet{Version: 4, Mode: ntp.Client, Transmit: 42}.Bytes()},
			Clock:   func() time.Time { return now }, Order: etalon.Reply{Behaviour: told},
		}
		p, _ := ntp.Read([]byte(served.Operations()[0].Answer(c).Payload))
		return p.Transmit.Time(now).Sub(now).Round(time.Millisecond)
	}
	for i, want := range []time.Duration{3 * time.Second, 6 * time.Second, 9 * time.Second} {
		if got := ahead(etalon.BehaveClockDrift); got != want {
			t.Errorf("answer %d: %s ahead", i+1, got)
		}
	}
	if got := ahead(etalon.BehaveSuccess); got != 0 {
		t.Errorf("after it: %s ahead", got)
	}
	served.Reset(etalon.Given{})
	if got := ahead(etalon.BehaveClockDrift); got != 3*time.Second {
		t.Errorf("anew: %s ahead", got)
	}
}

// A packet of an odd size, mode or version has no answer.
func TestWhoIsNotAnswered(t *testing.T) {
	now := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	of := func(version, mode byte) []byte { return ntp.Packet{Version: version, Mode: mode}.Bytes() }
	whole := of(4, ntp.Client)
	for name, raw := range map[string][]byte{
		"nothing": nil, "one octet": {0x23}, "47 octets": whole[:47], "version 0": of(0, ntp.Client), "version 7": of(7, ntp.Client),
		"of a server": of(4, ntp.Server), "broadcast": of(4, 5), "control": of(2, 6), "private": of(2, 7),
	} {
		c := &actor.Call{Request: &actor.Request{Raw: raw}, Clock: func() time.Time { return now }}
		if told := clock.New().Actor().Operations()[0].Answer(c).Payload; told != "" {
			t.Errorf("%s was answered: %x", name, told)
		}
	}
}
