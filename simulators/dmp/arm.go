package dmp

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
)

// Arm makes the next request of the reply's transaction get its behaviour,
// once, or every one until Reset when it is lasting. Several replies to one
// transaction wait in turn; a lasting one waits until no other does.
func (d *DMP) Arm(reply etalon.Reply) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed = append(d.armed, reply)
}

// disarm takes the first reply armed for a route; the zero Reply is the truth.
// awkwardly is not nil when the answer, whatever it says, is to be written
// by an awkward hand.
func (d *DMP) disarm(to endpoint.Route) (reply etalon.Reply, awkwardly *etalon.Reply) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found := -1
	for i, r := range d.armed {
		if r.Transaction != "" && r.Transaction != to.Transaction || r.Actor != "" && r.Actor != to.Actor {
			continue
		}
		if r.Behaviour == etalon.BehaveAwkward && r.Lasting {
			awkwardly = &d.armed[i]
		}
		if found < 0 || d.armed[found].Lasting && !r.Lasting {
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
	reply = d.armed[found]
	if !reply.Lasting {
		d.armed = append(d.armed[:found:found], d.armed[found+1:]...)
	}
	if reply.Behaviour == etalon.BehaveAwkward {
		awkwardly = &reply
	}
	return reply, awkwardly
}

// seed is that of one awkward answer: the scenario's, or the session's and how
// many awkward answers there were since Reset.
func (d *DMP) seed(r etalon.Reply) int64 {
	if r.Seed != 0 && !r.Lasting {
		return r.Seed
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.unfriendly++
	base := d.cfg.Seed
	if r.Seed != 0 {
		base = r.Seed
	}
	return base*1_000_003 + d.unfriendly
}
