package lps

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
)

// Defects that only what was asked can tell: CDA and metadata agree (check X18).
func askedMutants() []Mutant {
	document := func(f func(*cda.Document)) func(*hooks) {
		return func(h *hooks) { h.document = func(_ *call, d *cda.Document) { f(d) } }
	}
	return []Mutant{
		define("other-title", "X18", "Le document est envoyé sous un autre titre.", "The document is sent under another title.",
			document(func(d *cda.Document) { d.Title = "Autre document (fictif)" }), etalon.ActFeed),
		define("other-type", "X18", "Le document est envoyé sous un autre type.", "The document is sent under another type.",
			document(func(d *cda.Document) { d.Type, d.Class, _ = cda.Type("11506-3") }), etalon.ActFeed),
		define("other-body", "X18", "Un CDA structuré est envoyé au lieu d'un PDF.", "A structured CDA is sent in place of a PDF.",
			document(func(d *cda.Document) { d.Structured, d.Format = true, cda.Format(true) }), etalon.ActFeed),
		define("other-person", "X18", "Les traits sont ceux d'une autre personne, l'INS est le bon.", "The traits are those of another person, the INS is right.",
			document(func(d *cda.Document) { d.Patient.Family, d.Patient.Given = "ETALON-AUTRE", "Dominique" }), etalon.ActFeed),
		define("other-birth", "X18", "La date de naissance est celle d'une autre personne.", "The birth date is that of another person.",
			document(func(d *cda.Document) { d.Patient.Birth = "19700102" }), etalon.ActFeed),
	}
}
