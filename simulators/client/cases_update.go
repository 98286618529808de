package client

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

// What the framework says of updates is a supplement; spec: IHE §1.7.
const (
	update     = "IHE ITI XDS Metadata Update"
	updateErr  = "XDSMetadataUpdateError"
	versionErr = "XDSMetadataVersionError"
	operation  = "XDSMetadataUpdateOperationError"
)

// onlySet is an update without operation: what the others put theirs into.
const onlySet = "only-a-set"

var statusChange = relation(ebrim.UpdateStatus)

// statusCases change the availability status of a document (ITI-57).
func statusCases() []Case {
	entry := []string{"entry"}
	slots := []string{operation, updateErr, metadataError}
	return []Case{
		{
			Name: etalon.CaseNominal, Needs: entry, Text: say("Le statut de params.entry passe de params.original (Approved) à params.status (Deprecated).", "The status of params.entry goes from params.original (Approved) to params.status (Deprecated)."),
			Source: update + " 3.57.4.1.3.3.2", Answer: success(), shape: changeStatus,
		},
		{
			Name: "no-original-status", Text: say("Le Slot OriginalStatus manque.", "The Slot OriginalStatus is missing."),
			Source: update + "; NIST 20002", Answer: failure(slots...), edits: []edit{drop(slotOf(statusChange, "OriginalStatus"))},
		},
		{
			Name: "no-new-status", Text: say("Le Slot NewStatus manque.", "The Slot NewStatus is missing."),
			Source: update + "; NIST 20002", Answer: failure(slots...), edits: []edit{drop(slotOf(statusChange, "NewStatus"))},
		},
		{
			Name: "bad-original-status", Text: say("OriginalStatus n'est pas le statut courant.", "OriginalStatus is not the current status."),
			Source: update + "; NIST 20002", Answer: failure(slots...), edits: []edit{text(valueOf(slotOf(statusChange, "OriginalStatus")), "urn:etalon:StatusType:Inconnu")},
		},
		{
			Name: "bad-new-status", Text: say("NewStatus n'est pas un statut.", "NewStatus is no status."),
			Source: update + "; NIST 20002", Answer: failure(slots...), edits: []edit{text(valueOf(slotOf(statusChange, "NewStatus")), "urn:etalon:StatusType:Inconnu")},
		},
		{
			Name: "same-status", Text: say("NewStatus est égal à OriginalStatus.", "NewStatus equals OriginalStatus."),
			Source: update + "; NIST 20002", Answer: failure(slots...), edits: []edit{text(valueOf(slotOf(statusChange, "NewStatus")), ebrim.Approved)},
		},
		{
			Name: "foreign-slot", Text: say("Le changement de statut porte PreviousVersion.", "The change of status carries PreviousVersion."),
			Source: update + "; NIST 20002", Answer: failure(slots...), edits: []edit{more(statusChange, slot("PreviousVersion", "1"))},
		},
		{
			Name: "unknown-target", Text: say("Aucun document n'a cet entryUUID.", "No document has that entryUUID."),
			Source: update, Answer: failure(updateErr, operation, "UnresolvedReferenceException", "XDSRegistryError"), edits: []edit{set(statusChange, "targetObject", "urn:uuid:00000000-0000-4000-8000-00000000e7a1")},
		},
		{
			Name: "not-the-latest", Text: say("params.entry n'est pas la dernière version : le message est le message nominal.", "params.entry is not the latest version: the message is the nominal one."),
			Source: update + "; NIST 15802b", Answer: failure(updateErr, operation), shape: nothing,
		},
		{
			Name: "status-of-a-set", Needs: []string{"target"}, Text: say("Le statut à changer est celui d'un SubmissionSet (params.target).", "The status to change is that of a SubmissionSet (params.target)."),
			Source: update + "; NIST 21001", Answer: failure(updateErr, operation), shape: retarget,
		},
		{
			Name: "no-submission-set", Text: say("La demande n'a pas de SubmissionSet.", "The request has no SubmissionSet."),
			Source: update, Answer: failure(updateErr, metadataError), edits: []edit{drop(lotSet), drop(flag)},
		},
		{
			Name: "two-submission-sets", Text: say("La demande a deux SubmissionSet.", "The request has two SubmissionSets."),
			Source: update, Answer: failure(metadataError, updateErr), shape: secondSet,
		},
	}
}

