package stored

import (
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// Request is a query with what the registry knows of its circumstances.
type Request struct {
	Query   ebrim.Query
	Patient string // CX that stands for an absent patient parameter; "" when there is none

	Strict   bool     // check how the parameters are written
	Statuses []string // the availability statuses there are
	Most     int      // objects in one answer; 0 is no bound

	// Known says whether a patient exists; EmptyUnknown answers about others
	// with nothing instead of an error.
	Known        func(cx string) bool
	EmptyUnknown bool
	// Refuses gives the error code and the reason why nothing of a patient may
	// be told, "" when it may; Hides tells which entries may not. Both may be nil.
	Refuses func(key string) (code, why string)
	Hides   func(*ebrim.Object) bool
}

// Answer is what was found, in order of registration by kind of object.
type Answer struct {
	Objects []*ebrim.Object // shared: nobody may change them
	Refs    bool            // ObjectRef elements are wanted
	Errors  []ebrim.Error
}

// Names are the queries served: id and name, for people.
func Names() map[string]string {
	names := map[string]string{}
	for id, q := range queries() {
		names[id] = q.name
	}
	return names
}

// Answerer answers stored queries; it has no state.
type Answerer struct{ queries map[string]query }

// New returns an answerer.
func New() *Answerer { return &Answerer{queries()} }

// search is one query being answered.
type search struct {
	Request
	store  *store.Store
	args   arguments
	level2 bool
	errors []ebrim.Error
}

// Answer answers a query over a store that does not change meanwhile.
func (a *Answerer) Answer(s *store.Store, r Request) Answer {
	fail := func(code, format string, args ...any) Answer {
		return Answer{Refs: r.Query.ReturnType == "ObjectRef", Errors: []ebrim.Error{{Code: code, Context: fmt.Sprintf(format, args...)}}}
	}
	refs := r.Query.ReturnType == "ObjectRef"
	if !refs && r.Query.ReturnType != "LeafClass" {
		return fail(general, "returnType must be LeafClass or ObjectRef: %s", r.Query.ReturnType)
	}
	q, known := a.queries[r.Query.ID]
	if !known {
		return fail(unknownQuery, "%s", r.Query.ID)
	}
	args, errors := read(q, withPatient(r, q), r.Statuses, r.Strict)
	if len(errors) > 0 {
		return Answer{Refs: refs, Errors: errors}
	}
	x := &search{Request: r, store: s, args: args, level2: args.value("$MetadataLevel") == "2"}
	found := x.visible(q.run(x))
	if len(x.errors) > 0 {
		return Answer{Refs: refs, Errors: x.errors}
	}
	if many := patients(found); !refs && !q.patients && len(many) > 1 {
		return fail("XDSResultNotSinglePatient", "the objects are of several patients: ask for ObjectRef")
	}
	if r.Most > 0 && len(found) > r.Most {
		return fail("XDSTooManyResults", "%d objects, at most %d", len(found), r.Most)
	}
	answer := Answer{Refs: refs, Objects: make([]*ebrim.Object, len(found))}
	for i, f := range found {
		answer.Objects[i] = f.Object
	}
	return answer
}

// withPatient fills in an absent patient parameter of a query of one patient.
func withPatient(r Request, q query) map[string]ebrim.Parameter {
	given := r.Query.Parameters()
	for _, p := range q.params {
		if _, there := given[p.name]; !there && p.need && !p.many && r.Patient != "" && isPatient(p.name) {
			given[p.name] = ebrim.Parameter{Name: p.name, Groups: [][]string{{r.Patient}}, Spelling: []ebrim.Spelling{{Text: r.Patient, Quoted: true}}}
		}
	}
	return given
}

func isPatient(name string) bool {
	return slices.Contains([]string{document + "PatientId", set + "PatientId", folder + "PatientId", "$patientId"}, name)
}

// keys are the patients that a Find query names; every is true when it names
// none. An unknown or refused patient is an error.
func (x *search) keys(name string) (keys []string, every bool) {
	cxs := x.args.values(name)
	if len(cxs) == 0 {
		return x.store.Patients(), true
	}
	for _, cx := range cxs {
		if x.Known != nil && !x.Known(cx) {
			if !x.EmptyUnknown {
				x.errors = append(x.errors, ebrim.Error{Code: "XDSUnknownPatientId", Context: cx})
			}
			continue
		}
		keys = append(keys, store.PatientKey(cx))
		if x.Refuses == nil {
			continue
		}
		if code, why := x.Refuses(store.PatientKey(cx)); code != "" {
			x.errors = append(x.errors, ebrim.Error{Code: code, Context: why})
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys), false
}

// visible leaves out what the metadata level and the reader's rights hide.
func (x *search) visible(found []*store.Record) []*store.Record {
	if x.Refuses != nil && len(x.errors) == 0 {
		for _, key := range patients(found) {
			if code, why := x.Refuses(key); code != "" {
				x.errors = append(x.errors, ebrim.Error{Code: code, Context: why})
			}
		}
	}
	if x.Hides == nil {
		return found
	}
	hidden := func(r *store.Record) bool { return r != nil && r.Kind == store.Document && x.Hides(r.Object) }
	return slices.DeleteFunc(found, func(r *store.Record) bool {
		if r.Kind == store.Association {
			return hidden(x.store.Get(r.Source())) || hidden(x.store.Get(r.Target()))
		}
		return hidden(r)
	})
}

// shows tells whether the metadata level of the query lets an object through:
// level 1 knows no versions (XDS Metadata Update, option of ITI-18).
func (x *search) shows(r *store.Record) bool {
	if x.level2 {
		return true
	}
	switch r.Kind {
	case store.Document:
		return !x.store.Superseded(r) && !slices.Contains(r.Object.Slot("documentAvailability"), ebrim.Offline)
	case store.Folder:
		return !x.store.Superseded(r) && r.Status() != ebrim.Deprecated
	case store.Association:
		return r.Status() != ebrim.Deprecated
	default:
		return true
	}
}

// patients are the patients of objects.
func patients(found []*store.Record) []string {
	var keys []string
	last := ""
	for _, r := range found {
		if r.Kind != store.Association && r.Patient != last && !slices.Contains(keys, r.Patient) {
			keys = append(keys, r.Patient)
			last = r.Patient
		}
	}
	return keys
}
