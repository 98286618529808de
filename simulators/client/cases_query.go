package client

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

const tf18 = "IHE ITI TF-2 3.18"

// Places of a stored query.
var (
	queryPatient = slotOf(adhoc, "$XDSDocumentEntryPatientId")
	queryStatus  = slotOf(adhoc, "$XDSDocumentEntryStatus")
)

// queryCases are stored queries (ITI-18). The parameters of the scenario choose
// the query; each case is about FindDocuments unless it says otherwise.
func queryCases() []Case {
	missing, number := "XDSStoredQueryMissingParam", "XDSStoredQueryParamNumber"
	coding := []string{"XDSRegistryError", number, missing, "XDSStoredQueryParamNumber"}
	return []Case{
		{
			Name: etalon.CaseNominal, Text: say("La requête stockée de params.query, FindDocuments par défaut.", "The stored query of params.query, FindDocuments by default."),
			Source: tf18 + ".4.1.2", Answer: success(),
		},
		{
			Name: "home-community", Text: say("La requête porte un homeCommunityId, qu'un registre doit accepter.", "The query has a homeCommunityId, which a registry must accept."),
			Source: tf18 + ".4.1.2.3.8", Answer: success(), edits: []edit{set(adhoc, "home", "urn:oid:"+sourceOID)},
		},
		{
			Name: "split-values", Text: say("Les deux statuts sont en deux Value du même Slot.", "The two statuses are in two Values of one Slot."),
			Source: tf18 + ".4.1.2.3.5", Answer: success(), edits: []edit{more(queryStatus+"/rim:ValueList", `<rim:Value>('`+ebrim.Deprecated+`')</rim:Value>`)},
		},
		{
			Name: "unknown-status-beside", Text: say("Un statut inconnu, à ignorer, accompagne le bon.", "An unknown status, to be ignored, beside the right one."),
			Source: tf18 + ".4.1.2.3.6", Answer: success(), edits: []edit{more(queryStatus+"/rim:ValueList", `<rim:Value>('urn:etalon:StatusType:Inconnu')</rim:Value>`)},
		},
		{
			Name: "unmatched-class-code", Text: say("Aucun document n'a ce classCode : la liste est vide.", "No document has that classCode: the list is empty."),
			Source: tf18 + ".4.1.2.3; NIST 11897", Answer: success(), edits: []edit{more(adhoc, slot("$XDSDocumentEntryClassCode", "('ETALON-AUCUN^^1.2.250.1.213.1.1.4.1')"))},
		},
		{
			Name: "awkward-query", Text: say("Même requête : commentaires et blancs, autre ordre des Slot.", "The same query: comments and white space, Slots in another order."),
			Source: "XML 1.0", Answer: success(), edits: []edit{first(adhoc, "<rim:Slot/>"), swapForNoise(adhoc + "/rim:Slot"), last(queryPatient), spaced(adhoc)},
		},

		{
			Name: "unknown-query", Text: say("L'identifiant de la requête est inconnu.", "The id of the query is unknown."),
			Source: tf18 + ".4.1.3", Answer: failure("XDSUnknownStoredQuery"), edits: []edit{set(adhoc, "id", "urn:uuid:00000000-0000-4000-8000-00000000e7a1")},
		},
		{
			Name: "missing-patient", Text: say("Le patient, obligatoire, manque.", "The patient, which is required, is missing."),
			Source: tf18 + ".4.1.3", Answer: failure(missing), edits: []edit{drop(queryPatient)},
		},
		{
			Name: "missing-status", Text: say("Le statut, obligatoire, manque.", "The status, which is required, is missing."),
			Source: tf18 + ".4.1.3", Answer: failure(missing), edits: []edit{drop(queryStatus)},
		},
		{
			Name: "only-unknown-status", Text: say("Le seul statut est inconnu : il compte comme absent.", "The only status is unknown: it counts as missing."),
			Source: tf18 + ".4.1.2.3.6", Answer: failure(missing), edits: []edit{text(valueOf(queryStatus), "('urn:etalon:StatusType:Inconnu')")},
		},
		{
			Name: "two-patients", Text: say("Deux patients, là où un seul est permis.", "Two patients where one is allowed."),
			Source: tf18 + ".4.1.3", Answer: failure(number), edits: []edit{more(queryPatient+"/rim:ValueList", "<rim:Value>'"+strangerINS+"^^^&amp;1.2.250.1.213.1.4.10&amp;ISO'</rim:Value>")},
		},
		{
			Name: "unknown-patient", Text: say("Le patient n'existe pas ; le domaine a choisi d'en faire une erreur.", "The patient does not exist; the domain chose to make that an error."),
			Source: tf18 + ".4.1.2.3.5.1", Answer: failure("XDSUnknownPatientId"), before: stranger,
		},
		{
			Name: "bad-return-type", Text: say("returnType n'est ni LeafClass ni ObjectRef.", "returnType is neither LeafClass nor ObjectRef."),
			Source: tf18 + ".4.1.2.2", Answer: failure("XDSRegistryError"), edits: []edit{set("//query:ResponseOption", "returnType", "RegistryObject")},
		},
		{
			Name: "code-without-scheme", Text: say("Le classCode n'a pas de nomenclature.", "The classCode has no coding scheme."),
			Source: tf18 + ".4.1.2.3.4; NIST 11897", Answer: failure(coding...), edits: []edit{more(adhoc, slot("$XDSDocumentEntryClassCode", "('10')"))},
		},
		{
			Name: "old-code-scheme", Text: say("La nomenclature du classCode est dans un paramètre à part, forme abandonnée.", "The coding scheme of the classCode is in a parameter of its own, a form given up."),
			Source: tf18 + ".4.1.2.3.4; NIST 11897", Answer: failure(coding...), edits: []edit{
				more(adhoc, slot("$XDSDocumentEntryClassCode", "('10')")), more(adhoc, slot("$XDSDocumentEntryClassCodeScheme", "('1.2.250.1.213.1.1.4.1')")),
			},
		},
		{
			Name: "no-parentheses", Text: say("Le statut, à plusieurs valeurs, n'a pas de parenthèses.", "The status, which takes several values, has no parentheses."),
			Source: tf18 + ".4.1.2.3.5", Answer: failure(coding...), edits: []edit{text(valueOf(queryStatus), "'"+ebrim.Approved+"'")},
		},
		{
			Name: "unquoted-value", Text: say("Le patient n'est pas entre apostrophes.", "The patient is not in single quotes."),
			Source: tf18 + ".4.1.2.3.5", Answer: failure(coding...), edits: []edit{text(valueOf(queryPatient), "280029999900134^^^&1.2.250.1.213.1.4.10&ISO")},
		},
		{
			Name: "both-ids", Needs: []string{"uniqueId"}, Text: say("entryUUID et uniqueId ensemble (params.query: GetDocuments).", "entryUUID and uniqueId together (params.query: GetDocuments)."),
			Source: tf18 + ".4.1.2.3.7.5", Answer: failure(number), before: byID, edits: []edit{more(adhoc, slot("$XDSDocumentEntryEntryUUID", "('urn:uuid:00000000-0000-4000-8000-00000000e7a1')"))},
		},
		{
			Name: "no-id", Needs: []string{"uniqueId"}, Text: say("GetDocuments sans aucun identifiant.", "GetDocuments without any id."),
			Source: tf18 + ".4.1.2.3.7.5", Answer: failure(missing), before: byID, edits: []edit{drop(slotOf(adhoc, "$XDSDocumentEntryUniqueId"))},
		},
		{
			Name: "several-patients", Needs: []string{"uniqueId"}, Text: say("GetDocuments de documents de plusieurs patients, métadonnées entières.", "GetDocuments of documents of several patients, whole metadata."),
			Source: tf18 + ".4.1.3; NIST 12368, 21002", Answer: failure("XDSResultNotSinglePatient"), before: byID,
		},
		{
			Name: "several-patients-of-sets", Needs: []string{"uuid"}, Text: say("GetSubmissionSets de documents de plusieurs patients.", "GetSubmissionSets of documents of several patients."),
			Source: tf18 + ".4.1.3; NIST 12368", Answer: failure("XDSResultNotSinglePatient"), before: asking("GetSubmissionSets"),
		},
		{
			Name: "several-patients-of-folders", Needs: []string{"uniqueId"}, Text: say("GetFolders de dossiers de plusieurs patients.", "GetFolders of folders of several patients."),
			Source: tf18 + ".4.1.3; NIST 12368, 21003", Answer: failure("XDSResultNotSinglePatient"), before: asking("GetFolders"),
		},
	}
}

// asking makes a case about one stored query.
func asking(query string) func(*draft) {
	return func(d *draft) {
		params := map[string]string{"query": query}
		for k, v := range d.message.Params {
			if k != "query" {
				params[k] = v
			}
		}
		d.message.Params = params
	}
}

// byID is asking for GetDocuments.
func byID(d *draft) { asking("GetDocuments")(d) }