// retarget points the change of status at something else.
func retarget(d *draft) error {
	d.set.Associations[0].Target = d.param("target", "")
	return nil
}

// versionCases submit new metadata of a document or a folder (ITI-57).
func versionCases() []Case {
	needs := []string{"lid", "uniqueId"}
	version := slotOf(member(), "PreviousVersion")
	status := slotOf(member(), "SubmissionSetStatus")
	slots := []string{operation, updateErr, metadataError, versionErr}
	return []Case{
		{
			Name: "metadata", Base: onlySet, Needs: needs, Text: say("Une nouvelle version des métadonnées du document params.lid, dont le titre change.", "A new version of the metadata of the document params.lid, with another title."),
			Source: update + " 3.57.4.1.3.3.1", Answer: success(), shape: newVersion,
		},
		{
			Name: onlySet, Text: say("La demande n'a qu'un SubmissionSet.", "The request has a SubmissionSet and nothing else."),
			Source: update, Answer: failure(operation, updateErr, metadataError),
		},
		{
			Name: "metadata-and-status", Base: "metadata", Text: say("Une nouvelle version, et son passage au statut Deprecated.", "A new version, and its change to Deprecated."),
			Source: update + "; Gazelle ITI57-015", Answer: success(), shape: deprecateToo,
		},
		{
			Name: "folder-metadata", Base: onlySet, Needs: needs, Text: say("Une nouvelle version des métadonnées du dossier params.lid, dont le titre change.", "A new version of the metadata of the folder params.lid, with another title."),
			Source: update + " 3.57.4.1.3.3.5", Answer: success(), shape: newFolderVersion,
		},
		{
			Name: "unknown-lid", Base: "metadata", Text: say("Aucun document n'a ce lid.", "No document has that lid."),
			Source: update + "; NIST 15800b", Answer: failure(versionErr, updateErr), edits: []edit{set(entry, "lid", "urn:uuid:00000000-0000-4000-8000-00000000e7a1")},
		},
		{
			Name: "initial-version", Base: "metadata", Text: say("L'entrée est une première version : elle n'a pas de lid.", "The entry is a first version: it has no lid."),
			Source: update + "; NIST 15800c", Answer: failure(updateErr, metadataError), edits: []edit{unset(entry, "lid")},
		},
		{
			Name: "missing-type-code", Base: "metadata", Text: say("La nouvelle version n'a pas de typeCode.", "The new version has no typeCode."),
			Source: update + "; NIST 15800d", Answer: failure(metadataError, updateErr), edits: []edit{drop(codeOf(entry, ebrim.TypeCode))},
		},
		{
			Name: "wrong-version", Base: "metadata", Text: say("PreviousVersion n'est pas la dernière version.", "PreviousVersion is not the latest version."),
			Source: update + "; NIST 15800e, 12319", Answer: failure(versionErr), edits: []edit{text(valueOf(version), "41")},
		},
		{
			Name: "no-previous-version", Base: "metadata", Text: say("PreviousVersion manque.", "PreviousVersion is missing."),
			Source: update + "; NIST 20002b", Answer: failure(slots...), edits: []edit{drop(version)},
		},
		{
			Name: "bad-previous-version", Base: "metadata", Text: say("PreviousVersion n'est pas un nombre.", "PreviousVersion is no number."),
			Source: update + "; NIST 20002b", Answer: failure(slots...), edits: []edit{text(valueOf(version), "une")},
		},
		{
			Name: "version-foreign-slot", Base: "metadata", Text: say("La nouvelle version porte OriginalStatus.", "The new version carries OriginalStatus."),
			Source: update + "; NIST 20002b", Answer: failure(slots...), edits: []edit{more(member(), slot("OriginalStatus", ebrim.Approved))},
		},
		{
			Name: "bad-member-status", Base: "metadata", Text: say("SubmissionSetStatus n'est pas Original.", "SubmissionSetStatus is not Original."),
			Source: update + "; NIST 20002b", Answer: failure(slots...), edits: []edit{text(valueOf(status), "Autre")},
		},
		{
			Name: "no-member-status", Base: "metadata", Text: say("SubmissionSetStatus manque.", "SubmissionSetStatus is missing."),
			Source: update + "; NIST 20002b", Answer: failure(slots...), edits: []edit{drop(status)},
		},
		{
			Name: "bad-propagation", Base: "metadata", Text: say("AssociationPropagation n'est ni yes ni no.", "AssociationPropagation is neither yes nor no."),
			Source: update + "; NIST 20002b", Answer: failure(slots...), edits: []edit{more(member(), slot("AssociationPropagation", "peut-être"))},
		},
		{
			Name: "other-unique-id", Base: "metadata", Text: say("La nouvelle version a un autre uniqueId.", "The new version has another uniqueId."),
			Source: update, Answer: failure(updateErr, "XDSMetadataIdentifierError"), edits: []edit{set(idOf(entry, ebrim.DocumentUniqueID), "value", "2.25.7")},
		},
		{
			Name: "other-object-type", Base: "metadata", Text: say("La nouvelle version se dit « à la demande ».", "The new version says it is on demand."),
			Source: update, Answer: failure(updateErr, "XDSObjectTypeError", metadataError), edits: []edit{set(entry, "objectType", ebrim.OnDemandDocument)},
		},
		{
			Name: "other-patient", Base: "metadata", Text: say("La nouvelle version est d'un autre patient.", "The new version is of another patient."),
			Source: update, Answer: failure("XDSPatientIDReconciliationError", "XDSPatientIdDoesNotMatch", updateErr), shape: otherEntryPatient,
		},
		{
			Name: "two-versions", Base: "metadata", Text: say("Deux nouvelles versions du même document.", "Two new versions of the same document."),
			Source: update + "; NIST 20007", Answer: failure(updateErr, versionErr), shape: anotherVersion,
		},
		{
			Name: "conflicting-propagation", Base: "metadata", Needs: []string{"target"}, Text: say("Propagation des associations, et association APND soumise à la main avec params.target.", "Propagation of associations, and an APND association submitted by hand with params.target."),
			Source: update + "; NIST 20006", Answer: failure(operation), shape: appendByHand,
		},
		{
			Name: "version-wrong-status", Base: "metadata-and-status", Text: say("La nouvelle version, et son passage de Deprecated à Approved alors qu'elle est Approved.", "The new version, and its change from Deprecated to Approved though it is Approved."),
			Source: update + "; NIST 20003", Answer: failure(updateErr, operation), edits: swapped(),
		},
		{
			Name: "initial-folder", Base: "folder-metadata", Text: say("Le dossier est une première version : il n'a pas de lid.", "The folder is a first version: it has no lid."),
			Source: update + "; NIST 20000b", Answer: failure(updateErr, metadataError), edits: []edit{unset(lotSet+"[2]", "lid")},
		},
		{
			Name: "wrong-folder-version", Base: "folder-metadata", Text: say("PreviousVersion du dossier n'est pas la dernière.", "PreviousVersion of the folder is not the latest."),
			Source: update + "; NIST 20000c", Answer: failure(versionErr, operation), edits: []edit{text(valueOf(version), "41")},
		},
		{
			Name: "folder-without-code", Base: "folder-metadata", Text: say("Le dossier n'a pas de codeList.", "The folder has no codeList."),
			Source: update + "; NIST 20000f", Answer: failure(metadataError, updateErr), edits: []edit{drop(codeOf(lotSet+"[2]", ebrim.FolderCodeList))},
		},
		{
			Name: "folder-metadata-and-status", Base: "folder-metadata", Text: say("Une nouvelle version du dossier, et son passage au statut Deprecated.", "A new version of the folder, and its change to Deprecated."),
			Source: update + "; NIST 20004", Answer: success(), shape: deprecateFolder,
		},
		{
			Name: "folder-version-wrong-status", Base: "folder-metadata-and-status", Text: say("La nouvelle version du dossier, et son passage de Deprecated à Approved alors qu'elle est Approved.", "The new version of the folder, and its change from Deprecated to Approved though it is Approved."),
			Source: update + "; NIST 20004", Answer: failure(updateErr, operation), edits: swapped(),
		},
	}
}

