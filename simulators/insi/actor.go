package insi

import (
	"slices"
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon"
	wire "github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Service knows people. Its methods are safe for concurrent use.
type Service struct {
	mu     sync.Mutex
	people []etalon.Patient
	crowd  []etalon.Patient // known beside them
}

// New returns a service that knows nobody.
func New() *Service { return &Service{} }

// Actor is the service as fronts and compositions see it.
func (s *Service) Actor() actor.Actor { return served{s} }

type served struct{ *Service }

// Name implements actor.Actor.
func (served) Name() etalon.Actor { return etalon.INSi }

// Reset implements actor.Actor.
func (s served) Reset(given etalon.Given) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people, s.crowd = slices.Clone(given.Patients), given.Crowd
}

// State implements actor.Actor: people that it knows.
func (s served) State() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]int{"people": len(s.people)}
}

// Operations implements actor.Actor.
func (s served) Operations() []actor.Operation {
	var all []actor.Operation
	for _, t := range []etalon.Transaction{etalon.INSiTraits, etalon.INSiCard} {
		all = append(all, actor.Operation{
			Transaction: t, Fields: fields,
			Answer: func(c *actor.Call) actor.Reply {
				if f, refused := refuses(c); refused {
					return fault(f)
				}
				q, _ := wire.Read(c.SOAP.Payload)
				return actor.Reply{Payload: s.Find(q).XML()}
			},
			Failure: func(_ *actor.Call, f actor.Failure) actor.Reply { return fault(f) },
		})
	}
	return all
}

// fields names a request by the card's number; one by traits has none yet.
func fields(r *actor.Request, to *actor.Captured) {
	if q, ok := wire.Read(r.SOAP.Payload); ok && q.Person.ID != "" {
		to.Patient(q.Person.Whole())
	}
}

// Find answers a search: whoever has all that it says, former numbers of a card
// included, for the card stays the same.
func (s *Service) Find(q wire.Request) wire.Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []etalon.Patient
	for _, p := range s.people {
		if matches(p, q) {
			found = append(found, p)
		}
	}
	for _, p := range s.crowd {
		given := slices.ContainsFunc(s.people, func(g etalon.Patient) bool { return g.INS == p.INS && g.OID == p.OID })
		if !given && matches(p, q) {
			found = append(found, p)
		}
	}
	r := wire.Result{Code: wire.Several}
	switch len(found) {
	case 0:
		r.Code = wire.Nobody
	case 1:
		r.Code, r.Person = wire.OK, person(found[0])
	}
	r.Label = wire.Label(r.Code)
	return r
}

func matches(p etalon.Patient, q wire.Request) bool {
	c := civil(p)
	if c.Unknown || q.Family != "" && fold(q.Family) != fold(p.Family) || q.Birth != "" && digits(q.Birth) != c.Birth {
		return false
	}
	if q.ByCard {
		return q.Person.ID != "" && numbered(p, q.Person) || q.Person.ID == "" && q.Holder.ID != "" && numbered(p, q.Holder)
	}
	if q.Family == "" || len(q.Given) == 0 { // it says too little to be anybody
		return false
	}
	return (q.Sex == "" || q.Sex == p.Gender) && (q.Place == "" || strings.EqualFold(q.Place, p.Place)) && named(c.Names, q.Given)
}

// numbered tells whether a number is somebody's, or was.
func numbered(p etalon.Patient, n wire.Number) bool {
	is := func(ins string) bool {
		known := split(ins)
		return strings.EqualFold(known.ID, n.ID) && (n.Key == "" || n.Key == known.Key)
	}
	if is(p.INS) {
		return true
	}
	for _, f := range civil(p).Former {
		if is(f.INS) {
			return true
		}
	}
	return false
}

// named tells whether the given names asked for are the first of somebody's, however
// they are put into fields, or one of them.
func named(all string, asked []string) bool {
	wanted := fold(strings.Join(asked, " "))
	return wanted != "" && (strings.HasPrefix(fold(all)+" ", wanted+" ") ||
		slices.ContainsFunc(strings.Fields(all), func(one string) bool { return fold(one) == wanted }))
}
