package actor

import (
	"slices"
	"sync"

	"github.com/etalon-dmp/etalon"
)

// Orders are the behaviours armed for requests to come. Its methods are safe
// for concurrent use.
type Orders struct {
	seed  int64
	mu    sync.Mutex
	armed []etalon.Reply
	drawn int64 // seeds of awkward answers since Reset
}

// NewOrders has nothing armed; seed is that of awkward answers.
func NewOrders(seed int64) *Orders { return &Orders{seed: seed} }

// Arm makes the next request of the reply's transaction get its behaviour,
// once, or every one until Reset when it is lasting. Several replies to one
// transaction wait in turn; a lasting one waits until no other does.
func (o *Orders) Arm(reply etalon.Reply) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.armed = append(o.armed, reply)
}

// Reset forgets what is armed.
func (o *Orders) Reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.armed, o.drawn = nil, 0
}

// Waiting is what is armed, never nil.
func (o *Orders) Waiting() []etalon.Reply {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]etalon.Reply{}, o.armed...)
}

// Take takes the first reply armed for a route; the zero Reply is the truth.
// awkwardly is not nil when the answer, whatever it says, is to be written
// by an awkward hand.
func (o *Orders) Take(to Route) (reply etalon.Reply, awkwardly *etalon.Reply) {
	o.mu.Lock()
	defer o.mu.Unlock()
	found := -1
	for i, r := range o.armed {
		if r.Transaction != "" && r.Transaction != to.Transaction || r.Actor != "" && r.Actor != to.Actor || r.Behaviour.Flaw() != "" {
			continue
		}
		if r.Behaviour == etalon.BehaveAwkward && r.Lasting {
			awkwardly = &o.armed[i]
		}
		if found < 0 || o.armed[found].Lasting && !r.Lasting {
			found = i
		}
	}
	if awkwardly != nil {
		lasting := *awkwardly
		awkwardly = &lasting
	}
	if found < 0 {
		return etalon.Reply{}, nil
	}
	reply = o.armed[found]
	if !reply.Lasting {
		o.armed = append(o.armed[:found:found], o.armed[found+1:]...)
	}
	if reply.Behaviour == etalon.BehaveAwkward {
		awkwardly = &reply
	}
	return reply, awkwardly
}

// Flaw takes what is armed for a connection to some actors: the flaw of the
// certificate to show, "" for the right one.
func (o *Orders) Flaw(actors []Actor) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, r := range o.armed {
		flaw := r.Behaviour.Flaw()
		here := slices.ContainsFunc(actors, func(a Actor) bool { return r.Actor == "" || r.Actor == a.Name() })
		if flaw == "" || !here {
			continue
		}
		if !r.Lasting {
			o.armed = slices.Delete(o.armed, i, i+1)
		}
		return flaw
	}
	return ""
}

// Seed is that of one awkward answer: the scenario's, or the session's and how
// many awkward answers there were since Reset.
func (o *Orders) Seed(r etalon.Reply) int64 {
	if r.Seed != 0 && !r.Lasting {
		return r.Seed
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.drawn++
	base := o.seed
	if r.Seed != 0 {
		base = r.Seed
	}
	return base*1_000_003 + o.drawn
}
