package submission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Document is one xdsb:Document: the id of its entry and where its bytes are.
type Document struct {
	ID      string
	Href    string // xop:Include/@href; "" when Inline is used
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

// Entry gives the entry with an id, nil when there is none.
func (s *Set) Entry(id string) *Object {
	i := slices.IndexFunc(s.Entries, func(o *Object) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return s.Entries[i]
}

// Link adds an association.
func (s *Set) Link(typ, source, target string, slots ...Slot) {
	s.Associations = append(s.Associations, Association{
		ID: "Association" + two(len(s.Associations)+1), Type: typ, Source: source, Target: target, Slots: slots,
	})
}

// Original is the slot of a HasMember association of a new submission.
func Original() Slot { return Slot{"SubmissionSetStatus", []string{"Original"}} }

// Submit writes the lcm:SubmitObjectsRequest.
func (s *Set) Submit() string {
	var b strings.Builder
	b.WriteString(`<lcm:SubmitObjectsRequest xmlns:lcm="` + nsLCM + `" xmlns:rim="` + nsRIM + `"><rim:RegistryObjectList>`)
	for _, o := range s.Entries {
		o.write(&b)
	}
	for _, o := range s.Packages {
		o.write(&b)
	}
	for _, o := range s.Packages {
		node := o.Node
		if node == "" {
			node = SetNode
		}
		b.WriteString(`<rim:Classification id="` + soap.Escape(localID(o.ID, "n", 0)) + `" classifiedObject="` + soap.Escape(o.ID) +
			`" classificationNode="` + node + `"/>`)
	}
	for _, a := range s.Associations {
		a.write(&b)
	}
	b.WriteString(`</rim:RegistryObjectList></lcm:SubmitObjectsRequest>`)
	return b.String()
}

// Provide writes the xdsb:ProvideAndRegisterDocumentSetRequest.
func (s *Set) Provide() string {
	var b strings.Builder
	b.WriteString(`<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="` + nsXDSB + `">` + s.Submit())
	for _, d := range s.Documents {
		b.WriteString(`<xdsb:Document id="` + soap.Escape(d.ID) + `">`)
		if d.Href != "" {
			b.WriteString(`<xop:Include xmlns:xop="` + soap.NSXOP + `" href="` + soap.Escape(d.Href) + `"/>`)
		}
		b.WriteString(d.Inline + `</xdsb:Document>`)
	}
	b.WriteString(`</xdsb:ProvideAndRegisterDocumentSetRequest>`)
	return b.String()
}

func two(n int) string {
	s := strconv.Itoa(n)
	if len(s) < 2 {
		s = "0" + s
	}
	return s
}
