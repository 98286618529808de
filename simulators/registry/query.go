package registry

import (
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
	"github.com/etalon-dmp/etalon/simulators/registry/stored"
)

// Query answers a stored query (IHE ITI TF-2 3.18) for a reader.
func (r *Registry) Query(q ebrim.Query, who Reader) ebrim.QueryAnswer {
	r.mu.RLock()
	defer r.mu.RUnlock()
	request := stored.Request{
		Query: q, Patient: who.Patient, Strict: r.policy.Strict, Statuses: r.policy.Statuses, Most: r.policy.MostResults,
		Known: r.cfg.Patients.Known, EmptyUnknown: r.policy.EmptyUnknown,
	}
	if rights := r.cfg.Rights; rights != nil {
		request.Refuses = func(key string) (code, why string) { return rights.Refuses(key, who) }
		request.Hides = func(entry *ebrim.Object) bool { return rights.Hides(entry, who) }
	}
	found := r.answers.Answer(r.store, request)
	return ebrim.QueryAnswer{Objects: found.Objects, Refs: found.Refs, Home: q.Home, Errors: found.Errors}
}

// PatientKey reduces a CX to what identifies the patient: id and assigning
// authority.
func PatientKey(cx string) string { return store.PatientKey(cx) }
