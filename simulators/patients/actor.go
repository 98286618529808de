package patients

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3/demographics"
	"github.com/etalon-dmp/etalon/internal/wire/own"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Actor is the directory as fronts and compositions see it.
func (d *Directory) Actor() actor.Actor { return served{d} }

type served struct{ *Directory }

// Name implements actor.Actor.
func (served) Name() etalon.Actor { return etalon.Patients }

// Reset implements actor.Actor.
func (s served) Reset(given etalon.Given) { s.Directory.Reset(given.Patients, given.Crowd...) }

// State implements actor.Actor: patients that it knows.
func (s served) State() any { return map[string]int{"patients": len(s.All())} }

// Operations implements actor.Actor.
func (s served) Operations() []actor.Operation {
	operations := []actor.Operation{
		s.existence(etalon.TD02, s.Existence), s.existence(etalon.TD13a, s.Consult),
		{
			Transaction: etalon.ITI47, Fields: searchFields,
			Answer: func(c *actor.Call) actor.Reply {
				return actor.Reply{Payload: s.answerSearch(c.SOAP.Payload, c.SOAP.Action(), c.NewID(), c.Clock())}
			},
			Failure: func(c *actor.Call, f actor.Failure) actor.Reply {
				wrong := demographics.Flaw{Code: f.Code, Text: f.Text, Location: f.Location}
				return actor.Reply{Payload: s.failSearch(c.SOAP.Payload, c.SOAP.Action(), c.NewID(), c.Clock(), wrong)}
			},
		},
	}
	for _, t := range []etalon.Transaction{etalon.TD11, etalon.TD12, etalon.TD13b, etalon.TD14} {
		operations = append(operations, s.registration(t))
	}
	operations = append(operations, s.own(etalon.TD04, func(c *actor.Call) own.Answer { return s.List(c.SOAP.Payload, c.Clock()) }))
	for _, t := range []etalon.Transaction{etalon.TD15a, etalon.TD15b, etalon.TD15d} {
		operations = append(operations, s.own(t, func(c *actor.Call) own.Answer { return s.Access(c.SOAP.Payload, c.Patient(), c.Clock()) }))
	}
	return operations
}

// messageID names a message of the DMP.
func (s served) messageID(c *actor.Call) hl7v3.II { return hl7v3.II{Root: s.dmp, Extension: c.NewID()} }

func queryFields(r *actor.Request, to *actor.Captured) {
	q := hl7v3.ReadQuery(r.SOAP.Payload)
	to.Add(etalon.FieldReason, q.Reason)
	if len(q.PatientIDs) > 0 {
		to.Patient(q.PatientIDs[0].Extension)
	}
}

// searchFields names a search by its query, what continues it by the same.
func searchFields(r *actor.Request, to *actor.Captured) {
	act := r.SOAP.Payload.Child(hl7v3.NS, "controlActProcess")
	for _, of := range []string{"queryByParameter", "queryContinuation"} {
		id := act.Path(hl7v3.NS, of, "queryId")
		if root, extension := id.Attr("", "root"), id.Attr("", "extension"); id.OK() && len(root)+len(extension) <= demographics.MostID {
			to.Add(etalon.FieldQueryID, root+"^"+extension)
		}
	}
}
