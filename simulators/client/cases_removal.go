package client

import "github.com/etalon-dmp/etalon"

const remove = "IHE ITI Remove Metadata and Documents 3.62"

// removalCases remove metadata (ITI-62). What is named decides what a right
// registry answers; those cases have the nominal message and their own answer.
func removalCases() []Case {
	const refs = "/lcm:RemoveObjectsRequest/rim:ObjectRefList"
	return []Case{
		{
			Name: etalon.CaseNominal, Needs: []string{"uuid"}, Text: say("Retrait des objets de params.uuid : un lot, ses membres et toutes leurs associations.", "Removal of the objects of params.uuid: a submission set, its members and all their associations."),
			Source: remove, Answer: success(),
		},
		{
			Name: "unknown-object", Text: say("Un des identifiants n'est pas dans le registre.", "One of the ids is not in the registry."),
			Source: remove + "; NIST 30000", Answer: failure("UnresolvedReferenceException"), shape: alsoUnknown,
		},
		{
			Name: "still-referenced", Text: say("Un objet de params.uuid est le bout d'une association qui resterait : le message est le message nominal.", "An object of params.uuid is the end of an association that would stay: the message is the nominal one."),
			Source: remove + "; NIST 30001 to 30008", Answer: failure("ReferencesExistException"), shape: nothing,
		},
		{
			Name: "leaves-an-orphan", Text: say("Un objet resterait sans association : le message est le message nominal.", "An object would stay without an association: the message is the nominal one."),
			Source: remove + "; NIST 30002, 30003", Answer: failure("XDSUnreferencedObjectException", "ReferencesExistException"), shape: nothing,
		},
		{
			Name: "other-object", Text: say("La demande contient autre chose que des ObjectRef.", "The request holds something else than ObjectRefs."),
			Source: remove, Answer: failure("XDSRegistryError", "XDSRegistryMetadataError"), edits: []edit{more(refs, `<rim:Association id="a" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="b" targetObject="c"/>`)},
		},
		{
			Name: "deletion-scope", Text: say("La demande porte deletionScope.", "The request has a deletionScope."),
			Source: remove, Answer: failure("XDSRegistryError"), edits: []edit{set("/lcm:RemoveObjectsRequest", "deletionScope", "urn:oasis:names:tc:ebxml-regrep:DeletionScopeType:DeleteAll")},
		},
		{
			Name: "no-object", Text: say("La demande ne nomme aucun objet.", "The request names no object."),
			Source: remove, Answer: failure("XDSRegistryError", "XDSRegistryMetadataError"), shape: noneRemoved,
		},
	}
}

func alsoUnknown(d *draft) error {
	d.removed = append(d.removed, "urn:uuid:00000000-0000-4000-8000-00000000e7a1")
	return nil
}

func noneRemoved(d *draft) error { d.removed = nil; return nil }
