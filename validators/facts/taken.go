package facts

import (
	"github.com/etalon-dmp/etalon"
)

// Taken is an exchange whose messages were taken apart: once, for every document
// that speaks of it.
type Taken struct {
	in   ExchangeInput
	wire wire
}

// wire is what the messages of an exchange are in its protocol.
type wire interface {
	// evidence writes the children of ev:exchange that show the messages.
	evidence(c *composer)
	// summarise fills what session rules see of them. It must not keep the
	// messages: a session has many.
	summarise(s *Summary)
}

// detail is the child of an ev:call that is of its protocol.
type detail interface{ write(w *writer) }

// Take takes the messages of an exchange apart.
func Take(in ExchangeInput) *Taken {
	in.Exchange.Protocol = in.Exchange.Protocol.OrSOAP()
	return &Taken{in: in, wire: takeWire(in)}
}

func takeWire(in ExchangeInput) wire {
	switch in.Exchange.Protocol {
	case etalon.ProtocolSyslog:
		return takeSyslog(in)
	case etalon.ProtocolDatagram:
		return takeDatagram(in)
	case etalon.ProtocolHandshake:
		return takeHandshake(in)
	case etalon.ProtocolObject:
		return takeObject(in)
	default: // the dossier refuses what is on no list
		return takeMessages(in)
	}
}

// Evidence writes the evidence document of the exchange: root ev:exchange with
// ev:environment, ev:connection, ev:asked when a step asked for it, ev:held when it was recorded, and what
// shows the messages in their protocol.
func (t *Taken) Evidence() *Evidence {
	c := newComposer(t.in)
	x := t.in.Exchange
	role, _, _ := parties(x)
	c.mark(x.ID, etalon.Location{Offset: -1})
	c.begin("exchange", "id", string(x.ID), "scenario", string(x.Scenario), "step", string(x.Step),
		"sut-role", role, "actor", string(x.Actor), "transaction", string(x.Transaction), "protocol", string(x.Protocol),
		"behaviour", x.Behaviour, "received", instant(x.Received), "answered", instant(x.Answered), "note", x.Note)
	c.newline()
	t.in.Environment.write(&c.writer)
	c.connection(t.in.Connection)
	t.in.Asked.write(&c.writer)
	writeHeld(&c.writer, t.in.Held, "before", true)
	t.wire.evidence(c)
	c.end()
	c.unmark()
	return c.finish()
}

// Summary is the exchange for the session's evidence.
func (t *Taken) Summary() Summary {
	x := t.in.Exchange
	s := Summary{
		Exchange: x.ID, Protocol: x.Protocol, Scenario: x.Scenario, Step: x.Step, Actor: x.Actor, Transaction: x.Transaction,
		Sent: x.Sent, Behaviour: x.Behaviour, Connection: x.Connection, Received: x.Received,
	}
	t.wire.summarise(&s)
	s.keep()
	return s
}

// Exchange is the evidence document of an exchange of which nothing else is asked.
func Exchange(in ExchangeInput) *Evidence { return Take(in).Evidence() }

// Summarise is the summary of an exchange of which nothing else is asked.
func Summarise(in ExchangeInput) Summary { return Take(in).Summary() }
