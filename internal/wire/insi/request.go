package insi

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The namespaces of the bodies and of the headers.
const (
	NSTraits = "http://www.cnamts.fr/INSiRecSans"
	NSCard   = "http://www.cnamts.fr/INSiRecVit"
	NSResult = "http://www.cnamts.fr/INSiResultat"
	NSBAM    = "urn:siram:bam:ctxbam"
	NSLPS    = "urn:siram:lps:ctxlps"
	NSFault  = "urn:siram"
)

// The authorities of the numbers that an answer holds, in test too (spec: DMP
// additions §7.3): a NIR, and a NIA while an identity is provisional.
const (
	NIR = "1.2.250.1.213.1.4.8"
	NIA = "1.2.250.1.213.1.4.9"
)

// Number is a number and its key, apart.
type Number struct{ ID, Key, Type string }

// Whole is the number with its key, as an INS is written elsewhere.
func (n Number) Whole() string { return n.ID + n.Key }

// Request is what a search asks for. What it does not say is empty; blanks around a
// value are left out.
type Request struct {
	ByCard bool
	Family string // NomNaissance
	Birth  string // DateNaissance, as it is written

	// By traits.
	Given []string // Prenom, in order
	Sex   string
	Place string // LieuNaissance

	// By the card.
	Person, Holder Number // MatriculeIndividu, MatriculeOD
	Rank           string // RangNaissance
}

// Read reads a request; ok is false when the body is neither of both.
func Read(body xmldoc.Node) (r Request, ok bool) {
	space := body.Space()
	switch {
	case body.Is(NSTraits, "RECSANSVITALE"):
	case body.Is(NSCard, "RECVITALE"):
		r.ByCard = true
	default:
		return r, false
	}
	value := func(of xmldoc.Node, name string) string { return strings.TrimSpace(of.Child(space, name).Value()) }
	number := func(name string) Number {
		n := body.Child(space, name)
		return Number{ID: value(n, "NumIdentifiant"), Key: value(n, "Cle"), Type: value(n, "TypeMatricule")}
	}
	r.Family, r.Birth = value(body, "NomNaissance"), value(body, "DateNaissance")
	r.Sex, r.Place, r.Rank = value(body, "Sexe"), value(body, "LieuNaissance"), value(body, "RangNaissance")
	for g := range body.ChildrenNamed(space, "Prenom") {
		r.Given = append(r.Given, strings.TrimSpace(g.Value()))
	}
	if r.ByCard {
		r.Person, r.Holder = number("MatriculeIndividu"), number("MatriculeOD")
	}
	return r, true
}
