package registry

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/actor/xds"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// Actor is the registry as fronts and compositions see it.
func (r *Registry) Actor() actor.Actor { return served{r} }

type served struct{ *Registry }

// Name implements actor.Actor.
func (served) Name() etalon.Actor { return etalon.Registry }

// Reset implements actor.Actor.
func (s served) Reset(given etalon.Given) {
	s.Registry.Reset()
	if given.MostResults > 0 {
		p := s.Policy()
		p.MostResults = given.MostResults
		s.SetPolicy(p)
	}
}

// State implements actor.Actor: registered objects, every version counted.
func (s served) State() any {
	objects := 0
	s.Look(func(r *store.Store) {
		objects = r.Count(store.Document) + r.Count(store.SubmissionSet) + r.Count(store.Folder) + r.Count(store.Association)
	})
	return map[string]int{"objects": objects}
}

// Operations implements actor.Actor.
func (s served) Operations() []actor.Operation {
	return []actor.Operation{
		{Transaction: etalon.ITI18, Fields: queryFields, Answer: s.query, Failure: queryFailure},
		{Transaction: etalon.ITI42, Fields: submissionFields, Failure: xds.Failure, Answer: func(c *actor.Call) actor.Reply {
			return xds.Response(c, s.Register(ebrim.ReadSubmit(c.SOAP.Payload)))
		}},
		{Transaction: etalon.ITI57, Fields: submissionFields, Failure: xds.Failure, Answer: func(c *actor.Call) actor.Reply {
			return xds.Response(c, s.Update(ebrim.ReadSubmit(c.SOAP.Payload)))
		}},
		{Transaction: etalon.ITI62, Fields: removalFields, Failure: xds.Failure, Off: func() bool { return !s.Policy().Removal }, Answer: func(c *actor.Call) actor.Reply {
			return xds.Response(c, s.Remove(ebrim.ReadRemove(c.SOAP.Payload)))
		}},
	}
}

// ReaderOf is who sends a request, as its VIHF says.
func ReaderOf(r *actor.Request) Reader {
	return Reader{Patient: r.Patient(), Person: r.Person(), Who: r.Who()}
}

func (s served) query(c *actor.Call) actor.Reply {
	answer := s.Query(ebrim.ReadQuery(c.SOAP.Payload), ReaderOf(c.Request))
	answer.Errors = append(answer.Errors, xds.Errors(c.Beside...)...)
	return actor.Reply{Payload: answer.XML()}
}

func queryFailure(_ *actor.Call, f actor.Failure) actor.Reply {
	return actor.Reply{Payload: ebrim.QueryResponse(nil, false, xds.Errors(f))}
}

func queryFields(r *actor.Request, to *actor.Captured) {
	q := ebrim.ReadQuery(r.SOAP.Payload)
	p := q.Parameters()
	all := func(names ...string) (values []string) {
		for _, n := range names {
			values = append(values, p[n].Values()...)
		}
		return values
	}
	to.Add(etalon.FieldQuery, q.ID)
	to.Add(etalon.FieldEntryUUIDs, all("$XDSDocumentEntryEntryUUID", "$XDSFolderEntryUUID", "$XDSSubmissionSetEntryUUID", "$uuid")...)
	to.Add(etalon.FieldUniqueIDs, all("$XDSDocumentEntryUniqueId", "$XDSFolderUniqueId")...)
	to.Add(etalon.FieldSubmissionSet, all("$XDSSubmissionSetUniqueId")...)
	if asked := all("$XDSDocumentEntryPatientId", "$XDSSubmissionSetPatientId", "$XDSFolderPatientId", "$patientId"); len(asked) > 0 {
		to.Patient(asked[0])
	}
}

func submissionFields(r *actor.Request, to *actor.Captured) {
	xds.Submission(ebrim.ReadSubmit(r.SOAP.Payload), to)
}

func removalFields(r *actor.Request, to *actor.Captured) {
	to.Add(etalon.FieldEntryUUIDs, ebrim.ReadRemove(r.SOAP.Payload).IDs...)
}