func anotherVersion(d *draft) error {
	e := *d.set.Entries[0]
	e.ID = "Document02"
	d.set.Entries = append(d.set.Entries, &e)
	d.link(ebrim.HasMember, d.set.Package().ID, e.ID, submission.Original(), submission.Values("PreviousVersion", d.param("version", "1")))
	return nil
}

func deprecateToo(d *draft) error {
	d.link(ebrim.UpdateStatus, d.set.Package().ID, d.set.Entries[0].ID,
		submission.Values("OriginalStatus", ebrim.Approved), submission.Values("NewStatus", ebrim.Deprecated))
	return nil
}

func deprecateFolder(d *draft) error {
	d.link(ebrim.UpdateStatus, d.set.Package().ID, d.set.Packages[1].ID,
		submission.Values("OriginalStatus", ebrim.Approved), submission.Values("NewStatus", ebrim.Deprecated))
	return nil
}

// swapped exchanges the two statuses of a change.
func swapped() []edit {
	return []edit{
		text(valueOf(slotOf(statusChange, "OriginalStatus")), ebrim.Deprecated),
		text(valueOf(slotOf(statusChange, "NewStatus")), ebrim.Approved),
	}
}

func appendByHand(d *draft) error {
	a := d.link(ebrim.Appends, d.set.Entries[0].ID, d.param("target", ""))
	d.link(ebrim.SubmitAssoc, d.set.Package().ID, a)
	return nil
}

