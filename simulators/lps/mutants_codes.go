package lps

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of coded values: codes that the CI-SIS takes and the DMP does not,
// codes that left a list, codes that try to free an entry (checks X04, X05, X13).
func codeMutants() []Mutant {
	document := func(f func(*cda.Document)) func(*hooks) {
		return func(h *hooks) { h.document = func(_ *call, d *cda.Document) { f(d) } }
	}
	entry := func(f func(*submission.Object)) func(*hooks) {
		return func(h *hooks) { h.entry = func(_ *call, e *submission.Object) { f(e) } }
	}
	return []Mutant{
		define("type-code-of-ci-sis", "X04", "typeCode EXPORT_DUI est du CI-SIS, pas du DMP.", "typeCode EXPORT_DUI is of the CI-SIS, not of the DMP.",
			document(func(d *cda.Document) {
				d.Type = cda.Coded{Code: "EXPORT_DUI", System: "1.2.250.1.213.1.1.4.12", Label: "Export du dossier"}
			}), etalon.ActFeed),
		define("type-code-withdrawn", "X04", "typeCode 11526-1 est sorti de la liste en 2024.", "typeCode 11526-1 left the list in 2024.",
			document(func(d *cda.Document) { d.Type.Code, d.Type.Label = "11526-1", "Compte rendu retiré" }), etalon.ActFeed),
		define("practice-of-ci-sis", "X04", "practiceSettingCode ESSMS est du CI-SIS, pas du DMP.", "practiceSettingCode ESSMS is of the CI-SIS, not of the DMP.",
			document(func(d *cda.Document) { d.Practice.Code, d.Practice.Label = "ESSMS", "Social" }), etalon.ActFeed),
		define("facility-of-ci-sis", "X04", "healthcareFacilityTypeCode SA66 est du CI-SIS, pas du DMP.", "healthcareFacilityTypeCode SA66 is of the CI-SIS, not of the DMP.",
			document(func(d *cda.Document) { d.Facility.Code, d.Facility.Label = "SA66", "Secteur" }), etalon.ActFeed),
		define("format-invented", "X04", "formatCode est inventé dans la famille du CI-SIS.", "formatCode is invented in the family of the CI-SIS.",
			entry(func(e *submission.Object) {
				c := e.Class(submission.EntryFormat)
				c.Code, c.Label = "urn:asip:ci-sis:invente:2020", "Inventé"
				c.SetSlot("codingScheme", "1.2.250.1.213.1.1.4.2.282")
			}), etalon.ActFeed),
		define("content-type-unknown", "X04", "contentTypeCode du lot n'est pas dans sa liste.", "contentTypeCode of the set is not in its list.",
			func(h *hooks) {
				h.set = onlyFeed(func(s *submission.Set) { s.Package().Class(submission.SetContent).Code = "SA01" })
			}, etalon.ActFeed),
		define("content-type-system", "X04", "contentTypeCode 12 est donné sous une autre nomenclature.", "contentTypeCode 12 is given under another code system.",
			func(h *hooks) {
				h.set = onlyFeed(func(s *submission.Set) {
					c := s.Package().Class(submission.SetContent)
					c.Code, c.Label = "12", "Centre de crise"
					c.SetSlot("codingScheme", "1.2.250.1.71.4.2.4")
				})
			}, etalon.ActFeed),
		define("reference-type-foreign", "X04", "referenceIdList a un type que le DMP n'a pas.", "referenceIdList has a type that the DMP does not have.",
			entry(func(e *submission.Object) {
				e.SetSlot("urn:ihe:iti:xds:2013:referenceIdList", "R-1^^^&1.2.250.1.999.3.1&ISO^urn:ihe:iti:xds:2013:referral")
			}), etalon.ActFeed),
		define("signature-code-in-event", "X05", "Un acte E1762 accompagne une classe fausse.", "An act E1762 goes with a wrong class.",
			entry(func(e *submission.Object) {
				e.Classifications = append(e.Classifications, coded(submission.EntryEvent, cda.Coded{Code: "E1762", System: "ASTM", Label: "Full Document"}))
				c := e.Class(submission.EntryClass)
				c.Code, c.Label = "42", "Prescription"
			}), etalon.ActFeed),
		define("specialty-of-ci-sis", "X13", "La spécialité de l'auteur est du CI-SIS, pas du DMP.", "The author's specialty is of the CI-SIS, not of the DMP.",
			document(func(d *cda.Document) { d.Author.Specialty.Code = "G15_10/DEC01" }), etalon.ActFeed),
		define("specialty-twice", "X13", "L'auteur a deux spécialités.", "The author has two specialties.",
			entry(func(e *submission.Object) {
				s := cda.Generalist()
				v := s.Code + "^" + s.Label + "^" + s.System
				e.Class(submission.EntryAuthor).SetSlot("authorSpecialty", v, "G15_10^Médecin^"+s.System)
			}), etalon.ActFeed),
		define("person-authority-other", "X13", "L'autorité d'un identifiant national est celle d'un éditeur.", "The authority of a national id is that of a vendor.",
			entry(func(e *submission.Object) {
				e.SetSlot("legalAuthenticator", "899900000017^ETALON-MEDECIN^Camille^^^^^^&1.2.250.1.999.4&ISO^D^^^IDNPS")
			}), etalon.ActFeed),
	}
}
