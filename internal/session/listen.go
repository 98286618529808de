package session

import (
	"context"
	"errors"
	"net"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/simulators/revocation"
)

// Listening holds the open ports of the simulated actors.
type Listening struct {
	All       net.Listener // of every actor of SOAP
	Own       map[etalon.Actor]net.Listener
	Datagrams map[etalon.Actor]net.PacketConn
	Clocks    []net.PacketConn // of further time servers
	// Revocation is where the authority is asked what it has revoked; nil when nobody
	// is told to ask.
	Revocation net.Listener
}

// anywhere is a free port on loopback.
const anywhere = "127.0.0.1:0"

// Listen opens the ports of the simulated actors: those declared, or any free
// one on loopback for all. The actors needed whose messages have no envelope have
// ports of their own: the same number over TLS and for datagrams where that is
// free.
func Listen(ctx context.Context, s etalon.SUT, needed ...etalon.Actor) (*Listening, error) {
	l := &Listening{Own: map[etalon.Actor]net.Listener{}, Datagrams: map[etalon.Actor]net.PacketConn{}}
	if err := l.open(ctx, s, needed); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *Listening) open(ctx context.Context, s etalon.SUT, needed []etalon.Actor) (err error) {
	if l.All, err = listen(ctx, at(s.Listen)); err != nil {
		return err
	}
	for _, actor := range etalon.Actors() {
		where, declared := s.Listeners[actor]
		stream, datagrams := Wires(actor)
		if !declared && (!datagrams || !slices.Contains(needed, actor)) {
			continue
		}
		where = at(where)
		if stream {
			own, err := listen(ctx, where)
			if err != nil {
				return err
			}
			l.Own[actor] = own
			where = own.Addr().String()
		}
		if datagrams {
			if l.Datagrams[actor], err = socket(ctx, where, declared); err != nil {
				delete(l.Datagrams, actor)
				return err
			}
		}
	}
	return l.moreClocks(ctx)
}

// furtherClocks is how many time servers there are beside the first: a client of several
// sees through one that lies when two others agree.
const furtherClocks = 2

// moreClocks opens the ports of further time servers. Clients of NTP know a server by its
// address, whatever the port: each has one of its own where the machine has several, as
// loopback has on most; elsewhere the ports after that of the first, or any.
func (l *Listening) moreClocks(ctx context.Context) error {
	if l.Datagrams[etalon.TimeServer] == nil {
		return nil
	}
	first, ok := l.Datagrams[etalon.TimeServer].LocalAddr().(*net.UDPAddr)
	if !ok {
		return nil
	}
	for i := range furtherClocks {
		s, err := beside(ctx, *first, i+1)
		if err != nil {
			return unopened(err)
		}
		l.Clocks = append(l.Clocks, s)
	}
	return nil
}

// beside opens the n-th port for datagrams beside one.
func beside(ctx context.Context, first net.UDPAddr, n int) (s net.PacketConn, err error) {
	address, port, free := first, first, first
	port.Port += n
	free.Port = 0
	tries := []net.UDPAddr{port, free}
	if four := first.IP.To4(); four != nil && four.IsLoopback() {
		address.IP = slices.Clone(four)
		address.IP[3] += byte(n) //nolint:gosec // of a few servers
		tries = append([]net.UDPAddr{address}, tries...)
	}
	for _, at := range tries {
		if s, err = (&net.ListenConfig{}).ListenPacket(ctx, "udp", at.String()); err == nil {
			return s, nil
		}
	}
	return nil, err
}

// Wires tells how messages come to an actor: over connections, by datagrams.
func Wires(a etalon.Actor) (stream, datagrams bool) {
	for _, t := range etalon.SentBy(etalon.SentBySUT) {
		known, _ := t.Info()
		if known.Actor == a {
			stream = stream || known.Protocol != etalon.ProtocolDatagram
			datagrams = datagrams || known.Protocol == etalon.ProtocolDatagram || known.Protocol == etalon.ProtocolSyslog
		}
	}
	return stream, datagrams
}

func at(declared string) string {
	if declared == "" {
		return anywhere
	}
	return declared
}

func listen(ctx context.Context, at string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", at)
	if err != nil {
		return nil, unopened(err)
	}
	return l, nil
}

// socket opens a port for datagrams; one that nobody declared may be another.
func socket(ctx context.Context, at string, declared bool) (net.PacketConn, error) {
	s, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp", at)
	if err != nil && !declared {
		s, err = (&net.ListenConfig{}).ListenPacket(ctx, "udp", anywhere)
	}
	if err != nil {
		return nil, unopened(err)
	}
	return s, nil
}

func unopened(err error) error {
	return exit.NotReady(err, "Libérez le port ou changez listen dans sut.yaml. (Free the port or change listen in sut.yaml.)")
}

// Needed are the actors without an envelope that a plan's scenarios await something
// at.
func Needed(p *plan.Plan) []etalon.Actor {
	var all []etalon.Actor
	for _, s := range p.Scenarios {
		for _, st := range s.Steps {
			if st.Expect == nil || slices.Contains(all, st.Expect.Actor) {
				continue
			}
			if _, datagrams := Wires(st.Expect.Actor); datagrams {
				all = append(all, st.Expect.Actor)
			}
		}
	}
	return all
}

// Inquired opens the port at which the authority is asked what it has revoked: a free
// one of the machine that the actors of SOAP are at.
func (l *Listening) Inquired(ctx context.Context) (err error) {
	host, _, _ := net.SplitHostPort(l.All.Addr().String())
	l.Revocation, err = listen(ctx, net.JoinHostPort(host, "0"))
	return err
}

// Inquires tells whether a plan shows a certificate that says where to ask whether it
// is revoked.
func Inquires(p *plan.Plan) bool {
	return slices.ContainsFunc(p.Scenarios, func(s plan.Scenario) bool {
		return slices.ContainsFunc(s.Steps, func(st plan.Step) bool {
			return st.Reply != nil && revocation.Points(st.Reply.Behaviour.Flaw()) || st.Send != nil && revocation.Points(st.Send.Case)
		})
	})
}

// Close closes the ports; those of a stage that ended are closed already.
func (l *Listening) Close() error {
	var err error
	if l.All != nil {
		err = l.All.Close()
	}
	for _, own := range l.Own {
		err = errors.Join(err, own.Close())
	}
	if l.Revocation != nil {
		err = errors.Join(err, l.Revocation.Close())
	}
	for _, s := range l.Clocks {
		err = errors.Join(err, s.Close())
	}
	for _, s := range l.Datagrams {
		err = errors.Join(err, s.Close())
	}
	return err
}
