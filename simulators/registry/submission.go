package registry

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// submission is one request taken apart: copies of its objects with symbolic
// ids replaced.
type submission struct {
	sets         []*ebrim.Object
	documents    []*ebrim.Object
	associations []*ebrim.Object
	others       []*ebrim.Object // folders
	named        map[string]bool // ids of the request's own objects, after replacement
	asWritten    map[string]string
}

// open takes a request apart.
func (r *Registry) open(objects []*ebrim.Object) *submission {
	s := &submission{named: map[string]bool{}, asWritten: map[string]string{}}
	ids := map[string]string{}
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
			real = r.newID()
		}
		if given != "" {
			ids[given] = real
		}
		o.SetAttr("id", real)
		s.named[real] = true
		s.asWritten[real] = given
	}
	for _, o := range objects { // classifications beside the objects go into them
		if o.Kind == ebrim.Classification {
			for _, p := range top {
				if target := o.Attr("classifiedObject"); target != "" && ids[target] == p.ID() && !p.Classified(o.Attr("classificationNode")) {
					p.Classifications = append(p.Classifications, o.Clone())
				}
			}
		}
	}
	for _, o := range top {
		r.resolve(o, ids)
		s.sort(o)
	}
	return s
}

func (s *submission) sort(o *ebrim.Object) {
	switch {
	case isDocument(o):
		s.documents = append(s.documents, o)
	case o.Kind == ebrim.Association:
		s.associations = append(s.associations, o)
	case isSet(o):
		s.sets = append(s.sets, o)
	default:
		s.others = append(s.others, o)
	}
}

// resolve rewrites references and gives ids to nested objects that have none.
func (r *Registry) resolve(o *ebrim.Object, ids map[string]string) {
	for _, name := range []string{"sourceObject", "targetObject", "classifiedObject", "registryObject"} {
		if real, ok := ids[o.Attr(name)]; ok && o.Attr(name) != "" {
			o.SetAttr(name, real)
		}
	}
	for _, nested := range [][]*ebrim.Object{o.Classifications, o.Identifiers} {
		for _, n := range nested {
			if !strings.HasPrefix(n.ID(), "urn:uuid:") {
				n.SetAttr("id", r.newID())
			}
			r.resolve(n, ids)
		}
	}
}

const objectType = "urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:"

// store gives the objects what a registry adds, and keeps them.
func (r *Registry) store(s *submission) {
	for _, list := range [][]*ebrim.Object{s.documents, s.sets, s.others, s.associations} {
		for _, o := range list {
			if o.Attr("objectType") == "" {
				o.SetAttr("objectType", objectType+o.Kind)
			}
			o.SetAttr("status", ebrim.Approved)
			if o.Attr("lid") == "" {
				o.SetAttr("lid", o.ID())
			}
			if o.Version == "" {
				o.Version = "1"
			}
			r.add(o)
		}
	}
}

// member returns the HasMember association from the set to an object.
func (s *submission) member(of string) *ebrim.Object {
	for _, a := range s.associations {
		if a.Attr("associationType") == ebrim.HasMember && a.Attr("targetObject") == of &&
			len(s.sets) == 1 && a.Attr("sourceObject") == s.sets[0].ID() {
			return a
		}
	}
	return nil
}

// written is the id as the request wrote it, for error contexts.
func (s *submission) written(id string) string {
	if w, ok := s.asWritten[id]; ok && w != "" {
		return w
	}
	return id
}
