package rights

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/own"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Actor is the authorisation service over a directory, as fronts and
// compositions see it. It has no state of its own.
func Actor(d Directory) actor.Actor { return served{d} }

type served struct{ Directory }

// Name implements actor.Actor.
func (served) Name() etalon.Actor { return etalon.Rights }

// Reset implements actor.Actor: the directory is reset by its own actor.
func (served) Reset(etalon.Given) {}

// State implements actor.Actor.
func (served) State() any { return nil }

// Operations implements actor.Actor.
func (s served) Operations() []actor.Operation {
	return []actor.Operation{operation(etalon.TD03, s.Directory, Set), operation(etalon.TD16, s.Directory, List)}
}

func operation(t etalon.Transaction, d Directory, answer func(Directory, xmldoc.Node, string, actor.Who, time.Time) own.Answer) actor.Operation {
	return actor.Operation{
		Transaction: t,
		Answer: func(c *actor.Call) actor.Reply {
			return actor.Reply{Payload: answer(d, c.SOAP.Payload, c.Patient(), c.Who(), c.Clock()).XML()}
		},
		Failure: func(c *actor.Call, f actor.Failure) actor.Reply {
			return actor.Reply{Payload: own.Answer{Operation: c.SOAP.Payload.Local(), Status: f.Code, Context: f.Text}.XML()}
		},
	}
}
