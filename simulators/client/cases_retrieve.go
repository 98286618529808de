package client

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

const tf43 = "IHE ITI TF-2 3.43"

// nowhere is a uniqueId that no document has.
const nowhere = "2.25.99999999999999999999999999999999999999"

// retrieveCases ask a repository for documents (ITI-43).
func retrieveCases() []Case {
	unknown := "XDSDocumentUniqueIdError"
	request := func(id string) string {
		return `<xdsb:DocumentRequest><xdsb:RepositoryUniqueId>` + OwnRepositoryID + `</xdsb:RepositoryUniqueId><xdsb:DocumentUniqueId>` + id + `</xdsb:DocumentUniqueId></xdsb:DocumentRequest>`
	}
	return []Case{
		{
			Name: etalon.CaseNominal, Needs: []string{"uniqueId"}, Text: say("Les documents de params.uniqueId.", "The documents of params.uniqueId."),
			Source: tf43 + ".4.1.2", Answer: success(),
		},
		{
			Name: "awkward-retrieve", Text: say("Même demande : commentaires et blancs entre les éléments.", "The same request: comments and white space between the elements."),
			Source: "XML 1.0", Answer: success(), edits: []edit{first("/xdsb:RetrieveDocumentSetRequest", "<xdsb:x/>"), swapForNoise("/xdsb:RetrieveDocumentSetRequest/xdsb:x"), spaced("/xdsb:RetrieveDocumentSetRequest")},
		},
		{
			Name: "home-community", Text: say("La demande porte un HomeCommunityId, à rendre tel quel.", "The request has a HomeCommunityId, to be given back as it is."),
			Source: tf43 + ".4.1.2", Answer: success(), edits: []edit{first(wanted, "<xdsb:HomeCommunityId>urn:oid:"+sourceOID+"</xdsb:HomeCommunityId>")},
		},
		{
			Name: "unknown-document", Text: say("Aucun document n'a cet uniqueId.", "No document has that uniqueId."),
			Source: tf43 + ".4.1.3; NIST 15816, 50000, 50001", Answer: failure(unknown), shape: onlyNowhere,
		},
		{
			Name: "one-unknown", Text: say("Un des documents demandés n'existe pas.", "One of the documents asked for does not exist."),
			Source: tf43 + ".4.1.3; NIST 15816", Answer: partial(unknown), shape: alsoNowhere,
		},
		{
			Name: "unknown-repository", Text: say("Le RepositoryUniqueId n'est pas celui du dépôt.", "The RepositoryUniqueId is not that of the repository."),
			Source: tf43 + ".4.1.3", Answer: failure("XDSUnknownRepositoryId"), edits: []edit{text(wanted+"/xdsb:RepositoryUniqueId", "2.25.6")},
		},
		{
			Name: "one-unknown-repository", Text: say("Un des documents est demandé à un autre dépôt.", "One of the documents is asked of another repository."),
			Source: tf43 + ".4.1.3", Answer: partial("XDSUnknownRepositoryId"), edits: []edit{more("/xdsb:RetrieveDocumentSetRequest", request(nowhere))},
		},
		{
			Name: "part-of-an-id", Text: say("L'uniqueId est le début d'un uniqueId existant.", "The uniqueId is the beginning of one that exists."),
			Source: tf43 + ".4.1.3", Answer: failure(unknown), shape: shortened,
		},
		{
			Name: "no-request", Text: say("Aucun DocumentRequest.", "No DocumentRequest."),
			Source: tf43 + ".4.1.2", Answer: failure("XDSRepositoryError", unknown), shape: noneWanted,
		},
		{
			Name: "no-repository-id", Text: say("Le RepositoryUniqueId manque.", "The RepositoryUniqueId is missing."),
			Source: tf43 + ".4.1.2", Answer: failure("XDSUnknownRepositoryId", "XDSRepositoryError"), edits: []edit{drop(wanted + "/xdsb:RepositoryUniqueId")},
		},
	}
}

func onlyNowhere(d *draft) error { d.retrieve.UniqueIDs = []string{nowhere}; return nil }

func alsoNowhere(d *draft) error {
	d.retrieve.UniqueIDs = append(d.retrieve.UniqueIDs, nowhere)
	return nil
}

func noneWanted(d *draft) error { d.retrieve.UniqueIDs = nil; return nil }

func shortened(d *draft) error {
	id := d.retrieve.UniqueIDs[0]
	d.retrieve = &submission.Retrieve{Repository: d.retrieve.Repository, UniqueIDs: []string{id[:len(id)-1]}}
	return nil
}
