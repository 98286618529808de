package client

import (
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

const metadataError = "XDSRegistryMetadataError"

// registerCases are submissions that only a registry is sent: what a repository
// adds is wrong or missing.
func registerCases() []Case {
	return []Case{
		{
			Name: "same-document-again", Needs: []string{"uniqueId", "hash", "size"}, Text: say("Le document est déjà enregistré (params.uniqueId), avec la même empreinte et la même taille (params.hash, params.size).", "The document is registered already (params.uniqueId), with the same hash and size (params.hash, params.size)."),
			Source: tf42 + ".4.1.3; NIST 12004", Answer: success(), shape: nothing,
		},
		{
			Name: "non-identical-size", Needs: []string{"uniqueId", "hash"}, Text: say("Le document est déjà enregistré avec la même empreinte et une autre taille.", "The document is registered already with the same hash and another size."),
			Source: tf42 + ".4.1.3", Answer: failure("XDSNonIdenticalSize"), edits: []edit{text(valueOf(slotOf(entry, "size")), "1")},
		},
		{
			Name: "replace-deprecates-nothing", Base: "unresolved-target", Text: say("Le message est celui de unresolved-target, avec un identifiant de document à la place de l'entryUUID.", "The message is that of unresolved-target, with a document id for the entryUUID."),
			Source: tf42 + ".4.1.3", Answer: failure("UnresolvedReferenceException", "XDSRegistryError", metadataError),
			edits: []edit{set(relation(ebrim.Replaces), "targetObject", "2.25.4")},
		},
	}
}

// metadataCases take one required attribute away, repeat it, or write it badly
// (IHE ITI TF-3 tables 4.2.3.2-1 and 4.2.3.3-1; NIST 11998a).
func metadataCases() []Case {
	all := missing()
	all = append(all, repeated()...)
	return append(all, malformed()...)
}

func refused(name, fr, en, source string, edits ...edit) Case {
	return Case{Name: name, Text: say(fr, en), Source: source, Answer: failure(metadataError), edits: edits}
}

func missing() []Case {
	var all []Case
	for _, m := range []struct{ name, attribute, path string }{
		{"missing-class-code", "DocumentEntry.classCode", codeOf(entry, ebrim.ClassCode)},
		{"missing-confidentiality-code", "DocumentEntry.confidentialityCode", codeOf(entry, ebrim.ConfidentialityCd)},
		{"missing-creation-time", "DocumentEntry.creationTime", slotOf(entry, "creationTime")},
		{"missing-format-code", "DocumentEntry.formatCode", codeOf(entry, ebrim.FormatCode)},
		{"missing-facility-type-code", "DocumentEntry.healthcareFacilityTypeCode", codeOf(entry, ebrim.FacilityTypeCode)},
		{"missing-language-code", "DocumentEntry.languageCode", slotOf(entry, "languageCode")},
		{"missing-practice-setting-code", "DocumentEntry.practiceSettingCode", codeOf(entry, ebrim.PracticeSetting)},
		{"missing-source-patient-id", "DocumentEntry.sourcePatientId", slotOf(entry, "sourcePatientId")},
		{"missing-type-code", "DocumentEntry.typeCode", codeOf(entry, ebrim.TypeCode)},
		{"missing-hash", "DocumentEntry.hash", slotOf(entry, "hash")},
		{"missing-size", "DocumentEntry.size", slotOf(entry, "size")},
		{"missing-repository-id", "DocumentEntry.repositoryUniqueId", slotOf(entry, "repositoryUniqueId")},
		{"missing-patient-id", "DocumentEntry.patientId", idOf(entry, ebrim.DocumentPatientID)},
		{"missing-unique-id", "DocumentEntry.uniqueId", idOf(entry, ebrim.DocumentUniqueID)},
		{"missing-set-content-type", "SubmissionSet.contentTypeCode", codeOf(lotSet, ebrim.SetContentType)},
		{"missing-submission-time", "SubmissionSet.submissionTime", slotOf(lotSet, "submissionTime")},
		{"missing-set-patient-id", "SubmissionSet.patientId", idOf(lotSet, ebrim.SetPatientID)},
		{"missing-source-id", "SubmissionSet.sourceId", idOf(lotSet, ebrim.SetSourceID)},
		{"missing-set-unique-id", "SubmissionSet.uniqueId", idOf(lotSet, ebrim.SetUniqueID)},
	} {
		all = append(all, refused(m.name, m.attribute+" manque.", m.attribute+" is missing.", tf3+".3; NIST 11998a", drop(m.path)))
	}
	return append(all,
		refused("missing-mime-type", "DocumentEntry.mimeType manque.", "DocumentEntry.mimeType is missing.", tf3+".3.2", unset(entry, "mimeType")),
		refused("missing-object-type", "DocumentEntry.objectType manque.", "DocumentEntry.objectType is missing.", tf3+".3.2", unset(entry, "objectType")),
		refused("missing-coding-scheme", "Le classCode n'a pas de codingScheme.", "The classCode has no codingScheme.", tf3+".3.1.2", drop(slotOf(codeOf(entry, ebrim.ClassCode), "codingScheme"))),
		refused("missing-code-name", "Le typeCode n'a pas de libellé.", "The typeCode has no display name.", tf3+".3.1.2", drop(codeOf(entry, ebrim.TypeCode)+"/rim:Name")),
	)
}

func repeated() []Case {
	return []Case{
		refused("duplicate-class-code", "DocumentEntry.classCode est répété.", "DocumentEntry.classCode is repeated.", tf3+".3.2", twice(codeOf(entry, ebrim.ClassCode)), set(codeOf(entry, ebrim.ClassCode), "id", "copie")),
		refused("duplicate-type-code", "DocumentEntry.typeCode est répété.", "DocumentEntry.typeCode is repeated.", tf3+".3.2", twice(codeOf(entry, ebrim.TypeCode)), set(codeOf(entry, ebrim.TypeCode), "id", "copie")),
		refused("duplicate-creation-time", "Le Slot creationTime est répété.", "The Slot creationTime is repeated.", tf3+".3.2", twice(slotOf(entry, "creationTime"))),
		refused("two-hashes", "Le Slot hash a deux valeurs.", "The Slot hash has two values.", tf3+".3.2", twice(valueOf(slotOf(entry, "hash")))),
		refused("duplicate-patient-id", "DocumentEntry.patientId est répété.", "DocumentEntry.patientId is repeated.", tf3+".3.2", twice(idOf(entry, ebrim.DocumentPatientID)), set(idOf(entry, ebrim.DocumentPatientID), "id", "copie")),
		refused("duplicate-unique-id", "DocumentEntry.uniqueId est répété.", "DocumentEntry.uniqueId is repeated.", tf3+".3.2", twice(idOf(entry, ebrim.DocumentUniqueID)), set(idOf(entry, ebrim.DocumentUniqueID), "id", "copie")),
	}
}

func malformed() []Case {
	return []Case{
		refused("bad-creation-time", "creationTime n'est pas un DTM.", "creationTime is no DTM.", tf3+".3.1.7", text(valueOf(slotOf(entry, "creationTime")), "2026-03-01T08:00:00Z")),
		refused("bad-hash", "hash n'est pas un SHA-1 en hexadécimal.", "hash is no SHA-1 in hexadecimal.", tf3+".3.2.10", text(valueOf(slotOf(entry, "hash")), "zz39a3ee5e6b4b0d3255bfef95601890afd80709")),
		refused("bad-size", "size n'est pas un entier.", "size is no integer.", tf3+".3.2.24", text(valueOf(slotOf(entry, "size")), "grand")),
		refused("bad-language-code", "languageCode n'est pas un code de langue.", "languageCode is no language code.", tf3+".3.2.13", text(valueOf(slotOf(entry, "languageCode")), "français de France")),
		refused("bad-patient-id", "patientId n'a pas d'autorité d'affectation.", "patientId has no assigning authority.", tf3+".3.1.7", set(idOf(entry, ebrim.DocumentPatientID), "value", "280029999900134"), set(idOf(lotSet, ebrim.SetPatientID), "value", "280029999900134")),
		refused("bad-source-id", "SubmissionSet.sourceId n'est pas un OID.", "SubmissionSet.sourceId is no OID.", tf3+".3.3.9", set(idOf(lotSet, ebrim.SetSourceID), "value", "ma-source")),
		refused("bad-service-times", "serviceStartTime est postérieur à serviceStopTime.", "serviceStartTime is after serviceStopTime.", tf3+".3.2.19", text(valueOf(slotOf(entry, "serviceStartTime")), "20991231235959")),
		refused("unknown-class-code", "Le classCode n'est pas dans les jeux de valeurs du domaine.", "The classCode is in no value set of the domain.", tf42+".4.1.3", set(codeOf(entry, ebrim.ClassCode), "nodeRepresentation", "ETALON-INEXISTANT")),
		refused("unknown-coding-scheme", "Le classCode a une nomenclature inconnue.", "The classCode has an unknown coding scheme.", tf42+".4.1.3", text(valueOf(slotOf(codeOf(entry, ebrim.ClassCode), "codingScheme")), "2.25.5")),
		refused("unknown-mime-type", "Le domaine n'accepte pas ce mimeType.", "The domain does not accept this mimeType.", tf42+".4.1.3", set(entry, "mimeType", "application/x-etalon")),
		refused("empty-code", "Le formatCode est vide.", "The formatCode is empty.", tf3+".3.1.2", set(codeOf(entry, ebrim.FormatCode), "nodeRepresentation", "")),
		refused("wrong-classified-object", "Le typeCode dit classer un autre objet.", "The typeCode says it classifies another object.", tf3+".3.1.2", set(codeOf(entry, ebrim.TypeCode), "classifiedObject", setID)),
		refused("reserved-slot-name", "Un attribut supplémentaire porte un nom réservé à IHE.", "An extra attribute has a name that IHE reserves.", tf3+".3.1.6", first(entry, slot("urn:ihe:iti:etalon", "1"))),
		refused("on-demand-entry", "L'entrée se dit « à la demande ».", "The entry says it is on demand.", tf42+".4.1.2", set(entry, "objectType", ebrim.OnDemandDocument)),
	}
}

// structureCases break what holds a submission together.
func structureCases() []Case {
	all := []Case{
		refused("no-submission-set", "Le lot n'a pas de SubmissionSet.", "There is no SubmissionSet.", tf42+".4.1.3", drop(lotSet), drop(flag), drop(member())),
		refused("unclassified-set", "Rien ne dit que le RegistryPackage est un SubmissionSet.", "Nothing says that the RegistryPackage is a SubmissionSet.", tf3+".1.1", drop(flag)),
		refused("unlinked-document", "Aucune association ne rattache le document au lot.", "No association links the document to the submission.", tf42+".4.1.3", drop(member())),
		refused("no-member-status", "L'association HasMember n'a pas de SubmissionSetStatus.", "The HasMember association has no SubmissionSetStatus.", tf3+".1.4.1", drop(slotOf(member(), "SubmissionSetStatus"))),
		refused("wrong-member-status", "Le document du lot se dit « Reference ».", "The document of the submission says it is a Reference.", tf3+".1.4.1", text(valueOf(slotOf(member(), "SubmissionSetStatus")), "Reference")),
		refused("no-entry-id", "L'ExtrinsicObject n'a pas d'id.", "The ExtrinsicObject has no id.", tf3+".3.2.5", unset(entry, "id")),
	}
	return append(all,
		Case{
			Name: "two-submission-sets", Text: say("Le lot a deux SubmissionSet.", "There are two SubmissionSets."), Source: tf42 + ".4.1.3",
			Answer: failure(metadataError), shape: secondSet,
		},
		Case{
			Name: "unresolved-member", Text: say("L'association vise un objet qui n'existe pas.", "The association targets an object that does not exist."), Source: tf42 + ".4.1.3",
			Answer: failure("UnresolvedReferenceException", "XDSRegistryError", metadataError), edits: []edit{set(member(), "targetObject", "Nulle-part")},
		},
		Case{
			Name: "member-of-itself", Text: say("L'association HasMember du lot se vise elle-même et porte PreviousVersion.", "The HasMember association of the submission targets itself and carries PreviousVersion."), Source: "NIST 21000",
			Answer: failure(metadataError, "XDSRegistryError", "UnresolvedReferenceException", "XDSMetadataUpdateError"), edits: []edit{
				set(member(), "targetObject", "Association01"), first(member(), slot("PreviousVersion", "1")),
			},
		},
		Case{
			Name: "set-as-target", Text: say("Une association APND vise le lot lui-même.", "An APND association targets the submission itself."), Source: tf3 + ".1.4",
			Answer: failure(metadataError, "XDSRegistryError", "UnresolvedReferenceException"), shape: appendToSet,
		},
		Case{
			Name: "unknown-association-type", Base: "append", Text: say("Le type de l'association n'existe pas.", "The type of the association does not exist."), Source: tf3 + ".1.4",
			Answer: failure(metadataError, "XDSRegistryError"), edits: []edit{set(relation(ebrim.Appends), "associationType", "urn:ihe:iti:2007:AssociationType:ETALON")},
		},
		Case{
			Name: "folder-without-code", Base: "folder", Text: say("Le dossier n'a pas de codeList.", "The folder has no codeList."), Source: tf3 + ".3.4",
			Answer: failure(metadataError), edits: []edit{drop(codeOf(lotSet+"[2]", ebrim.FolderCodeList))},
		},
		Case{
			Name: "unlinked-folder", Base: "folder", Text: say("Aucune association ne rattache le dossier au lot.", "No association links the folder to the submission."), Source: tf42 + ".4.1.3",
			Answer: failure(metadataError), edits: []edit{drop(objects + "/rim:Association[@targetObject='" + folderID + "']")},
		},
	)
}

func secondSet(d *draft) error {
	d.set.Packages = append(d.set.Packages, d.sender().SetOf("SubmissionSet02", d.oid()))
	return nil
}

func appendToSet(d *draft) error {
	d.link(ebrim.Appends, d.set.Entries[0].ID, d.set.Package().ID)
	return nil
}
