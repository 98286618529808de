package rights

import (
	"github.com/etalon-dmp/etalon"
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
	return []actor.Operation{{
		Transaction: etalon.TD03,
		Answer: func(c *actor.Call) actor.Reply {
			return actor.Reply{Payload: Set(s.Directory, c.SOAP.Payload, c.Patient())}
		},
		Failure: func(_ *actor.Call, f actor.Failure) actor.Reply {
			return actor.Reply{Payload: Response(f.Code, f.Text)}
		},
	}}
}