// associationCases submit associations between registered objects (ITI-57).
func associationCases() []Case {
	ends := []string{"source", "target"}
	broken := []string{updateErr, operation, metadataError}
	return []Case{
		{
			Name: "association", Base: onlySet, Needs: ends, Text: say("params.source complète params.target : une association APND nouvelle entre documents enregistrés.", "params.source is an addendum to params.target: a new APND association between registered documents."),
			Source: update + " 3.57.4.1.3.3.7", Answer: success(), shape: newAssociation(ebrim.Appends),
		},
		{
			Name: "folder-association", Base: onlySet, Needs: []string{"folder", "target"}, Text: say("params.target est rangé dans le dossier params.folder par une association soumise.", "params.target goes into the folder params.folder by a submitted association."),
			Source: update + " 3.57.4.1.3.3.7", Answer: success(), shape: newAssociation(ebrim.HasMember),
		},
		{
			Name: "unknown-association-type", Base: "association", Text: say("Le type de l'association n'existe pas.", "The type of the association does not exist."),
			Source: update + "; NIST 20001", Answer: failure(broken...), edits: []edit{set(relation(ebrim.Appends), "associationType", "urn:ihe:iti:2007:AssociationType:ETALON")},
		},
		{
			Name: "association-unknown-end", Base: "association", Text: say("La cible de l'association n'existe pas.", "The target of the association does not exist."),
			Source: update, Answer: failure(updateErr, "UnresolvedReferenceException", operation), edits: []edit{set(relation(ebrim.Appends), "targetObject", "urn:uuid:00000000-0000-4000-8000-00000000e7a1")},
		},
		{
			Name: "association-deprecated-end", Base: "association", Text: say("Un des documents est obsolète : le message est celui de association.", "One of the documents is deprecated: the message is that of association."),
			Source: update + "; NIST 21004", Answer: failure(updateErr, "XDSRegistryDeprecatedDocumentError"), shape: nothing,
		},
		{
			Name: "association-patient-mismatch", Base: "association", Text: say("Les documents sont de deux patients : le message est celui de association.", "The documents are of two patients: the message is that of association."),
			Source: update + "; NIST 20100a", Answer: failure("XDSPatientIDReconciliationError", updateErr, "XDSPatientIdDoesNotMatch"), shape: nothing,
		},
		{
			Name: "folder-association-patient-mismatch", Base: "folder-association", Text: say("Le dossier est d'un autre patient : le message est celui de folder-association.", "The folder is of another patient: the message is that of folder-association."),
			Source: update + "; NIST 20100b", Answer: failure("XDSPatientIDReconciliationError", updateErr, "XDSPatientIdDoesNotMatch"), shape: nothing,
		},
		{
			Name: "association-version", Base: "folder-association", Text: say("L'association porte un lid : une association n'a pas de versions.", "The association has a lid: an association has no versions."),
			Source: update + "; NIST 20008", Answer: failure(metadataError, updateErr), edits: []edit{set(relation(ebrim.HasMember), "lid", "urn:uuid:00000000-0000-4000-8000-00000000e7a1")},
		},
	}
}
