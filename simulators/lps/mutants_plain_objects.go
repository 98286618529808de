package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of ebRIM objects as such: ids, slots, classifications, identifiers.
func plainObjectMutants() []Mutant {
	type object = *submission.Object
	return []Mutant{
		define("classified-other", "X04", "Une classification désigne un autre objet que le sien.", "A classification names another object than its own.",
			rewritten(`classifiedObject="Document01" nodeRepresentation`, `classifiedObject="SubmissionSet01" nodeRepresentation`), etalon.ActFeed),
		define("identified-other", "X04", "Un identifiant désigne un autre objet que le sien.", "An identifier names another object than its own.",
			rewritten(`registryObject="Document01"`, `registryObject="SubmissionSet01"`), etalon.ActFeed),
		define("id-twice", "RO01", "Deux objets ont le même id.", "Two objects have one id.",
			onFeed(func(s *submission.Set) { s.Associations[0].ID = s.Entries[0].ID }), etalon.ActFeed),
		define("nested-id-twice", "RO01", "Deux classifications ont le même id.", "Two classifications have one id.",
			rewritten(`id="Document01-c2"`, `id="Document01-c1"`), etalon.ActFeed),
		define("nested-id-false-uuid", "RO01.form", "L'id d'une classification se dit UUID et n'en est pas un.", "The id of a classification is said to be a UUID and is none.",
			rewritten(`id="Document01-c2"`, `id="urn:uuid:Document01-c2"`), etalon.ActFeed),
		define("classified-nothing", "X04", "Une classification ne désigne aucun objet.", "A classification names no object.",
			rewritten(`classifiedObject="Document01" nodeRepresentation`, `classifiedObject="" nodeRepresentation`), etalon.ActFeed),
		define("scheme-in-the-lot", "SM02", "Le lot porte un ClassificationScheme.", "The set holds a ClassificationScheme.",
			rewritten("</rim:RegistryObjectList>", `<rim:ClassificationScheme id="CS1" isInternal="true" nodeType="urn:oasis:names:tc:ebxml-regrep:NodeType:UniqueCode"/></rim:RegistryObjectList>`), etalon.ActFeed),
		define("value-with-a-blank", "DE02", "La langue est suivie d'un espace.", "The language has a space after it.",
			onEntry(func(e object) { e.SetSlot("languageCode", "fr-FR ") }), etalon.ActFeed),
		define("thirtieth-of-february", "X11", "Une date n'est pas au calendrier.", "A date is not on the calendar.",
			onEntry(func(e object) { e.SetSlot("serviceStartTime", "20260230100000") }), etalon.ActFeed),
		define("second-arc-of-forty", "X02", "Le sourceId a un deuxième arc qu'aucun OID n'a.", "The sourceId has a second arc that no OID has.",
			onPackage(func(p object) { p.External(submission.SetSourceID).Value = "1.40.250.1" }), etalon.ActFeed),
		define("uuid-upper-case", "RO01", "Un UUID est écrit en majuscules.", "A UUID is written in upper case.",
			onUpdate(func(s *submission.Set) {
				was := s.Entries[0].ID
				s.Entries[0].ID = "urn:uuid:" + strings.ToUpper(strings.TrimPrefix(was, "urn:uuid:"))
				for i := range s.Associations {
					if s.Associations[i].Target == was {
						s.Associations[i].Target = s.Entries[0].ID
					}
				}
			}), etalon.ActUpdate),
		define("slot-twice", "RO02", "Un Slot est donné deux fois.", "A Slot is given twice.",
			onEntry(func(e object) { e.Slots = append(e.Slots, slot("languageCode", "fr-FR")) }), etalon.ActFeed),
		define("slot-two-values", "RO02", "Un attribut simple a deux valeurs.", "A single attribute has two values.",
			onEntry(func(e object) { e.SetSlot("serviceStartTime", append(e.Slot("serviceStartTime"), "20260101000000")...) }), etalon.ActFeed),
		define("slot-of-ihe", "RO02", "Une métadonnée ajoutée prend un nom d'IHE.", "An extra attribute takes a name of IHE.",
			onEntry(func(e object) { e.SetSlot("urn:ihe:etalon:dossier", "42") }), etalon.ActFeed),
		define("slot-empty", "RO02", "Un Slot est vide.", "A Slot is empty.",
			onEntry(func(e object) { e.SetSlot("serviceStopTime", "") }), etalon.ActFeed),
		define("class-of-the-set", "CL01", "Une fiche porte le contentTypeCode, qui est du lot.", "An entry holds contentTypeCode, which is the set's.",
			onEntry(func(e object) {
				e.Classifications = append(e.Classifications, coded(submission.SetContent, cda.SoloPractice()))
			}), etalon.ActFeed),
		define("identifier-name", "EI01", "Le nom d'un identifiant n'est pas celui de son schéma.", "The name of an identifier is not its scheme's.",
			onEntry(func(e object) { e.External(submission.EntryUniqueID).Name = "uniqueId" }), etalon.ActFeed),
		define("identifier-empty", "EI01", "Un identifiant est vide.", "An identifier is empty.",
			onEntry(func(e object) { e.External(submission.EntryUniqueID).Value = "" }), etalon.ActFeed),
	}
}

