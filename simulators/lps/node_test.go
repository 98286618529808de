package lps_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// around is an audit record repository and a time server of a few lines, and what
// they saw.
type around struct {
	mu           sync.Mutex
	seen         []string
	away         int // connections that find nobody
	audit, clock string
	behaviour    etalon.BehaviourName
}

func (a *around) tell(format string, args ...any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seen = append(a.seen, fmt.Sprintf(format, args...))
}

// told is all of it so far.
func (a *around) told() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return strings.Join(a.seen, "\n")
}

func surround(t *testing.T, b etalon.BehaviourName) *around {
	t.Helper()
	a := &around{behaviour: b}
	if b == etalon.BehaveCut {
		a.away = 2
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a.audit, a.clock = l.Addr().String(), socket.LocalAddr().String()
	var wg sync.WaitGroup
	wg.Go(func() { a.takeRecords(l) })
	wg.Go(func() { a.tellTime(socket) })
	t.Cleanup(func() { _ = l.Close(); _ = socket.Close(); wg.Wait() })
	return a
}

func (a *around) takeRecords(l net.Listener) {
	for {
		raw, err := l.Accept()
		if err != nil {
			return
		}
		if a.away > 0 {
			a.away--
			_ = raw.Close()
			continue
		}
		config := keys().ServerTLS()
		config.Time = func() time.Time { return now }
		conn := tls.Server(raw, config)
		text, _ := io.ReadAll(conn)
		peer := ""
		for _, c := range conn.ConnectionState().PeerCertificates {
			peer += c.Subject.String()
		}
		_ = conn.Close()
		a.tell("record %s %s", peer, text)
	}
}

func (a *around) tellTime(socket net.PacketConn) {
	b, drift := make([]byte, 512), time.Duration(0)
	for {
		n, from, err := socket.ReadFrom(b)
		if err != nil {
			return
		}
		a.tell("question %x", b[:n])
		asked, _ := ntp.Read(b[:n])
		told := ntp.Packet{Version: 4, Mode: ntp.Server, Stratum: 2, Origin: asked.Transmit, Receive: ntp.Of(now), Transmit: ntp.Of(now)}
		switch a.behaviour {
		case etalon.BehaveClockUnsynchronised:
			told.Leap, told.Stratum = 3, 16
		case etalon.BehaveClockWrong:
			told.Receive, told.Transmit = ntp.Of(now.Add(-time.Hour)), ntp.Of(now.Add(-time.Hour))
		case etalon.BehaveClockDrift:
			drift += 3 * time.Second
			told.Receive, told.Transmit = ntp.Of(now.Add(drift)), ntp.Of(now.Add(drift))
		case etalon.BehaveClockKiss:
			told.Stratum, told.Reference = 0, [4]byte{'D', 'E', 'N', 'Y'}
		case etalon.BehaveClockWrongOrigin:
			told.Origin++
		case etalon.BehaveClockLeap:
			told.Leap = 1
		case etalon.BehaveTimeout:
			continue
		}
		_, _ = socket.WriteTo(told.Bytes(), from)
	}
}

// node runs the actions of a mutant of the secure node and gives all that can be
// seen of it: what the DMP, the repository and the time server saw, what the user
// was shown, and the time of a submission afterwards.
func node(t *testing.T, mutant string, m lps.Mutant) string {
	t.Helper()
	f := newFake(t)
	misbehave(f, m)
	a := surround(t, m.Behaviour)
	l := newLPS(t, f, func(c *lps.Config) {
		c.Mutant, c.Plain, c.Audit, c.Time, c.Feed = mutant, true, a.audit, a.clock, m.Fed
	})
	var seen strings.Builder
	for _, name := range append(append([]etalon.ActionName{}, m.Actions...), etalon.ActSynchronise, etalon.ActFeed) {
		for _, one := range actions(name) {
			r := l.Do(context.Background(), one)
			seen.WriteString(string(name) + " " + r.Status + " " + r.Shown + "\n")
		}
	}
	l.Reset()
	text := seen.String() + traffic(f.requests()) + a.told()
	return strings.NewReplacer(f.url, "", a.audit, "", a.clock, "").Replace(text)
}

func TestEveryMutantOfTheNodeShows(t *testing.T) {
	steady := map[string]string{}
	for _, m := range lps.Mutants() {
		// The fake answers no request in part, shows a right certificate alone, and takes
		// no time, and is one time server: sessions show these.
		if !m.Node || m.Name == "audit-partial-once" || m.Name == "audit-early" || m.Behaviour == etalon.BehaveClockLiar || strings.HasPrefix(m.Name, "peer-") {
			continue
		}
		key := fmt.Sprint(m.Behaviour, m.Actions, m.Fed)
		if steady[key] == "" {
			steady[key] = node(t, "", m)
		}
		if node(t, m.Name, m) == steady[key] {
			t.Errorf("%s does not show", m.Name)
		}
	}
}
