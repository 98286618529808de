package lps

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of a document's metadata: checks X04 to X11.
func metadataMutants() []Mutant {
	entry := func(f func(*submission.Object)) func(*hooks) {
		return func(h *hooks) { h.entry = func(_ *call, e *submission.Object) { f(e) } }
	}
	return []Mutant{
		define("type-code-retired", "X04", "typeCode 27899-4 ne figure plus dans la nomenclature.", "typeCode 27899-4 is no longer in the value set.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.Type.Code, d.Type.Label = "27899-4", "Document retiré" }
			}, etalon.ActFeed),
		define("coding-scheme-wrong", "X04", "Le codingScheme du type n'est pas celui de la nomenclature.", "The type's codingScheme is not that of the value set.",
			entry(func(e *submission.Object) {
				e.Class(submission.EntryType).SetSlot("codingScheme", "1.2.250.1.999.6.1")
			}), etalon.ActFeed),
		define("facility-unknown", "X04", "healthcareFacilityTypeCode ne figure pas dans la nomenclature.", "healthcareFacilityTypeCode is not in the value set.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.Facility.Code = "ZZ99" }
			}, etalon.ActFeed),
		define("class-mismatch", "X05", "classCode ne correspond pas au typeCode.", "classCode does not match the typeCode.",
			entry(func(e *submission.Object) {
				c := e.Class(submission.EntryClass)
				c.Code, c.Label = "42", "Prescription"
			}), etalon.ActFeed),
		define("confidentiality-twice", "X06", "Le même confidentialityCode figure deux fois.", "The same confidentialityCode is given twice.",
			entry(func(e *submission.Object) {
				e.Classifications = append(e.Classifications, coded(submission.EntryConfidentiality, cda.Normal()))
			}), etalon.ActFeed),
		define("confidentiality-without-level", "X06", "confidentialityCode ne dit que la visibilité, sans N, R ni V.", "confidentialityCode only tells visibility, without N, R or V.",
			entry(func(e *submission.Object) {
				e.DropClass(submission.EntryConfidentiality)
				e.Classifications = append(e.Classifications, coded(submission.EntryConfidentiality, cda.MaskedToProfessionals()))
			}), etalon.ActFeed),
		define("mime-type-pdf", "X07", "mimeType est application/pdf au lieu de text/xml.", "mimeType is application/pdf instead of text/xml.",
			entry(func(e *submission.Object) { e.MimeType = "application/pdf" }), etalon.ActFeed),
		define("format-code-text", "X07", "formatCode annonce un texte brut, le CDA porte un PDF.", "formatCode says plain text, the CDA holds a PDF.",
			entry(func(e *submission.Object) {
				e.Class(submission.EntryFormat).Code = "urn:ihe:iti:xds-sd:text:2008"
			}), etalon.ActFeed),
		define("language-en", "X08", "languageCode vaut en-US.", "languageCode is en-US.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.Language = "en-US" }
			}, etalon.ActFeed),
		define("source-patient-ssn", "X09", "sourcePatientInfo porte le champ PID-19.", "sourcePatientInfo carries the field PID-19.",
			entry(func(e *submission.Object) {
				e.SetSlot("sourcePatientInfo", append(e.Slot("sourcePatientInfo"), "PID-19|280029999900134")...)
			}), etalon.ActFeed),
		define("source-patient-unborn", "X09", "sourcePatientInfo n'a pas la date de naissance.", "sourcePatientInfo lacks the birth date.",
			entry(func(e *submission.Object) {
				v := e.Slot("sourcePatientInfo")
				e.SetSlot("sourcePatientInfo", v[0], v[2])
			}), etalon.ActFeed),
		define("hash-wrong", "X10", "L'empreinte déclarée n'est pas celle du document.", "The declared hash is not the document's.",
			entry(func(e *submission.Object) { e.SetSlot("hash", strings.Repeat("0", 40)) }), etalon.ActFeed),
		define("size-wrong", "X10", "La taille déclarée n'est pas celle du document.", "The declared size is not the document's.",
			entry(func(e *submission.Object) {
				n, _ := strconv.Atoi(e.Slot("size")[0])
				e.SetSlot("size", strconv.Itoa(n+1))
			}), etalon.ActFeed),
		define("stop-before-start", "X11", "L'acte finit avant de commencer.", "The act ends before it begins.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.Start, d.Stop = d.Stop, d.Start }
			}, etalon.ActFeed),
		define("source-id-type", "X09", "L'IPP est donné sous le type d'un INS.", "The local number is given under the type of an INS.",
			entry(func(e *submission.Object) {
				e.SetSlot("sourcePatientId", strings.TrimSuffix(e.Slot("sourcePatientId")[0], "PI")+"NH")
			}), etalon.ActFeed),
		define("uri-in-feeding", "X07", "La fiche porte un URI, comme pour un média.", "The entry bears a URI, as for media.",
			entry(func(e *submission.Object) { e.SetSlot("URI", "DOC0001.XML") }), etalon.ActFeed),
		define("image-format", "X07", "formatCode annonce des références d'images.", "formatCode says image references.",
			entry(func(e *submission.Object) {
				c := e.Class(submission.EntryFormat)
				c.Code = "1.2.840.10008.5.1.4.1.1.88.59"
				c.SetSlot("codingScheme", "1.2.840.10008.2.6.1")
			}), etalon.ActFeed),
		define("unique-id-arcs", "X02", "Le uniqueId du document a des arcs qu'aucun OID n'a.", "The document uniqueId has arcs that no OID has.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.UniqueID, d.SetID = "1.57.3.9", "1.57.3.9" }
			}, etalon.ActFeed),
		define("born-30-february", "X09", "La date de naissance est un 30 février.", "The birth date is a 30 February.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) { d.Patient.Birth = "19790230" }
			}, etalon.ActFeed),
		define("service-start-missing", "X11", "serviceStartTime est absent.", "serviceStartTime is missing.",
			entry(func(e *submission.Object) { e.DropSlot("serviceStartTime") }), etalon.ActFeed),
	}
}
