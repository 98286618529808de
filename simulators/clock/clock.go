package clock

import (
	"sync/atomic"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Wrong is how far a clock that is wrong on purpose goes ahead.
const Wrong = time.Hour

// Drift is how much further ahead each answer of a clock that drifts is: more than the
// second that IHE allows, so that a client that no longer follows is seen.
const Drift = 3 * time.Second

// Server answers. Its methods are safe for concurrent use.
type Server struct {
	liar     bool // of several, who lies when one does
	answered atomic.Int64
	drifted  atomic.Int64 // answers since it began to drift
}

// New returns a server that has answered nobody.
func New() *Server { return &Server{} }

// Liar returns the one of several servers that lies when one of them does.
func Liar() *Server { return &Server{liar: true} }

// Actor is the server as an actor.
func (s *Server) Actor() actor.Actor { return played{s} }

type played struct{ *Server }

// Name implements actor.Actor.
func (played) Name() etalon.Actor { return etalon.TimeServer }

// Operations implements actor.Actor.
func (p played) Operations() []actor.Operation {
	return []actor.Operation{{Transaction: etalon.ITI1, Answer: p.answer, Failure: func(c *actor.Call, _ actor.Failure) actor.Reply { return p.answer(c) }}}
}

// Reset implements actor.Actor.
func (s *Server) Reset(etalon.Given) { s.answered.Store(0); s.drifted.Store(0) }

// State implements actor.Actor.
func (s *Server) State() any {
	return struct {
		Answered int64 `json:"answered"`
	}{s.answered.Load()}
}

// The modes of a peer, beside those of the codec (RFC 5905 §7.3).
const (
	symmetricActive  = 1
	symmetricPassive = 2
)

// answer answers a client, or a peer; whoever else sends is not answered, and
// neither is a packet that is shorter than its header.
func (s *Server) answer(c *actor.Call) actor.Reply {
	asked, _ := ntp.Read(c.Raw)
	if len(c.Raw) < ntp.Size || asked.Mode != ntp.Client && asked.Mode != symmetricActive || asked.Version == 0 || asked.Version > 4 {
		return actor.Reply{}
	}
	s.answered.Add(1)
	now := c.Clock()
	if c.Order.Behaviour == etalon.BehaveClockWrong || s.liar && c.Order.Behaviour == etalon.BehaveClockLiar {
		now = now.Add(Wrong)
	}
	if c.Order.Behaviour == etalon.BehaveClockDrift {
		now = now.Add(time.Duration(s.drifted.Add(1)) * Drift)
	}
	told := ntp.Packet{
		Version: asked.Version, Mode: ntp.Server, Stratum: 2, Poll: asked.Poll, Precision: -20, RootDelay: 1 << 8, RootDispersion: 1 << 6,
		Reference: [4]byte{127, 0, 0, 1}, ReferenceTime: ntp.Of(now.Add(-time.Minute)), Origin: asked.Transmit, Receive: ntp.Of(now), Transmit: ntp.Of(now),
	}
	if asked.Mode == symmetricActive {
		told.Mode = symmetricPassive
	}
	switch c.Order.Behaviour {
	case etalon.BehaveClockUnsynchronised:
		told.Leap, told.Stratum, told.Reference = ntp.Unsynchronised, 16, [4]byte{}
	case etalon.BehaveClockKiss:
		told.Leap, told.Stratum, told.Reference = ntp.Unsynchronised, 0, [4]byte([]byte((c.Order.Code + "    ")[:4]))
	case etalon.BehaveClockWrongOrigin:
		told.Origin ^= 1
		told.Receive, told.Transmit = ntp.Of(now.Add(Wrong)), ntp.Of(now.Add(Wrong)) // whoever believes it is seen
	case etalon.BehaveClockLeap:
		told.Leap = 1
	default: // the truth, or a time that is wrong already
	}
	return actor.Reply{Payload: string(told.Bytes())}
}
