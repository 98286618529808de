package ebrim

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// ReadObjects reads the children of a rim:RegistryObjectList, in order, whatever
// kind of ebRIM they are. An ObjectRef is not an object and is left out.
func ReadObjects(list xmldoc.Node) []*Object {
	var objects []*Object
	for n := range list.Children() {
		if n.Space() == NSRIM && n.Local() != "ObjectRef" {
			objects = append(objects, ReadObject(n))
		}
	}
	return objects
}

// collapsed are the attributes of type anyURI, whose white space XML Schema
// collapses; all others are strings, in which it counts (ebRIM 3.0, rim.xsd).
func collapsed(name string) bool {
	switch name {
	case "id", "lid", "home", "objectType", "status", "associationType", "sourceObject", "targetObject",
		"classificationScheme", "classifiedObject", "classificationNode", "identificationScheme", "registryObject":
		return true
	}
	return false
}

// ReadObject reads one registry object. Classifications of classifications are
// read too; the depth is bounded by that of the document.
func ReadObject(n xmldoc.Node) *Object {
	o := &Object{Kind: n.Local()}
	for a := range n.Attrs() {
		if a.Space() == "" {
			value := a.Value()
			if collapsed(a.Local()) {
				value = strings.TrimSpace(value)
			}
			o.Attrs = append(o.Attrs, Attr{a.Local(), value})
		}
	}
	for c := range n.Children() {
		if c.Space() != NSRIM {
			continue
		}
		switch c.Local() {
		case "Slot":
			o.Slots = append(o.Slots, readSlot(c))
		case "Name":
			o.Name = append(o.Name, readTexts(c)...)
		case "Description":
			o.Description = append(o.Description, readTexts(c)...)
		case "VersionInfo":
			o.Version = c.Attr("", "versionName")
		case Classification:
			o.Classifications = append(o.Classifications, ReadObject(c))
		case ExternalIdentifier:
			o.Identifiers = append(o.Identifiers, ReadObject(c))
		}
	}
	return o
}

func readSlot(n xmldoc.Node) Slot {
	s := Slot{Name: n.Attr("", "name")}
	for v := range n.Child(NSRIM, "ValueList").ChildrenNamed(NSRIM, "Value") {
		s.Values = append(s.Values, v.Value())
	}
	return s
}

func readTexts(n xmldoc.Node) []Text {
	var found []Text
	for l := range n.ChildrenNamed(NSRIM, "LocalizedString") {
		found = append(found, Text{
			Lang:  l.Attr("http://www.w3.org/XML/1998/namespace", "lang"),
			Value: l.Attr("", "value"),
		})
	}
	return found
}

// Document is one xdsb:Document of a provide and register request.
type Document struct {
	ID      string
	Href    string // of its xop:Include; "" when the content is inline
	Inline  string // base64 text, when there is no Include
	Element xmldoc.Node
}

// ReadProvide reads an xdsb:ProvideAndRegisterDocumentSetRequest.
func ReadProvide(n xmldoc.Node) ([]*Object, []Document) {
	var docs []Document
	for d := range n.ChildrenNamed(NSXDSB, "Document") {
		doc := Document{ID: d.Attr("", "id"), Element: d}
		if i := d.Child("http://www.w3.org/2004/08/xop/include", "Include"); i.OK() {
			doc.Href = i.Attr("", "href")
		} else {
			doc.Inline = d.Value()
		}
		docs = append(docs, doc)
	}
	return ReadSubmit(n.Child(NSLCM, "SubmitObjectsRequest")), docs
}

// ReadSubmit reads an lcm:SubmitObjectsRequest.
func ReadSubmit(n xmldoc.Node) []*Object {
	return ReadObjects(n.Child(NSRIM, "RegistryObjectList"))
}

// Query is a stored query request.
type Query struct {
	ID         string // AdhocQuery/@id
	Home       string // AdhocQuery/@home; "" when absent
	ReturnType string
	Slots      []Slot
}

// ReadQuery reads a query:AdhocQueryRequest.
func ReadQuery(n xmldoc.Node) Query {
	q := Query{ReturnType: strings.TrimSpace(n.Child(NSQuery, "ResponseOption").Attr("", "returnType"))}
	adhoc := n.Child(NSRIM, "AdhocQuery")
	q.ID, q.Home = strings.TrimSpace(adhoc.Attr("", "id")), strings.TrimSpace(adhoc.Attr("", "home"))
	for s := range adhoc.ChildrenNamed(NSRIM, "Slot") {
		q.Slots = append(q.Slots, readSlot(s))
	}
	return q
}

// Removal is an lcm:RemoveObjectsRequest (ITI-62).
type Removal struct {
	IDs []string // of the ObjectRef elements, in order
	// Foreign names what the request may not hold: an AdhocQuery, another
	// element, or the attribute deletionScope. "" when there is none.
	Foreign string
}

// ReadRemove reads an lcm:RemoveObjectsRequest.
func ReadRemove(n xmldoc.Node) Removal {
	var r Removal
	foreign := func(name string) {
		if r.Foreign == "" {
			r.Foreign = name
		}
	}
	if _, there := n.LookupAttr("", "deletionScope"); there {
		foreign("@deletionScope")
	}
	for list := range n.Children() {
		if !list.Is(NSRIM, "ObjectRefList") {
			foreign(list.Local())
			continue
		}
		for o := range list.Children() {
			if !o.Is(NSRIM, "ObjectRef") {
				foreign(o.Local())
				continue
			}
			r.IDs = append(r.IDs, strings.TrimSpace(o.Attr("", "id")))
		}
	}
	return r
}

// DocumentRequest names one document of a retrieve request.
type DocumentRequest struct{ Home, Repository, UniqueID string }

// ReadRetrieve reads an xdsb:RetrieveDocumentSetRequest.
func ReadRetrieve(n xmldoc.Node) []DocumentRequest {
	var requests []DocumentRequest
	for r := range n.ChildrenNamed(NSXDSB, "DocumentRequest") {
		text := func(local string) string { return r.Child(NSXDSB, local).Value() }
		requests = append(requests, DocumentRequest{
			Home: text("HomeCommunityId"), Repository: text("RepositoryUniqueId"), UniqueID: text("DocumentUniqueId"),
		})
	}
	return requests
}
