package hl7

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Answer is what an HL7 V3 response says to an LPS.
type Answer struct {
	Ack           string // AA, AE, AR
	Response      string // OK, NF, AE, QE
	ErrorCode     string // of acknowledgementDetail
	ErrorText     string
	Authorisation string // VALIDE, NON_EXISTE, INTERDIT, EXPIRE
	Attending     bool   // STATUT_MT
	Patients      []Patient
	Message       ID  // of the answer
	Left          int // matches that were not told
}

// Patient is one patient of a response.
type Patient struct {
	IDs    []ID
	Status string // active, terminated
	Family string
	Given  string
	Birth  string
	Why    string // motive of closing
	Usual  string // where it is told beside the birth name
	Street string
	City   string
	Flags  map[string]bool // observations
}

// wrapper is the namespace of the DMP's wrapper of answers to registrations.
const wrapper = "asip:ci-sis:gdp:2010"

// ID is an instance identifier.
type ID struct{ Root, Extension string }

// Read finds the answer in the payload of a response.
func Read(n xmldoc.Node) Answer {
	if n.Space() == wrapper { // of an answer to a registration
		for inner := range n.Children() {
			n = inner
			break
		}
	}
	ack := n.Child(Namespace, "acknowledgement")
	act := n.Child(Namespace, "controlActProcess")
	a := Answer{
		Ack:      ack.Child(Namespace, "typeCode").Attr("", "code"),
		Response: act.Path(Namespace, "queryAck", "queryResponseCode").Attr("", "code"),
	}
	id := n.Child(Namespace, "id")
	a.Message = ID{id.Attr("", "root"), id.Attr("", "extension")}
	a.Left, _ = strconv.Atoi(act.Path(Namespace, "queryAck", "resultRemainingQuantity").Attr("", "value"))
	detail := ack.Child(Namespace, "acknowledgementDetail")
	if a.Ack == "" {
		a.Ack = ack.Attr("", "typeCode")
	}
	a.ErrorCode = detail.Child(Namespace, "code").Attr("", "code")
	a.ErrorText = strings.TrimSpace(detail.Child(Namespace, "text").Value())
	for line := range n.ChildrenNamed(Namespace, "attentionLine") {
		key := line.Child(Namespace, "keyWordText")
		value := line.Child(Namespace, "value")
		switch word := strings.TrimSpace(key.Value() + key.Attr("", "code")); {
		case strings.Contains(word, "AUTORISATION"):
			a.Authorisation = first(value.Attr("", "code"), value.Attr("", "value"), strings.TrimSpace(value.Value()))
		case strings.Contains(word, "STATUT_MT"):
			a.Attending = value.Attr("", "value") == "true"
		}
	}
	for subject := range act.ChildrenNamed(Namespace, "subject") {
		p := subject.Path(Namespace, "registrationEvent", "subject1", "patient")
		if p.OK() {
			a.Patients = append(a.Patients, readPatient(p))
		}
	}
	issue := act.Path(Namespace, "reasonOf", "detectedIssueEvent") // why the record is closed
	for i := range a.Patients {
		if p := &a.Patients[i]; p.Why == "" && p.Status == "terminated" {
			p.Why = first(strings.TrimSpace(issue.Child(Namespace, "text").Value()), issue.Child(Namespace, "code").Attr("", "code"))
		}
	}
	return a
}

func readPatient(n xmldoc.Node) Patient {
	p := Patient{Status: n.Child(Namespace, "statusCode").Attr("", "code")}
	for id := range n.ChildrenNamed(Namespace, "id") {
		p.IDs = append(p.IDs, ID{id.Attr("", "root"), id.Attr("", "extension")})
	}
	person := n.Child(Namespace, "patientPerson")
	for f := range person.Child(Namespace, "name").ChildrenNamed(Namespace, "family") {
		if f.Attr("", "qualifier") == "SP" {
			p.Usual = strings.TrimSpace(f.Value())
		}
	}
	p.Street = strings.TrimSpace(person.Path(Namespace, "addr", "streetAddressLine").Value())
	p.City = strings.TrimSpace(person.Path(Namespace, "addr", "city").Value())
	p.Flags = map[string]bool{}
	p.Family = strings.TrimSpace(person.Path(Namespace, "name", "family").Value())
	p.Given = strings.TrimSpace(person.Path(Namespace, "name", "given").Value())
	p.Birth = person.Child(Namespace, "birthTime").Attr("", "value")
	for o := range n.ChildrenNamed(Namespace, "subjectOf") {
		a := o.Child(Namespace, "administrativeObservation")
		p.Flags[a.Child(Namespace, "code").Attr("", "code")] = a.Child(Namespace, "value").Attr("", "value") == "true"
	}
	for d := range n.Descendants() { // the motive of closing is a coded act somewhere below
		if strings.HasPrefix(d.Local(), "detectedIssue") && d.Child(Namespace, "code").OK() {
			p.Why = first(strings.TrimSpace(d.Child(Namespace, "text").Value()), d.Child(Namespace, "code").Attr("", "displayName"),
				d.Child(Namespace, "code").Attr("", "code"))
		}
	}
	return p
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
