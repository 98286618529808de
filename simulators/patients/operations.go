package patients

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/own"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// existence is a query about one record by its identifier (TD0.2, TD1.3a).
func (s served) existence(t etalon.Transaction, answer func(hl7v3.Query, hl7v3.II, time.Time) gdp.Answer) actor.Operation {
	return actor.Operation{
		Transaction: t, Fields: queryFields,
		Answer: func(c *actor.Call) actor.Reply {
			return actor.Reply{Payload: answer(hl7v3.ReadQuery(c.SOAP.Payload), s.messageID(c), c.Clock()).XML()}
		},
		Failure: func(c *actor.Call, f actor.Failure) actor.Reply {
			a := s.asked(hl7v3.ReadQuery(c.SOAP.Payload), s.messageID(c), c.Clock())
			return actor.Reply{Payload: s.refused(a, "AE", f.Code, f.Text, f.Location).XML()}
		},
	}
}

// registration is a creation or a change of a record (TD1.1, 1.2, 1.3b, 1.4).
func (s served) registration(t etalon.Transaction) actor.Operation {
	return actor.Operation{
		Transaction: t,
		Fields: func(r *actor.Request, to *actor.Captured) {
			q := gdp.ReadRequest(r.SOAP.Payload)
			to.Add(etalon.FieldReason, q.Reason)
			if len(q.People) > 0 && len(q.People[0].IDs) > 0 {
				to.Patient(q.People[0].IDs[0].Extension)
			}
		},
		Answer: func(c *actor.Call) actor.Reply {
			return actor.Reply{Payload: s.Register(gdp.ReadRequest(c.SOAP.Payload), c.Patient(), s.messageID(c), c.Clock()).XML()}
		},
		Failure: func(c *actor.Call, f actor.Failure) actor.Reply {
			a := s.registering(gdp.ReadRequest(c.SOAP.Payload), s.messageID(c), c.Clock())
			a.Interaction, a.Ack = refusalOf(a.Interaction), "AE"
			a.Detail = hl7v3.Detail{Code: f.Code, Text: f.Text, Location: f.Location}
			return actor.Reply{Payload: a.XML()}
		},
	}
}

// own is an operation of the DMP's own service (TD0.4, TD1.5).
func (s served) own(t etalon.Transaction, answer func(*actor.Call) own.Answer) actor.Operation {
	return actor.Operation{
		Transaction: t,
		Answer:      func(c *actor.Call) actor.Reply { return actor.Reply{Payload: answer(c).XML()} },
		Failure: func(c *actor.Call, f actor.Failure) actor.Reply {
			return actor.Reply{Payload: own.Answer{Operation: c.SOAP.Payload.Local(), Status: f.Code, Context: f.Text}.XML()}
		},
	}
}
