package registry

import (
	"strings"
	"sync"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Patients tells which patients have a record. The argument is a CX.
type Patients interface {
	// Feedable says whether documents may be registered: "" when they may,
	// else why not.
	Feedable(cx string) string
	// Known says whether the patient has a record, open or closed.
	Known(cx string) bool
}

// Registry is the store. Its methods are safe for concurrent use.
type Registry struct {
	patients Patients
	newID    func() string // gives "urn:uuid:…"

	mu      sync.Mutex
	objects []*ebrim.Object // in order of registration
	byID    map[string]*ebrim.Object
}

// New returns an empty registry.
func New(patients Patients, newID func() string) *Registry {
	return &Registry{patients: patients, newID: newID, byID: map[string]*ebrim.Object{}}
}

// Reset forgets everything.
func (r *Registry) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.objects = nil
	r.byID = map[string]*ebrim.Object{}
}

// Document returns a copy of the latest version of the entry with that
// uniqueId, or nil.
func (r *Registry) Document(uniqueID string) *ebrim.Object {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d := r.latest(func(o *ebrim.Object) bool { return o.Identifier(ebrim.DocumentUniqueID) == uniqueID }); d != nil {
		return d.Clone()
	}
	return nil
}

// add stores an object. The caller holds the lock.
func (r *Registry) add(o *ebrim.Object) {
	r.objects = append(r.objects, o)
	r.byID[o.ID()] = o
}

// latest returns the entry of the highest version among those that match.
func (r *Registry) latest(match func(*ebrim.Object) bool) *ebrim.Object {
	var found *ebrim.Object
	for _, o := range r.objects {
		if isDocument(o) && match(o) && (found == nil || version(o) >= version(found)) {
			found = o
		}
	}
	return found
}

// superseded says whether a later version of the same logical entry exists.
func (r *Registry) superseded(o *ebrim.Object) bool {
	last := r.latest(func(x *ebrim.Object) bool { return x.Attr("lid") == o.Attr("lid") })
	return last != nil && last != o
}

func isDocument(o *ebrim.Object) bool { return o.Kind == ebrim.ExtrinsicObject }

func isSet(o *ebrim.Object) bool {
	return o.Kind == ebrim.RegistryPackage && o.Classified(ebrim.SubmissionSetNode)
}

// version reads VersionInfo/@versionName; 1 when it is no number.
func version(o *ebrim.Object) int {
	n := 0
	for _, c := range o.Version {
		if c < '0' || c > '9' || n > 1<<20 {
			return 1
		}
		n = n*10 + int(c-'0')
	}
	return max(n, 1)
}

// PatientKey reduces a CX to what identifies the patient: id and assigning
// authority. Any component after them is ignored.
func PatientKey(cx string) string {
	parts := strings.Split(cx, "^")
	if len(parts) < 4 {
		return strings.TrimSpace(parts[0])
	}
	authority := strings.Split(parts[3], "&")
	oid := authority[0]
	if len(authority) > 1 {
		oid = authority[1]
	}
	return strings.TrimSpace(parts[0]) + "|" + oid
}
