package insi

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The codes of an answer (CodeCR).
const (
	OK      = "00"
	Nobody  = "01"
	Several = "02"
)

// Label is the text of a code as the service writes it: without accents.
func Label(code string) string {
	switch code {
	case OK:
		return "OK"
	case Nobody:
		return "Aucune identite trouvee"
	case Several:
		return "Plusieurs identites trouvees"
	}
	return ""
}

// Identifier is a number with its authority and, of a history, its dates.
type Identifier struct {
	Number
	OID      string
	From, To string // YYYY-MM-DD; "" for none
}

// Person is an identity that was found.
type Person struct {
	Active  Identifier
	History []Identifier
	Family  string
	Given   string // Prenom; "" for none
	Names   string // ListePrenom, separated by blanks
	Sex     string
	Birth   string // YYYY-MM-DD, lunar where it is
	Place   string
}

// Result is an answer.
type Result struct {
	Code, Label string
	Person      *Person // of code 00 alone
}

// XML writes the answer.
func (r Result) XML() string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(`<ins:` + name + `>` + soap.Escape(value) + `</ins:` + name + `>`)
		}
	}
	identifier := func(name string, i Identifier) {
		b.WriteString(`<ins:` + name + `><ins:IdIndividu>`)
		field("NumIdentifiant", i.ID)
		field("Cle", i.Key)
		field("TypeMatricule", i.Type)
		b.WriteString(`</ins:IdIndividu>`)
		field("OID", i.OID)
		field("DateDeb", i.From)
		field("DateFin", i.To)
		b.WriteString(`</ins:` + name + `>`)
	}
	b.WriteString(`<ins:RESULTAT xmlns:ins="` + NSResult + `"><ins:CR>`)
	field("CodeCR", r.Code)
	field("LibelleCR", r.Label)
	b.WriteString(`</ins:CR>`)
	if p := r.Person; p != nil {
		b.WriteString(`<ins:INDIVIDU>`)
		identifier("INSACTIF", p.Active)
		for _, h := range p.History {
			identifier("INSHISTO", h)
		}
		b.WriteString(`<ins:TIQ>`)
		field("NomNaissance", p.Family)
		field("Prenom", p.Given)
		field("ListePrenom", p.Names)
		field("Sexe", p.Sex)
		field("DateNaissance", p.Birth)
		field("LieuNaissance", p.Place)
		b.WriteString(`</ins:TIQ></ins:INDIVIDU>`)
	}
	b.WriteString(`</ins:RESULTAT>`)
	return b.String()
}

// ReadResult reads an answer; ok is false when the body is none.
func ReadResult(body xmldoc.Node) (r Result, ok bool) {
	if !body.Is(NSResult, "RESULTAT") {
		return r, false
	}
	value := func(of xmldoc.Node, name string) string { return strings.TrimSpace(of.Child(NSResult, name).Value()) }
	identifier := func(n xmldoc.Node) Identifier {
		id := n.Child(NSResult, "IdIndividu")
		return Identifier{
			Number: Number{ID: value(id, "NumIdentifiant"), Key: value(id, "Cle"), Type: value(id, "TypeMatricule")},
			OID:    value(n, "OID"), From: value(n, "DateDeb"), To: value(n, "DateFin"),
		}
	}
	report := body.Child(NSResult, "CR")
	r.Code, r.Label = value(report, "CodeCR"), value(report, "LibelleCR")
	person := body.Child(NSResult, "INDIVIDU")
	if !person.OK() {
		return r, true
	}
	p := Person{Active: identifier(person.Child(NSResult, "INSACTIF"))}
	for h := range person.ChildrenNamed(NSResult, "INSHISTO") {
		p.History = append(p.History, identifier(h))
	}
	traits := person.Child(NSResult, "TIQ")
	p.Family, p.Given, p.Names = value(traits, "NomNaissance"), value(traits, "Prenom"), value(traits, "ListePrenom")
	p.Sex, p.Birth, p.Place = value(traits, "Sexe"), value(traits, "DateNaissance"), value(traits, "LieuNaissance")
	r.Person = &p
	return r, true
}
