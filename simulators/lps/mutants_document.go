package lps

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
)

// Defects of the agreement of CDA and metadata: check X12.
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
	}
}
