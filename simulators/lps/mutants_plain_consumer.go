package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of stored queries.
func plainQueryMutants() []Mutant {
	const patient, status, typ, from = "$XDSDocumentEntryPatientId", "$XDSDocumentEntryStatus", "$XDSDocumentEntryTypeCode", "$XDSDocumentEntryCreationTimeFrom"
	ask := func(name, fr, en string, f func(*submission.Query)) Mutant {
		return define(name, "Q01", fr, en, onQuery(f), etalon.ActQuery)
	}
	const author = "$XDSDocumentEntryAuthorPerson"
	asked := func(name, fr, en string, f func(*submission.Query)) Mutant {
		return define(name, "A11", fr, en, onQuery(f), etalon.ActQuery)
	}
	// where limits a defect to the queries that have a parameter.
	where := func(name string, f func(*submission.Query)) func(*submission.Query) {
		return func(q *submission.Query) {
			if q.Get(name) != "" {
				f(q)
			}
		}
	}
	return []Mutant{
		ask("query-unknown", "La recherche porte un identifiant inconnu.", "The stored query has an unknown id.",
			where(patient, func(q *submission.Query) { q.ID = "urn:uuid:00000000-0000-4000-8000-000000000018" })),
		ask("status-missing", "Le statut, obligatoire, est absent.", "The status, which is required, is missing.",
			where(status, func(q *submission.Query) { dropParameter(q, status) })),
		ask("two-alternatives", "La recherche nomme le document de deux façons à la fois.", "The query names the document in two ways at once.",
			where("$XDSDocumentEntryUniqueId", func(q *submission.Query) {
				q.Set("$XDSDocumentEntryEntryUUID", "('urn:uuid:55e10478-278a-5c20-a64d-089d7284ec8d')")
			})),
		ask("return-type-unknown", "returnType n'est ni LeafClass ni ObjectRef.", "returnType is neither LeafClass nor ObjectRef.",
			func(q *submission.Query) { q.Return = "RegistryObject" }),
		ask("single-in-parentheses", "Le patient est entre parenthèses.", "The patient is in parentheses.",
			where(patient, func(q *submission.Query) { q.Set(patient, "("+q.Get(patient)+")") })),
		ask("list-without-parentheses", "Une liste n'est pas entre parenthèses.", "A list is not in parentheses.",
			where(status, func(q *submission.Query) { q.Set(status, strings.Trim(q.Get(status), "()")) })),
		ask("code-without-scheme", "Un code est cherché sans sa nomenclature.", "A code is searched without its scheme.",
			where(typ, func(q *submission.Query) { q.Set(typ, "('11488-4')") })),
		ask("status-short", "Un statut est écrit sans son URN.", "A status is written without its URN.",
			where(status, func(q *submission.Query) { q.Set(status, "('Approved')") })),
		ask("parameter-repeated", "Un paramètre sans ET est répété.", "A parameter without AND is repeated.",
			where(status, func(q *submission.Query) { q.Slots = append(q.Slots, slot(status, q.Get(status))) })),
		ask("string-unquoted", "Le patient n'est pas entre apostrophes.", "The patient is not in quotes.",
			where(patient, func(q *submission.Query) { q.Set(patient, strings.Trim(q.Get(patient), "'")) })),
		ask("patient-without-authority", "Le patient cherché n'a pas d'autorité.", "The patient searched has no authority.",
			where(patient, func(q *submission.Query) { q.Set(patient, "'280029999900134'") })),
		ask("date-with-zone", "Une date porte un décalage horaire.", "A date has a time zone.",
			where(from, func(q *submission.Query) { q.Set(from, q.Get(from)+"+0100") })),
		ask("date-off-calendar", "Une date cherchée n'est pas au calendrier.", "A date searched is not on the calendar.",
			where(from, func(q *submission.Query) { q.Set(from, "20260230") })),
		ask("entry-in-upper-case", "Un entryUUID est cherché en majuscules.", "An entryUUID is searched in upper case.",
			where("$uuid", func(q *submission.Query) { q.Set("$uuid", "('urn:uuid:55E10478-278A-5C20-A64D-089D7284EC8D')") })),
		define("objects-not-composed", "Q01", "returnComposedObjects est absent.", "returnComposedObjects is missing.",
			rewritten(`returnComposedObjects="true" `, ""), etalon.ActQuery),
		ask("entry-by-unique-id", "Un uniqueId est donné pour un entryUUID.", "A uniqueId is given for an entryUUID.",
			where("$uuid", func(q *submission.Query) { q.Set("$uuid", "('2.25.17079336003457940049559080805467530160')") })),
		asked("criterion-missing", "Le type choisi par l'utilisateur ne part pas dans la recherche.", "The type that the user chose is not in the search.",
			where(typ, func(q *submission.Query) { dropParameter(q, typ) })),
		asked("another-author", "La recherche porte sur un autre auteur que celui demandé.", "The search is for another author than the one asked.",
			where(author, func(q *submission.Query) { q.Set(author, "('%AUTRE%')") })),
		asked("another-patient-searched", "La recherche porte sur un autre patient que celui demandé.", "The search is about another patient than the one asked.",
			where(patient, func(q *submission.Query) { q.Set(patient, strings.Replace(q.Get(patient), "'2", "'1", 1)) })),
		asked("entries-for-references", "La recherche demande des fiches où des références sont voulues.", "The search asks for entries where references are wanted.",
			func(q *submission.Query) {
				if q.Return == "ObjectRef" {
					q.Return = "LeafClass"
				}
			}),
	}
}

func dropParameter(q *submission.Query, name string) {
	var kept []submission.Slot
	for _, s := range q.Slots {
		if s.Name != name {
			kept = append(kept, s)
		}
	}
	q.Slots = kept
}

// Defects of retrieval.
func plainRetrieveMutants() []Mutant {
	return []Mutant{
		define("retrieve-nothing", "RQ01", "La demande ne nomme aucun document.", "The request names no document.",
			onRetrieve(func(r *submission.Retrieve) { r.UniqueIDs = nil }), etalon.ActFetch),
		define("repository-as-urn", "RQ01", "L'entrepôt est nommé par un URN.", "The repository is named by a URN.",
			onRetrieve(func(r *submission.Retrieve) { r.Repository = "urn:oid:" + r.Repository }), etalon.ActFetch),
		define("retrieve-unnamed", "RQ01", "Un document demandé n'a pas d'identifiant.", "A document asked for has no id.",
			onRetrieve(func(r *submission.Retrieve) { r.UniqueIDs[0] = "" }), etalon.ActFetch),
	}
}
