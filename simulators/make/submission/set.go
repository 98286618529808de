package submission

import (
	"fmt"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Document is one document of a lot: the id of its entry and where its bytes are.
type Document struct {
	ID      string
	Href    string // of the xop:Include; "" when Inline is used
	Inline  string // base64 text
	Content []byte
	Media   string
}

// Set is a submission: entries, packages (the submission set first, then
// folders), the associations, and the documents when it goes to a repository.
type Set struct {
	Entries      []*Object
	Packages     []*Object
	Associations []Association
	Documents    []Document
}

// Package gives the submission set.
func (s *Set) Package() *Object { return s.Packages[0] }

// Link adds an association.
func (s *Set) Link(kind, source, target string, slots ...Slot) {
	id := fmt.Sprintf("Association%02d", len(s.Associations)+1)
	s.Associations = append(s.Associations, Association{ID: id, Type: kind, Source: source, Target: target, Slots: slots})
}

// Submit writes the lcm:SubmitObjectsRequest.
func (s *Set) Submit() string { return s.submit().String() }

// Provide writes the xdsb:ProvideAndRegisterDocumentSetRequest.
func (s *Set) Provide() string {
	root := tree("xdsb:ProvideAndRegisterDocumentSetRequest", "xmlns:xdsb", ebrim.NSXDSB)
	root.AddChild(s.submit().Element)
	for _, d := range s.Documents {
		document := root.add("xdsb:Document", "id", d.ID)
		if d.Href != "" {
			document.add("xop:Include", "xmlns:xop", nsXOP, "href", d.Href)
		}
		if d.Inline != "" {
			document.CreateText(d.Inline)
		}
	}
	return root.String()
}

func (s *Set) submit() node {
	root := tree("lcm:SubmitObjectsRequest", "xmlns:lcm", ebrim.NSLCM, "xmlns:rim", ebrim.NSRIM)
	list := root.add("rim:RegistryObjectList")
	for _, o := range s.Entries {
		list.object(o)
	}
	for _, o := range s.Packages {
		list.object(o)
	}
	for _, o := range s.Packages {
		kind := o.Node
		if kind == "" {
			kind = ebrim.SubmissionSetNode
		}
		list.add("rim:Classification", "id", part(o.ID, "n", 1), "classifiedObject", o.ID, "classificationNode", kind)
	}
	for _, a := range s.Associations {
		link := list.add("rim:Association", "id", a.ID, "associationType", a.Type, "sourceObject", a.Source, "targetObject", a.Target)
		link.slots(a.Slots)
	}
	return root
}
