package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of a document's attributes: what is required and how it is written.
func plainEntryMutants() []Mutant {
	feed := func(name string, kills etalon.RuleID, fr, en string, f func(*submission.Object)) Mutant {
		return define(name, kills, fr, en, onEntry(f), etalon.ActFeed)
	}
	type object = *submission.Object
	return []Mutant{
		feed("class-missing", "X04", "classCode est absent.", "classCode is missing.", func(e object) { e.DropClass(submission.EntryClass) }),
		feed("type-twice", "X04", "typeCode est donné deux fois.", "typeCode is given twice.",
			func(e object) { e.Classifications = append(e.Classifications, *e.Class(submission.EntryType)) }),
		feed("scheme-missing", "X04", "Un code n'a pas de nomenclature.", "A code has no coding scheme.",
			func(e object) { e.Class(submission.EntryFormat).Slots = nil }),
		feed("confidentiality-missing", "DE01", "confidentialityCode est absent.", "confidentialityCode is missing.",
			func(e object) { e.DropClass(submission.EntryConfidentiality) }),
		feed("language-missing", "DE01", "languageCode est absent.", "languageCode is missing.", func(e object) { e.DropSlot("languageCode") }),
		feed("patient-missing", "DE01", "Le patientId du document est absent.", "The document's patientId is missing.",
			func(e object) { dropExternal(e, submission.EntryPatientID) }),
		feed("source-patient-missing", "DE01", "sourcePatientId est absent.", "sourcePatientId is missing.",
			func(e object) { e.DropSlot("sourcePatientId") }),
		feed("unique-id-missing", "DE01", "Le uniqueId du document est absent.", "The document's uniqueId is missing.",
			func(e object) { dropExternal(e, submission.EntryUniqueID) }),
		feed("mime-type-missing", "DE01", "mimeType est absent.", "mimeType is missing.", func(e object) { e.MimeType = "" }),
		feed("object-type-unknown", "DE01", "objectType n'est ni Stable ni On-Demand.", "objectType is neither Stable nor On-Demand.",
			func(e object) { e.ObjectType = submission.SetNode }),
		feed("mime-type-malformed", "DE02", "mimeType n'est pas un type MIME.", "mimeType is no MIME type.", func(e object) { e.MimeType = "pdf" }),
		feed("language-malformed", "DE02", "languageCode s'écrit avec un souligné.", "languageCode is written with an underscore.",
			func(e object) { e.SetSlot("languageCode", "fr_FR") }),
		feed("hash-sha256", "DE02", "L'empreinte est un SHA-256.", "The hash is a SHA-256.",
			func(e object) { e.SetSlot("hash", strings.Repeat("0a", 32)) }),
		feed("size-in-kilobytes", "DE02", "La taille porte une unité.", "The size has a unit.", func(e object) { e.SetSlot("size", "5 Ko") }),
		feed("unique-id-long", "DE02", "Le uniqueId dépasse 64 caractères.", "The uniqueId is longer than 64 characters.",
			func(e object) { e.External(submission.EntryUniqueID).Value += ".1" + strings.Repeat("9", 64) }),
		feed("reference-malformed", "DE02", "referenceIdList n'a pas la forme CXi.", "referenceIdList has not the form of a CXi.",
			func(e object) { e.SetSlot("urn:ihe:iti:xds:2013:referenceIdList", "DOSSIER-42") }),
		feed("creation-missing", "X11", "creationTime est absent.", "creationTime is missing.", func(e object) { e.DropSlot("creationTime") }),
		feed("creation-local", "X11", "creationTime est une heure locale avec décalage.", "creationTime is local time with an offset.",
			func(e object) { e.SetSlot("creationTime", e.Slot("creationTime")[0]+"+0100") }),
		feed("hash-of-another", "X10", "L'empreinte est celle d'un autre document.", "The hash is another document's.",
			func(e object) { e.SetSlot("hash", "da39a3ee5e6b4b0d3255bfef95601890afd80709") }),
		feed("source-patient-malformed", "X03", "sourcePatientId n'a pas d'autorité.", "sourcePatientId has no authority.",
			func(e object) { e.SetSlot("sourcePatientId", "IPP-42") }),
		feed("social-security-number", "X09", "sourcePatientInfo porte le champ PID-19.", "sourcePatientInfo carries the field PID-19.",
			func(e object) {
				e.SetSlot("sourcePatientInfo", append(e.Slot("sourcePatientInfo"), "PID-19|280029999900134")...)
			}),
		feed("patient-malformed", "DT01", "patientId n'a pas la forme CX.", "patientId has not the form of a CX.",
			func(e object) { e.External(submission.EntryPatientID).Value = "280029999900134" }),
		feed("author-malformed", "DT02", "authorPerson n'a ni identifiant ni nom.", "authorPerson has neither id nor name.",
			func(e object) { e.Class(submission.EntryAuthor).SetSlot("authorPerson", "^^Camille") }),
		feed("author-twice", "AU01", "Un auteur porte deux personnes.", "One author holds two persons.",
			func(e object) {
				other := cda.Person{ID: "899900000025", Family: "ETALON-AUTRE", Given: "Dominique"}
				a := e.Class(submission.EntryAuthor)
				a.SetSlot("authorPerson", a.Slots[0].Values[0], components(other.XCN(), 9))
			}),
		feed("author-slot-unknown", "AU01", "Un auteur porte un attribut inconnu.", "An author holds an unknown attribute.",
			func(e object) { e.Class(submission.EntryAuthor).SetSlot("authorPhone", "0102030405") }),
	}
}

func dropExternal(o *submission.Object, scheme string) {
	var kept []submission.ExternalID
	for _, x := range o.ExternalIDs {
		if x.Scheme != scheme {
			kept = append(kept, x)
		}
	}
	o.ExternalIDs = kept
}
