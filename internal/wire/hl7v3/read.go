package hl7v3

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// NS is the namespace of HL7 V3.
const NS = "urn:hl7-org:v3"

// The interactions, by root element.
const (
	ExistenceQuery  = "PRPA_IN201307UV02"
	ExistenceAnswer = "PRPA_IN201308UV02"
	FindQuery       = "PRPA_IN201305UV02"
	FindAnswer      = "PRPA_IN201306UV02"
)

// II is an instance identifier.
type II struct{ Root, Extension string }

// Name is a person name asked for.
type Name struct {
	Family, Given string
	Search        bool // use="SRCH": partial matching is asked
}

// Query is a query message. What is absent is empty.
type Query struct {
	Interaction string // root element
	ID          II     // of the message
	Sender      string // root of sender/device/id
	SenderName  string // sender/device/softwareName
	Reason      string // controlActProcess/reasonCode/@code
	QueryID     II
	Parameters  xmldoc.Node // queryByParameter

	PatientIDs []II // patientIdentifier (201307)

	// The traits of 201305. Times are digits.
	Gender      string
	BirthLow    string // also when one value was given
	BirthHigh   string
	Names       []Name
	SubjectIDs  []II // livingSubjectId
	Scopes      []II // otherIDsScopingOrganization
	Cities      []string
	PostalCodes []string
	MostResults int // initialQuantity; 0 when absent
}

// ReadQuery reads the payload of a request.
func ReadQuery(n xmldoc.Node) Query {
	act := n.Child(NS, "controlActProcess")
	by := act.Child(NS, "queryByParameter")
	device := n.Path(NS, "sender", "device")
	q := Query{
		Interaction: n.Local(),
		ID:          ii(n.Child(NS, "id")),
		Sender:      device.Child(NS, "id").Attr("", "root"),
		SenderName:  text(device.Child(NS, "softwareName")),
		Reason:      act.Child(NS, "reasonCode").Attr("", "code"),
		QueryID:     ii(by.Child(NS, "queryId")),
		Parameters:  by,
	}
	q.MostResults, _ = strconv.Atoi(by.Child(NS, "initialQuantity").Attr("", "value"))
	for p := range by.Child(NS, "parameterList").Children() {
		if p.Space() == NS {
			q.parameter(p)
		}
	}
	return q
}

func (q *Query) parameter(p xmldoc.Node) {
	for v := range p.ChildrenNamed(NS, "value") {
		switch p.Local() {
		case "patientIdentifier":
			q.PatientIDs = append(q.PatientIDs, ii(v))
		case "livingSubjectId":
			q.SubjectIDs = append(q.SubjectIDs, ii(v))
		case "otherIDsScopingOrganization":
			q.Scopes = append(q.Scopes, ii(v))
		case "livingSubjectAdministrativeGender":
			q.Gender = v.Attr("", "code")
		case "livingSubjectBirthTime":
			q.BirthLow, q.BirthHigh = v.Child(NS, "low").Attr("", "value"), v.Child(NS, "high").Attr("", "value")
			if exact := v.Attr("", "value"); exact != "" {
				q.BirthLow, q.BirthHigh = exact, exact
			}
		case "livingSubjectName":
			q.Names = append(q.Names, Name{
				Family: text(v.Child(NS, "family")), Given: text(v.Child(NS, "given")), Search: v.Attr("", "use") == "SRCH",
			})
		case "patientAddress":
			if c := text(v.Child(NS, "city")); c != "" {
				q.Cities = append(q.Cities, c)
			}
			if c := text(v.Child(NS, "postalCode")); c != "" {
				q.PostalCodes = append(q.PostalCodes, c)
			}
		}
	}
}

// Empty says whether a 201305 names no trait at all.
func (q Query) Empty() bool {
	return q.Gender == "" && q.BirthLow == "" && q.BirthHigh == "" && len(q.Names) == 0 &&
		len(q.SubjectIDs) == 0 && len(q.Cities) == 0 && len(q.PostalCodes) == 0
}

func ii(n xmldoc.Node) II {
	return II{strings.TrimSpace(n.Attr("", "root")), strings.TrimSpace(n.Attr("", "extension"))}
}

func text(n xmldoc.Node) string { return strings.TrimSpace(n.Value()) }
