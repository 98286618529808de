package gdp

import (
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Request is a creation or a change of a record. What is absent is empty.
type Request struct {
	Interaction string // root element
	ID          hl7v3.II
	Sender      string // root of sender/device/id
	SenderName  string
	Reason      string
	People      []Person // a sound request is about one
	Author      hl7v3.II // of the professional
	Structure   hl7v3.II // represented by the author
	Motive      string   // code of the detected issue: why a record is closed
	MotiveText  string
}

// ReadRequest reads the payload of a request. It refuses nothing: what a message
// lacks is empty.
func ReadRequest(n xmldoc.Node) Request {
	act, device := n.Child(ns, "controlActProcess"), n.Path(ns, "sender", "device")
	r := Request{
		Interaction: n.Local(), ID: ii(n.Child(ns, "id")), Sender: device.Child(ns, "id").Attr("", "root"),
		SenderName: text(device.Child(ns, "softwareName")), Reason: hl7v3.Reason(n),
	}
	for subject := range act.ChildrenNamed(ns, "subject") {
		request := subject.Child(ns, "registrationRequest")
		if p := request.Path(ns, "subject1", "patient"); p.OK() {
			r.People = append(r.People, readPerson(p))
		}
		if a := request.Path(ns, "author", "assignedEntity"); a.OK() {
			r.Author, r.Structure = ii(a.Child(ns, "id")), ii(a.Path(ns, "representedOrganization", "id"))
		}
	}
	issue := act.Path(ns, "reasonOf", "detectedIssueEvent")
	r.Motive, r.MotiveText = issue.Child(ns, "code").Attr("", "code"), text(issue.Child(ns, "text"))
	return r
}

func ii(n xmldoc.Node) hl7v3.II {
	return hl7v3.II{Root: n.Attr("", "root"), Extension: n.Attr("", "extension")}
}
