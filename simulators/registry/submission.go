package registry

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/attributes"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// The bounds of one request and of what is told of it.
const (
	mostObjects = 2000
	mostErrors  = 100
)

// submission is one request taken apart: copies of its objects with symbolic
// ids replaced.
type submission struct {
	sets, documents, folders, associations, others []*ebrim.Object

	named     map[string]*ebrim.Object   // the request's own objects, by id after replacement
	asWritten map[string]string          // id after replacement: id in the request
	members   map[string][]*ebrim.Object // HasMember associations of the first set, by target
	errors    []ebrim.Error
}

// open takes a request apart.
func (r *Registry) open(objects []*ebrim.Object) *submission {
	s := &submission{
		named: make(map[string]*ebrim.Object, len(objects)), asWritten: make(map[string]string, len(objects)),
		members: map[string][]*ebrim.Object{},
	}
	ids := make(map[string]string, len(objects))
	byWritten := make(map[string]*ebrim.Object, len(objects))
	var top []*ebrim.Object
	for _, o := range objects {
		if o.Kind == ebrim.Classification {
			continue
		}
		o = o.Clone()
		top = append(top, o)
		given := o.ID()
		real := given
		if !strings.HasPrefix(given, "urn:uuid:") {
			real = r.cfg.NewID()
		}
		if given != "" {
			if _, twice := ids[given]; twice {
				s.refuse("XDSRegistryMetadataError", o, "two objects have this id", "/@id")
				real = r.cfg.NewID()
			} else {
				ids[given], byWritten[given] = real, o
			}
		}
		o.SetAttr("id", real)
		s.named[real], s.asWritten[real] = o, given
	}
	s.nested(top)
	for _, c := range objects { // classifications beside the objects go into them
		if c.Kind != ebrim.Classification {
			continue
		}
		if p := byWritten[c.Attr("classifiedObject")]; p != nil && !p.Classified(c.Attr("classificationNode")) {
			p.Classifications = append(p.Classifications, c.Clone())
		}
	}
	for _, o := range top {
		r.resolve(o, ids)
		s.sort(o)
	}
	for _, a := range s.associations {
		if len(s.sets) > 0 && a.Attr("associationType") == ebrim.HasMember && a.Attr("sourceObject") == s.sets[0].ID() {
			s.members[a.Attr("targetObject")] = append(s.members[a.Attr("targetObject")], a)
		}
	}
	return s
}

// nested refuses the id of a classification or an external identifier that
// another object of the request has: ids are unique over all that bears one
// (ebRIM 3.0, section 2.4).
func (s *submission) nested(top []*ebrim.Object) {
	taken := map[string]bool{}
	for _, id := range s.asWritten {
		taken[id] = true
	}
	for _, o := range top {
		for _, inside := range [][]*ebrim.Object{o.Classifications, o.Identifiers} {
			for _, n := range inside {
				if n.ID() != "" && taken[n.ID()] {
					s.refuse(metadataError, o, "two objects have the id "+n.ID(), "/rim:"+n.Kind+"/@id")
				}
				taken[n.ID()] = true
			}
		}
	}
}

func (s *submission) sort(o *ebrim.Object) {
	switch store.KindOf(o) {
	case store.Document:
		s.documents = append(s.documents, o)
	case store.Association:
		s.associations = append(s.associations, o)
	case store.SubmissionSet:
		s.sets = append(s.sets, o)
	case store.Folder:
		s.folders = append(s.folders, o)
	default:
		s.others = append(s.others, o)
	}
}

// resolve rewrites references and gives ids to nested objects that have none.
func (r *Registry) resolve(o *ebrim.Object, ids map[string]string) {
	for i := range o.Attrs {
		switch a := &o.Attrs[i]; a.Name {
		case "sourceObject", "targetObject", "classifiedObject", "registryObject":
			if real, ok := ids[a.Value]; ok && a.Value != "" {
				a.Value = real
			}
		}
	}
	for _, nested := range [][]*ebrim.Object{o.Classifications, o.Identifiers} {
		for _, n := range nested {
			if !strings.HasPrefix(n.ID(), "urn:uuid:") {
				n.SetAttr("id", r.cfg.NewID())
			}
			r.resolve(n, ids)
		}
	}
}

// set is the id of the first submission set, or "".
func (s *submission) set() string {
	if len(s.sets) == 0 {
		return ""
	}
	return s.sets[0].ID()
}

// refuse notes an error about an object of the request. The context says what
// is wrong, then which object, by the id that the request gave it (IHE ITI TF-3
// table 4.2.4.1-1); path is an XPath below that object.
func (s *submission) refuse(code string, o *ebrim.Object, why, path string) {
	if len(s.errors) >= mostErrors {
		return
	}
	id := s.written(o.ID())
	at := "/lcm:SubmitObjectsRequest/rim:RegistryObjectList/rim:" + o.Kind
	if id != "" {
		at += "[@id='" + id + "']"
	}
	s.errors = append(s.errors, ebrim.Error{Code: code, Context: id + ": " + why, Location: at + path})
}

// check notes what is wrong with the attributes of an object.
func (s *submission) check(code string, o *ebrim.Object, faults []attributes.Fault) {
	if s.written(o.ID()) == "" {
		s.refuse(code, o, "entryUUID missing", "/@id")
	}
	for _, f := range faults {
		s.refuse(code, o, f.Attribute+" "+f.Why, f.Path)
	}
}

// written is the id as the request wrote it, for error contexts.
func (s *submission) written(id string) string {
	if w, ok := s.asWritten[id]; ok {
		return w
	}
	return id
}

const objectType = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:"

// keep stores an object with what a registry adds.
func (r *Registry) keep(o *ebrim.Object, lid, version string) *store.Record {
	if o.Attr("objectType") == "" {
		kind := objectType + o.Kind
		if o.Kind == ebrim.ExtrinsicObject {
			kind = ebrim.StableDocument
		}
		o.SetAttr("objectType", kind)
	}
	o.SetAttr("status", ebrim.Approved)
	o.SetAttr("lid", lid)
	o.Version = version
	return r.store.Add(o)
}

// first stores an object as the first version of itself.
func (r *Registry) first(o *ebrim.Object) *store.Record { return r.keep(o, o.ID(), "1") }

// member stores a membership that the registry makes.
func (r *Registry) member(source, target string) *store.Record {
	return r.first(ebrim.Associated(r.cfg.NewID(), ebrim.HasMember, source, target))
}

// touch notes that a folder changed.
func (r *Registry) touch(folder *store.Record) {
	r.store.SetSlot(folder, "lastUpdateTime", r.now())
}