// Defects of the submission set.
func plainSetMutants() []Mutant {
	type object = *submission.Object
	return []Mutant{
		define("submission-time-missing", "SS01", "submissionTime est absent.", "submissionTime is missing.",
			onPackage(func(p object) { p.DropSlot("submissionTime") }), etalon.ActFeed),
		define("set-patient-missing", "SS01", "Le patientId du lot est absent.", "The set's patientId is missing.",
			onPackage(func(p object) { dropExternal(p, submission.SetPatientID) }), etalon.ActFeed),
		define("set-title-long", "SS01", "Le titre du lot dépasse 256 caractères.", "The set's title is longer than 256 characters.",
			onPackage(func(p object) { p.Title = strings.Repeat("long ", 60) }), etalon.ActFeed),
		define("content-type-missing", "X04", "contentTypeCode est absent.", "contentTypeCode is missing.",
			onPackage(func(p object) { p.DropClass(submission.SetContent) }), etalon.ActFeed),
		define("source-id-missing", "X02", "sourceId est absent.", "sourceId is missing.",
			onPackage(func(p object) { dropExternal(p, submission.SetSourceID) }), etalon.ActFeed),
		define("set-unique-id-prefixed", "X02", "Le uniqueId du lot est un URN.", "The set's uniqueId is a URN.",
			onPackage(func(p object) {
				x := p.External(submission.SetUniqueID)
				x.Value = "urn:oid:" + x.Value
			}), etalon.ActFeed),
		define("unique-id-in-message", "X02", "Deux documents du lot ont le même uniqueId.", "Two documents of the set have one uniqueId.",
			onFeed(func(s *submission.Set) {
				if len(s.Entries) > 1 {
					s.Entries[1].External(submission.EntryUniqueID).Value = s.Entries[0].External(submission.EntryUniqueID).Value
				}
			}), etalon.ActFeed),
		define("package-misclassified", "CL01", "Le RegistryPackage n'est classé ni lot ni classeur.", "The RegistryPackage is classified neither as set nor as folder.",
			onPackage(func(p object) { p.Node = submission.EntryClass }), etalon.ActFeed),
		define("two-sets", "X01", "L'envoi porte deux lots.", "The submission holds two sets.",
			onFeed(func(s *submission.Set) {
				other := *s.Package()
				other.ID, other.ExternalIDs = "SubmissionSet02", append([]submission.ExternalID(nil), other.ExternalIDs...)
				other.External(submission.SetUniqueID).Value += "1"
				s.Packages = append(s.Packages, &other)
			}), etalon.ActFeed),
		define("patient-not-the-sets", "X03", "Le patient du document n'est pas celui du lot.", "The document's patient is not the set's.",
			onEntry(func(e object) { otherPatient(&e.External(submission.EntryPatientID).Value) }), etalon.ActFeed),
	}
}
