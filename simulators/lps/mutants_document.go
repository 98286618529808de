package lps

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of the agreement of CDA and metadata (check X12), and of what both say
// with what was asked (A01, A03, A04).
func documentMutants() []Mutant {
	own := func(f func(*call, *cda.Document)) func(*hooks) { return func(h *hooks) { h.cda = f } }
	return []Mutant{
		define("cda-id", "X12", "L'id du CDA n'est pas le uniqueId des métadonnées.", "The CDA id is not the metadata uniqueId.",
			own(func(c *call, d *cda.Document) { d.UniqueID = c.lps.oid() }), etalon.ActFeed),
		define("cda-time", "X12", "effectiveTime et creationTime ne sont pas le même instant.", "effectiveTime and creationTime are not the same instant.",
			own(func(_ *call, d *cda.Document) { d.Created = d.Created.Add(-time.Hour) }), etalon.ActFeed),
		define("cda-type", "X12", "Le code du CDA n'est pas le typeCode.", "The CDA code is not the typeCode.",
			own(func(_ *call, d *cda.Document) { d.Type, _, _ = cda.Type("11506-3") }), etalon.ActFeed),
		define("cda-confidentiality", "X12", "La confidentialité du CDA n'est pas celle des métadonnées.", "The CDA's confidentiality is not that of the metadata.",
			own(func(_ *call, d *cda.Document) { d.Confidence.Code, d.Confidence.Label = "R", "Restreint" }), etalon.ActFeed),
		define("cda-patient", "X12", "Le CDA parle d'un autre patient.", "The CDA speaks of another patient.",
			own(func(_ *call, d *cda.Document) { d.Patient.INS = "180049999900119" }), etalon.ActFeed),
		define("cda-facility", "X12", "Le lieu de prise en charge du CDA n'est pas celui des métadonnées.", "The CDA's facility type is not that of the metadata.",
			own(func(_ *call, d *cda.Document) {
				d.Facility = cda.Coded{Code: "SA01", System: "1.2.250.1.71.4.2.4", Label: "Etablissement public de santé"}
			}), etalon.ActFeed),
		define("cda-service-time", "X12", "Les dates de l'acte diffèrent entre CDA et métadonnées.", "The dates of the act differ between CDA and metadata.",
			own(func(_ *call, d *cda.Document) { d.Start = d.Start.Add(-24 * time.Hour) }), etalon.ActFeed),
		define("cda-author", "X12", "L'auteur du CDA n'est pas celui des métadonnées.", "The CDA's author is not that of the metadata.",
			own(func(_ *call, d *cda.Document) { d.Author.ID, d.Author.Family = "899900000025", "ETALON-AUTRE" }), etalon.ActFeed),
		define("cda-specialty", "X12", "La spécialité de l'auteur n'est pas la même dans le CDA.", "The author's specialty is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.Author.Specialty.Code = "G15_10/SM04" }), etalon.ActFeed),
		define("cda-given", "X12", "Le prénom de l'auteur n'est pas le même dans le CDA.", "The author's given name is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.Author.Given = "Dominique" }), etalon.ActFeed),
		define("cda-structure", "X12", "Le nom de la structure n'est pas le même dans le CDA.", "The name of the structure is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.Where.Name = "AUTRE CABINET" }), etalon.ActFeed),
		define("cda-title", "X12", "Le titre n'est pas le même dans le CDA.", "The title is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.Title += " bis" }), etalon.ActFeed),
		define("cda-practice", "X12", "Le cadre d'exercice n'est pas le même dans le CDA.", "The practice setting is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.Practice.Code = "HAD" }), etalon.ActFeed),
		define("cda-local-id", "X12", "L'IPP n'est pas le même dans le CDA.", "The local number is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.IPP += "9" }), etalon.ActFeed),
		define("cda-traits", "X12", "Le prénom du patient n'est pas le même dans le CDA.", "The patient's given name is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.Patient.Given = "Dominique" }), etalon.ActFeed),
		define("cda-birth", "X12", "La date de naissance n'est pas la même dans le CDA.", "The birth date is not the same in the CDA.",
			own(func(_ *call, d *cda.Document) { d.Patient.Birth = "19700102" }), etalon.ActFeed),
		define("cda-replaces-unsaid", "X12", "Le CDA remplace un document, le lot ne le dit pas.", "The CDA replaces a document, the lot does not say so.",
			own(func(c *call, d *cda.Document) { d.Replaces = c.lps.oid() }), etalon.ActFeed),
		define("cda-version-first", "X12", "Le document remplaçant se dit première version.", "The replacing document says that it is the first version.",
			own(func(_ *call, d *cda.Document) { d.Version = 1 }), etalon.ActReplace),
		define("cda-replaces-other", "A04", "Le CDA dit remplacer un autre document.", "The CDA says that it replaces another document.",
			own(func(c *call, d *cda.Document) { d.Replaces = c.lps.oid() }), etalon.ActReplace),
		define("structured-for-pdf", "A03", "Un CDA structuré est envoyé au lieu d'un PDF.", "A structured CDA is sent in place of a PDF.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.Structured, d.Format = true, cda.Format(true) }
			}, etalon.ActFeed),
		define("birth-of-another", "A01", "La date de naissance est celle d'une autre personne.", "The birth date is that of another person.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.Patient.Birth = "19700102" }
			}, etalon.ActFeed),
		define("event-code-alone", "X12", "Un acte des métadonnées n'est pas dans le CDA.", "An act of the metadata is not in the CDA.",
			func(h *hooks) {
				h.entry = func(_ *call, e *submission.Object) {
					e.Classifications = append(e.Classifications, coded(submission.EntryEvent, cda.Coded{Code: "YYYY001", System: "1.2.250.1.213.2.5", Label: "Acte fictif"}))
				}
			}, etalon.ActFeed),
	}
}
