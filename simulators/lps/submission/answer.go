package submission

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Answer is what a registry or repository answered.
type Answer struct {
	Recognised bool   // a RegistryResponse was found
	Status     string // last part of the status URN: Success, Failure, PartialSuccess
	Errors     []RegistryError
	Entries    []*Object // extrinsic objects
	Sets       []*Object // submission sets
	Folders    []*Object //
	Refs       []string  // ids of object references
	Links      []Association
	Documents  int // DocumentResponse elements
}

// RegistryError is one rs:RegistryError.
type RegistryError struct{ Code, Context, Severity string }

// Read finds the answer in the payload of a response.
func Read(payload xmldoc.Node) Answer {
	var a Answer
	response := payload
	if payload.Space() == nsXDSB {
		response = payload.Child(nsRS, "RegistryResponse")
		for range payload.ChildrenNamed(nsXDSB, "DocumentResponse") {
			a.Documents++
		}
	}
	status := response.Attr("", "status")
	a.Recognised = status != ""
	a.Status = status[strings.LastIndexByte(status, ':')+1:]
	for e := range response.Child(nsRS, "RegistryErrorList").ChildrenNamed(nsRS, "RegistryError") {
		severity := e.Attr("", "severity")
		a.Errors = append(a.Errors, RegistryError{
			e.Attr("", "errorCode"), e.Attr("", "codeContext"), severity[strings.LastIndexByte(severity, ':')+1:],
		})
	}
	for o := range payload.Child(nsRIM, "RegistryObjectList").Children() {
		switch o.Local() {
		case "ExtrinsicObject":
			a.Entries = append(a.Entries, readObject(o))
		case "RegistryPackage":
			if p := readObject(o); p.Node == FolderNode {
				a.Folders = append(a.Folders, p)
			} else {
				a.Sets = append(a.Sets, p)
			}
		case "ObjectRef":
			a.Refs = append(a.Refs, o.Attr("", "id"))
		case "Association":
			a.Links = append(a.Links, Association{
				ID: o.Attr("", "id"), Type: o.Attr("", "associationType"),
				Source: o.Attr("", "sourceObject"), Target: o.Attr("", "targetObject"),
			})
		}
	}
	return a
}

func readObject(n xmldoc.Node) *Object {
	o := &Object{
		Kind: n.Local(), ID: n.Attr("", "id"), LID: n.Attr("", "lid"), Status: n.Attr("", "status"),
		ObjectType: n.Attr("", "objectType"), MimeType: n.Attr("", "mimeType"), Slots: readSlots(n),
		Title: n.Path(nsRIM, "Name", "LocalizedString").Attr("", "value"), Version: n.Child(nsRIM, "VersionInfo").Attr("", "versionName"),
	}
	for c := range n.ChildrenNamed(nsRIM, "Classification") {
		if node := c.Attr("", "classificationNode"); node != "" {
			o.Node = node
			continue
		}
		o.Classifications = append(o.Classifications, Classification{
			Scheme: c.Attr("", "classificationScheme"), Code: c.Attr("", "nodeRepresentation"), Slots: readSlots(c),
			Label: c.Path(nsRIM, "Name", "LocalizedString").Attr("", "value"),
		})
	}
	for x := range n.ChildrenNamed(nsRIM, "ExternalIdentifier") {
		o.ExternalIDs = append(o.ExternalIDs, ExternalID{
			Scheme: x.Attr("", "identificationScheme"), Value: x.Attr("", "value"),
			Name: x.Path(nsRIM, "Name", "LocalizedString").Attr("", "value"),
		})
	}
	return o
}

func readSlots(n xmldoc.Node) []Slot {
	var out []Slot
	for s := range n.ChildrenNamed(nsRIM, "Slot") {
		slot := Slot{Name: s.Attr("", "name")}
		for v := range s.Child(nsRIM, "ValueList").ChildrenNamed(nsRIM, "Value") {
			slot.Values = append(slot.Values, v.Value())
		}
		out = append(out, slot)
	}
	return out
}
