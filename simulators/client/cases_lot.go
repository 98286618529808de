package client

import (
	"slices"

	"github.com/beevik/etree"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

// Where the rules are. The numbers are those of the tests of the NIST XDS
// toolkit that ask the same.
const (
	tf41 = "IHE ITI TF-2 3.41"
	tf42 = "IHE ITI TF-2 3.42"
	tf3  = "IHE ITI TF-3 4.2"
)

// lotCases are submissions that both a registry (ITI-42) and a repository
// (ITI-41) must take, or refuse in the same way.
func lotCases() []Case {
	return slices.Concat(lotPositive(), lotNegative())
}

func lotPositive() []Case {
	return []Case{
		{
			Name: etalon.CaseNominal, Text: say("Un lot bien formé, avec les documents demandés.", "A well-formed submission of the documents asked for."),
			Source: tf42, Answer: success(),
		},
		{
			Name: "several-documents", Text: say("Deux documents de plus dans le même lot.", "Two more documents in the same submission."),
			Source: tf41, Answer: success(), shape: moreDocuments,
		},
		{
			Name: "replace", Needs: []string{"target"}, Text: say("Le document remplace celui de params.target (RPLC).", "The document replaces that of params.target (RPLC)."),
			Source: tf3 + ".2.2.1", Answer: success(), shape: relate(ebrim.Replaces),
		},
		{
			Name: "transform", Needs: []string{"target"}, Text: say("Le document est une transformation de params.target (XFRM).", "The document is a transformation of params.target (XFRM)."),
			Source: tf3 + ".2.2.3", Answer: success(), shape: relate(ebrim.Transforms),
		},
		{
			Name: "append", Needs: []string{"target"}, Text: say("Le document complète params.target (APND).", "The document is an addendum to params.target (APND)."),
			Source: tf3 + ".2.2.2", Answer: success(), shape: relate(ebrim.Appends),
		},
		{
			Name: "transform-replace", Needs: []string{"target"}, Text: say("Le document transforme et remplace params.target (XFRM_RPLC).", "The document transforms and replaces params.target (XFRM_RPLC)."),
			Source: tf3 + ".2.2.4", Answer: success(), shape: relate(ebrim.TransformRep),
		},
		{
			Name: "documented-replace", Base: "replace", Text: say("L'association RPLC porte la raison du remplacement.", "The RPLC association carries the reason of the replacement."),
			Source: tf3 + ".2.2; NIST 12370", Answer: success(), edits: []edit{documented()},
		},
		{
			Name: "folder", Text: say("Un dossier nouveau reçoit le document.", "A new folder receives the document."),
			Source: tf3 + ".1.3", Answer: success(), shape: inNewFolder,
		},
		{
			Name: "into-folder", Needs: []string{"folder"}, Text: say("Le document est rangé dans le dossier params.folder, déjà enregistré.", "The document goes into the registered folder params.folder."),
			Source: tf3 + ".2.1.5", Answer: success(), shape: inFolder,
		},
		{
			Name: "add-to-folder", Needs: []string{"folder", "target"}, Text: say("Le document enregistré params.target est ajouté au dossier params.folder.", "The registered document params.target is added to the folder params.folder."),
			Source: tf3 + ".2.1.5", Answer: success(), shape: addToFolder,
		},
		{
			Name: "reference", Needs: []string{"target"}, Text: say("Le lot contient aussi, par référence, le document enregistré params.target.", "The submission also holds, by reference, the registered document params.target."),
			Source: tf3 + ".1.4.1", Answer: success(), shape: byReference,
		},
		{
			Name: "rich", Text: say("Tous les attributs facultatifs sont présents, les listes ont plusieurs valeurs.", "Every optional attribute is there, lists have several values."),
			Source: tf3 + ".3.2", Answer: success(), shape: rich,
		},
		{
			Name: "extra-metadata", Text: say("Un attribut inconnu, au nom bien formé.", "An unknown attribute with a well-formed name."),
			Source: tf42 + ".4.1.3.5; NIST 11999", Answer: success(), edits: []edit{first(entry, slot("urn:oid:"+sourceOID+":colour", "bleu"))},
		},
		{
			Name: "awkward-xml", Text: say("Même message : un commentaire, une instruction, des blancs, un autre ordre des objets.", "The same message: a comment, an instruction, white space, objects in another order."),
			Source: tf3 + ".1.2; XML 1.0", Answer: success(), edits: []edit{
				first(objects, "<rim:Slot/>"), swapForNoise(objects + "/rim:Slot"), last(entry), spaced(objects),
			},
		},
	}
}

func lotNegative() []Case {
	return []Case{
		{
			Name: "unknown-patient", Text: say("Le patient n'existe pas.", "The patient does not exist."),
			Source: tf42 + ".4.1.3; NIST 11996", Answer: failure("XDSUnknownPatientId"), before: stranger,
		},
		{
			Name: "patient-mismatch", Text: say("Le document est d'un autre patient que le lot.", "The document is of another patient than the submission."),
			Source: tf42 + ".4.1.3; NIST 11986, 11997", Answer: failure("XDSPatientIdDoesNotMatch"), shape: otherEntryPatient,
		},
		{
			Name: "duplicate-unique-id-in-message", Base: "several-documents", Text: say("Deux documents du lot ont le même uniqueId.", "Two documents of the submission have the same uniqueId."),
			Source: tf3 + ".4, table 4.2.4.2-2",
			Answer: failure("XDSRegistryDuplicateUniqueIdInMessage", "XDSRepositoryDuplicateUniqueIdInMessage"), shape: sameUniqueID,
		},
		{
			Name: "set-unique-id-used", Needs: []string{"setUniqueId"}, Text: say("Le lot porte l'uniqueId d'un lot déjà enregistré (params.setUniqueId).", "The submission set has the uniqueId of a registered one (params.setUniqueId)."),
			Source: tf3 + ".4, table 4.2.4.2-2; NIST 15806", Answer: failure("XDSDuplicateUniqueIdInRegistry"),
		},
		{
			Name: "non-identical-hash", Needs: []string{"uniqueId"}, Text: say("Le document porte l'uniqueId d'un autre, déjà enregistré (params.uniqueId), et ses octets diffèrent.", "The document has the uniqueId of a registered one (params.uniqueId), and other bytes."),
			Source: tf42 + ".4.1.3; NIST 12004", Answer: failure("XDSNonIdenticalHash", "XDSNonIdenticalSize"), shape: nothing,
		},
		{
			Name: "unresolved-target", Base: "", Text: say("Le document remplace un document que le registre ne connaît pas.", "The document replaces one that the registry does not know."),
			Source: tf42 + ".4.1.3", Answer: failure("UnresolvedReferenceException", "XDSRegistryError"), shape: relateToNobody,
		},
		{
			Name: "target-in-message", Base: "several-documents", Text: say("Le document en remplace un autre du même lot.", "The document replaces another one of the same submission."),
			Source: tf3 + ".2.2.1", Answer: failure("UnresolvedReferenceException", "XDSRegistryError", "XDSRegistryMetadataError", "XDSRepositoryMetadataError"), shape: relateInside,
		},
		{
			Name: "deprecated-target", Base: "replace", Text: say("Le document remplacé est déjà obsolète : le message est celui de replace.", "The document replaced is deprecated already: the message is that of replace."),
			Source: tf3 + ".2.2.1", Answer: failure("XDSRegistryDeprecatedDocumentError"), shape: nothing,
		},
		{
			Name: "append-deprecated", Base: "append", Text: say("Le document complété est obsolète : le message est celui de append.", "The document completed is deprecated: the message is that of append."),
			Source: tf3 + ".2.2.2; NIST 11993", Answer: failure("XDSRegistryDeprecatedDocumentError"), shape: nothing,
		},
		{
			Name: "transform-deprecated", Base: "transform", Text: say("Le document transformé est obsolète : le message est celui de transform.", "The document transformed is deprecated: the message is that of transform."),
			Source: tf3 + ".2.2.3; NIST 11994", Answer: failure("XDSRegistryDeprecatedDocumentError"), shape: nothing,
		},
		{
			Name: "replace-patient-mismatch", Base: "replace", Text: say("Le document remplacé est d'un autre patient : le message est celui de replace.", "The document replaced is of another patient: the message is that of replace."),
			Source: tf42 + ".4.1.3; NIST 11998", Answer: failure("XDSPatientIdDoesNotMatch"), shape: nothing,
		},
		{
			Name: "folder-patient-mismatch", Base: "into-folder", Text: say("Le dossier est d'un autre patient : le message est celui de into-folder.", "The folder is of another patient: the message is that of into-folder."),
			Source: tf42 + ".4.1.3; NIST 12002", Answer: failure("XDSPatientIdDoesNotMatch"), shape: nothing,
		},
		{
			Name: "all-or-nothing", Base: "several-documents", Text: say("Le deuxième document du lot est fautif : son patient est un autre.", "The second document of the submission is wrong: its patient is another one."),
			Source: tf42 + ".4.1.3; NIST 12084", Answer: failure("XDSPatientIdDoesNotMatch"), shape: otherSecondPatient,
		},
	}
}

func nothing(*draft) error { return nil }

// strangerINS names nobody: a place of birth that no country has, and a valid
// key (97 less the number modulo 97).
const strangerINS = "199129999999961"

// stranger makes the message about a patient that nobody knows.
func stranger(d *draft) {
	p := &d.message.Patient
	p.ID, p.INS, p.Family, p.Given, p.Birth, p.Gender = "INCONNU", strangerINS, "ETALON-INCONNU", "Personne", "19991201", "M"
}

// other is the CX of another patient: the one named, or nobody.
func (d *draft) other() string {
	p := d.message.Patient
	p.INS = d.param("other", strangerINS)
	return p.CX()
}

func otherEntryPatient(d *draft) error {
	d.set.Entries[0].External(ebrim.DocumentPatientID).Value = d.other()
	return nil
}

func otherSecondPatient(d *draft) error {
	d.set.Entries[1].External(ebrim.DocumentPatientID).Value = d.other()
	return nil
}

func moreDocuments(d *draft) error {
	for _, w := range []etalon.Document{
		{ID: "SECOND", Title: "Deuxième document de l'étalon (fictif)", Body: "pdf", TypeCode: "11488-4"},
		{ID: "THIRD", Title: "Troisième document de l'étalon (fictif)", Body: "structured", TypeCode: "11490-0"},
	} {
		if err := d.addDocument(w, d.oid()); err != nil {
			return err
		}
	}
	return nil
}

func sameUniqueID(d *draft) error {
	id := d.set.Entries[0].External(ebrim.DocumentUniqueID).Value
	d.set.Entries[1].External(ebrim.DocumentUniqueID).Value = id
	return nil
}

// documented says why a document was replaced.
func documented() edit {
	return edit{relation(ebrim.Replaces), func(e *etree.Element) error {
		return insert(e, len(e.Child), `<rim:Classification id="Reason01" classificationScheme="`+ebrim.Documentation+
			`" classifiedObject="`+e.SelectAttrValue("id", "")+`" nodeRepresentation="SA07">`+slot("codingScheme", "1.2.250.1.71.4.2.4")+
			`<rim:Name><rim:LocalizedString value="Cabinet individuel"/></rim:Name></rim:Classification>`)
	}}
}

// relate links the first document to a registered one.
func relate(kind string) func(*draft) error {
	return func(d *draft) error {
		d.link(kind, d.set.Entries[0].ID, d.param("target", ""))
		return nil
	}
}

func relateToNobody(d *draft) error {
	d.link(ebrim.Replaces, d.set.Entries[0].ID, d.urn())
	return nil
}

func relateInside(d *draft) error {
	d.link(ebrim.Replaces, d.set.Entries[0].ID, d.set.Entries[1].ID)
	return nil
}

func inNewFolder(d *draft) error {
	d.folder(d.set.Entries[0].ID)
	return nil
}

func inFolder(d *draft) error {
	d.into(d.param("folder", ""), d.set.Entries[0].ID)
	return nil
}

func addToFolder(d *draft) error {
	d.into(d.param("folder", ""), d.param("target", ""))
	return nil
}

func byReference(d *draft) error {
	d.link(ebrim.HasMember, d.set.Package().ID, d.param("target", ""), submission.Values("SubmissionSetStatus", "Reference"))
	return nil
}

// rich adds every optional attribute of an entry (IHE ITI TF-3 table 4.2.3.2-1)
// that the nominal message does not have.
func rich(d *draft) error {
	e := d.set.Entries[0]
	e.Classifications = append(e.Classifications,
		submission.Author(ebrim.DocumentAuthor, cda.Person{ID: "899900000025", Family: "EXTERIEUR", Given: "Dominique", Specialty: cda.Generalist()}, d.structure()),
		submission.Coded(ebrim.ConfidentialityCd, cda.InvisibleToPatient()),
		submission.Coded(ebrim.EventCodeList, cda.SoloPractice()),
		submission.Coded(ebrim.EventCodeList, cda.Ambulatory()))
	e.SetSlot("URI", "document.xml")
	e.SetSlot(ebrim.ReferenceIDs, "ETALON-1^^^&"+sourceOID+"&ISO^urn:ihe:iti:xds:2013:referral", "ETALON-2^^^&"+sourceOID+"&ISO^urn:ihe:iti:xds:2013:order")
	d.set.Package().Title = "Lot de l'étalon (fictif)"
	d.set.Package().SetSlot("intendedRecipient", d.structure().XON()+"|"+d.author().XCN())
	return nil
}
