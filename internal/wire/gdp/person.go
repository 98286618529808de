package gdp

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Name is the name of a person.
type Name struct {
	Prefix string
	Usual  string // family qualifier SP
	Birth  string // family qualifier BR
	Given  []string
}

// Telecom is an address of telecommunication: use HP, MC or none.
type Telecom struct{ Use, Value string }

// Relative is a legal representative.
type Relative struct {
	Code string // HL7 role code: FTH, MTH…
	Name Name
}

// Person is a patient as a record tells it. What is absent is empty.
type Person struct {
	IDs        []hl7v3.II
	Status     string // active, terminated
	ClosedAt   string // YYYYMMDDhhmmss
	Name       Name
	Telecoms   []Telecom
	Gender     string
	Birth      string // YYYYMMDD
	Street     string
	PostalCode string
	City       string
	BirthPlace string // city
	CardName   *Name  // of the contact party that is a Vitale card; nil for none
	Relatives  []Relative
	Flags      map[string]bool // observations
}

const ns = hl7v3.NS

func readPerson(n xmldoc.Node) Person {
	p := Person{Status: n.Child(ns, "statusCode").Attr("", "code"), Flags: map[string]bool{}}
	for id := range n.ChildrenNamed(ns, "id") {
		p.IDs = append(p.IDs, hl7v3.II{Root: id.Attr("", "root"), Extension: id.Attr("", "extension")})
	}
	who := n.Child(ns, "patientPerson")
	p.Name = readName(who.Child(ns, "name"))
	for t := range who.ChildrenNamed(ns, "telecom") {
		p.Telecoms = append(p.Telecoms, Telecom{t.Attr("", "use"), t.Attr("", "value")})
	}
	p.Gender = who.Child(ns, "administrativeGenderCode").Attr("", "code")
	p.Birth = who.Child(ns, "birthTime").Attr("", "value")
	addr := who.Child(ns, "addr")
	p.Street, p.PostalCode, p.City = text(addr.Child(ns, "streetAddressLine")), text(addr.Child(ns, "postalCode")), text(addr.Child(ns, "city"))
	p.BirthPlace = text(who.Path(ns, "birthPlace", "addr", "city"))
	for c := range who.ChildrenNamed(ns, "contactParty") {
		if c.Child(ns, "code").Attr("", "code") == Card {
			name := readName(c.Path(ns, "contactPerson", "name"))
			p.CardName = &name
		}
	}
	for r := range who.ChildrenNamed(ns, "personalRelationship") {
		p.Relatives = append(p.Relatives, Relative{r.Child(ns, "code").Attr("", "code"), readName(r.Path(ns, "relationshipHolder1", "name"))})
	}
	for o := range n.ChildrenNamed(ns, "subjectOf") {
		a := o.Child(ns, "administrativeObservation")
		if code := a.Child(ns, "code").Attr("", "code"); code != "" {
			p.Flags[code] = strings.TrimSpace(a.Child(ns, "value").Attr("", "value")) == "true"
		}
	}
	return p
}

func readName(n xmldoc.Node) Name {
	name := Name{Prefix: text(n.Child(ns, "prefix"))}
	for f := range n.ChildrenNamed(ns, "family") {
		if f.Attr("", "qualifier") == "BR" {
			name.Birth = text(f)
		} else {
			name.Usual = text(f)
		}
	}
	for g := range n.ChildrenNamed(ns, "given") {
		name.Given = append(name.Given, text(g))
	}
	return name
}

func text(n xmldoc.Node) string { return strings.TrimSpace(n.Value()) }

func attr(name, value string) string { return ` ` + name + `="` + soap.Escape(value) + `"` }

func element(name, value string) string {
	if value == "" {
		return ""
	}
	return `<` + name + `>` + soap.Escape(value) + `</` + name + `>`
}

func identifier(name string, i hl7v3.II) string {
	s := `<` + name + attr("root", i.Root)
	if i.Extension != "" {
		s += attr("extension", i.Extension)
	}
	return s + `/>`
}
