package store

import (
	"cmp"
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Store holds registry objects.
type Store struct {
	seq      int
	ids      map[string]*Record
	unique   map[string][]*Record // by uniqueId
	versions map[string][]*Record // by lid: documents and folders, oldest version first
	from, to map[string][]*Record // associations by end
	patients map[string]*[kinds][]*Record
	count    [kinds]int
	shared   map[string]string // strings that many objects hold
}

// New returns an empty store.
func New() *Store {
	return &Store{
		ids: map[string]*Record{}, unique: map[string][]*Record{}, versions: map[string][]*Record{},
		from: map[string][]*Record{}, to: map[string][]*Record{},
		patients: map[string]*[kinds][]*Record{}, shared: map[string]string{},
	}
}

// Add keeps a copy of an object whose id is new.
func (s *Store) Add(object *ebrim.Object) *Record {
	k := KindOf(object)
	o := s.pack(object)
	s.seq++
	r := &Record{Object: o, Kind: k, UniqueID: UniqueID(o, k), Version: version(o.Version), seq: s.seq}
	if cx := Patient(o, k); cx != "" {
		r.Patient = s.share(PatientKey(cx))
	}
	s.ids[o.ID()] = r
	s.count[k]++
	put := func(index map[string][]*Record, key string) {
		if key != "" {
			index[key] = append(index[key], r)
		}
	}
	put(s.unique, r.UniqueID)
	switch k {
	case Association:
		put(s.from, r.Source())
		put(s.to, r.Target())
	case Document, Folder:
		put(s.versions, r.LID())
		list := s.versions[r.LID()]
		slices.SortStableFunc(list, func(a, b *Record) int { return cmp.Compare(a.Version, b.Version) })
		fallthrough
	default:
		p := s.patients[r.Patient]
		if p == nil {
			p = new([kinds][]*Record)
			s.patients[r.Patient] = p
		}
		p[k] = append(p[k], r)
	}
	return r
}

// Remove forgets an object.
func (s *Store) Remove(id string) {
	r := s.ids[id]
	if r == nil {
		return
	}
	delete(s.ids, id)
	s.count[r.Kind]--
	take := func(index map[string][]*Record, key string) {
		if left := without(index[key], r); len(left) > 0 {
			index[key] = left
		} else {
			delete(index, key)
		}
	}
	take(s.unique, r.UniqueID)
	if r.Kind == Association {
		take(s.from, r.Source())
		take(s.to, r.Target())
		return
	}
	take(s.versions, r.LID())
	p := s.patients[r.Patient]
	p[r.Kind] = without(p[r.Kind], r)
	for _, list := range p {
		if len(list) > 0 {
			return
		}
	}
	delete(s.patients, r.Patient)
}

// without is a list less one record, in a new array: the old one may be in use.
func without(list []*Record, r *Record) []*Record {
	left := make([]*Record, 0, len(list))
	for _, x := range list {
		if x != r {
			left = append(left, x)
		}
	}
	return left
}

// SetStatus replaces a record's object by one with another status.
func (s *Store) SetStatus(r *Record, status string) {
	o := *r.Object
	o.Attrs = slices.Clone(o.Attrs)
	o.SetAttr("status", s.share(status))
	r.Object = &o
}

// SetSlot replaces a record's object by one with another value of a slot that
// no index knows.
func (s *Store) SetSlot(r *Record, name, value string) {
	o := *r.Object
	o.Slots = slices.Clone(o.Slots)
	o.SetSlot(s.share(name), value)
	r.Object = &o
}

// Get finds a record by id, or returns nil.
func (s *Store) Get(id string) *Record { return s.ids[id] }

// Unique finds the records of a uniqueId: every version, every registration.
func (s *Store) Unique(uid string) []*Record { return s.unique[uid] }

// Latest is the latest version of a logical object, or nil.
func (s *Store) Latest(lid string) *Record {
	if list := s.versions[lid]; len(list) > 0 {
		return list[len(list)-1]
	}
	return nil
}

// Versions are the versions of a logical object, oldest first.
func (s *Store) Versions(lid string) []*Record { return s.versions[lid] }

// Superseded tells whether a later version of the same logical object exists.
func (s *Store) Superseded(r *Record) bool {
	last := s.Latest(r.LID())
	return last != nil && last != r
}

// From are the associations whose source is an object.
func (s *Store) From(id string) []*Record { return s.from[id] }

// To are the associations whose target is an object.
func (s *Store) To(id string) []*Record { return s.to[id] }

// OfPatient are the objects of one kind of a patient, in order of registration.
func (s *Store) OfPatient(key string, k Kind) []*Record {
	if p := s.patients[key]; p != nil {
		return p[k]
	}
	return nil
}

// Patients are the keys of the patients that have objects, sorted.
func (s *Store) Patients() []string {
	keys := make([]string, 0, len(s.patients))
	for key := range s.patients {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// All are the objects of one kind, in order of registration.
func (s *Store) All(k Kind) []*Record {
	all := make([]*Record, 0, s.count[k])
	if k == Association {
		for _, list := range s.from {
			all = append(all, list...)
		}
	}
	for _, p := range s.patients {
		all = append(all, p[k]...)
	}
	return InOrder(all)
}

// Count is the number of objects of a kind.
func (s *Store) Count(k Kind) int { return s.count[k] }

// InOrder sorts records by order of registration and drops repetitions.
func InOrder(list []*Record) []*Record {
	slices.SortFunc(list, func(a, b *Record) int { return cmp.Compare(a.seq, b.seq) })
	return slices.Compact(list)
}
