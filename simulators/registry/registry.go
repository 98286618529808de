package registry

import (
	"sync"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
	"github.com/etalon-dmp/etalon/simulators/registry/stored"
)

// Patients tells which patients have a record. The argument is a CX.
type Patients interface {
	// Feedable says whether documents may be registered: "" when they may,
	// else why not.
	Feedable(cx string) string
	// Known says whether the patient has a record, open or closed.
	Known(cx string) bool
}

// Reader is who asks a query.
type Reader struct {
	Patient string // CX that the request names outside the query; "" when it does not
	Person  string // identifier of the person who asks; "" unknown
	Who     actor.Who
}

// Rights tells what a reader may see.
type Rights interface {
	// Refuses says why a reader may read nothing of a patient: an error code and
	// its reason; "" when it may. The key is a PatientKey.
	Refuses(key string, who Reader) (code, why string)
	// Hides says whether an entry is invisible to a reader.
	Hides(entry *ebrim.Object, who Reader) bool
}

// Config is what a registry needs; Rights may be absent: all may read all.
type Config struct {
	Patients Patients
	Rights   Rights
	NewID    func() string // gives "urn:uuid:…"
	Clock    func() time.Time
	Policy   Policy
}

// Registry is the actor. Its methods are safe for concurrent use. Objects that
// it gives are shared: nobody may change them.
type Registry struct {
	cfg     Config
	answers *stored.Answerer

	mu     sync.RWMutex
	policy Policy
	store  *store.Store
}

// New returns an empty registry.
func New(cfg Config) *Registry {
	return &Registry{cfg: cfg, answers: stored.New(), policy: cfg.Policy, store: store.New()}
}

// Reset forgets everything, also a policy set since.
func (r *Registry) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.store, r.policy = store.New(), r.cfg.Policy
}

// Become changes the policy that a Reset comes back to, and what a reader may
// see; rights is nil where all may read all.
func (r *Registry) Become(p Policy, rights Rights) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cfg.Policy, r.cfg.Rights, r.policy = p, rights, p
}

// Policy is the policy in force.
func (r *Registry) Policy() Policy {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.policy
}

// SetPolicy changes the policy, until the next Reset.
func (r *Registry) SetPolicy(p Policy) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.policy = p
}

// Document returns the latest version of the entry with that uniqueId, or nil.
func (r *Registry) Document(uniqueID string) *ebrim.Object {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var found *store.Record
	for _, d := range r.store.Unique(uniqueID) {
		if d.Kind == store.Document && (found == nil || d.Version >= found.Version) {
			found = d
		}
	}
	if found == nil {
		return nil
	}
	return found.Object
}

// SetStatus gives a registered object another availability status, without a
// request that asks for it: what happened before a scenario.
func (r *Registry) SetStatus(id, status string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if o := r.store.Get(id); o != nil {
		r.store.SetStatus(o, status)
	}
}

// Look lets f read the store while nothing changes. f must not keep it.
func (r *Registry) Look(f func(*store.Store)) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	f(r.store)
}

// now is the registry's time as a DTM.
func (r *Registry) now() string { return r.cfg.Clock().UTC().Format("20060102150405") }
