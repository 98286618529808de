package lps

import (
	"bytes"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of searching and fetching: checks Q01 and Q02.
func queryMutants() []Mutant {
	query := func(f func(*submission.Query)) func(*hooks) {
		return func(h *hooks) { h.query = func(_ *call, q *submission.Query) { f(q) } }
	}
	const patient, status = "$XDSDocumentEntryPatientId", "$XDSDocumentEntryStatus"
	return []Mutant{
		define("patient-id-in-parentheses", "Q01", "Le patientId de la recherche est entre parenthèses.", "The patientId of the query is in parentheses.",
			query(func(q *submission.Query) {
				if v := q.Get(patient); v != "" {
					q.Set(patient, "("+v+")")
				}
			}), etalon.ActListDocuments),
		define("patient-id-unquoted", "Q01", "Le patientId de la recherche n'est pas entre apostrophes.", "The patientId of the query is not quoted.",
			query(func(q *submission.Query) {
				if v := q.Get(patient); v != "" {
					q.Set(patient, strings.Trim(v, "'"))
				}
			}), etalon.ActListDocuments),
		define("status-not-approved", "Q01", "La recherche écarte les documents actifs.", "The query leaves active documents out.",
			query(func(q *submission.Query) {
				if q.Get(status) != "" {
					q.Set(status, submission.List([]string{"urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"}))
				}
			}), etalon.ActListDocuments),
		define("since-local-time", "Q01", "La date de recherche est locale, avec décalage.", "The query's date is local, with an offset.",
			query(func(q *submission.Query) {
				const from = "$XDSSubmissionSetSubmissionTimeFrom"
				if v := q.Get(from); v != "" {
					q.Set(from, v+"+0100")
				}
			}), etalon.ActListSubmissions),
		define("retrieve-entry-uuid", "Q02", "La consultation nomme le document par un entryUUID.", "Retrieval names the document by an entryUUID.",
			func(h *hooks) {
				h.retrieve = func(c *call, r *submission.Retrieve) { r.UniqueIDs[0] = "urn:uuid:" + c.lps.uuid() }
			}, etalon.ActFetch),
		define("retrieve-other-repository", "Q02", "La consultation nomme un autre entrepôt que celui du DMP.", "Retrieval names another repository than the DMP's.",
			func(h *hooks) {
				h.retrieve = func(_ *call, r *submission.Retrieve) { r.Repository = "1.2.250.1.999.4.1" }
			}, etalon.ActFetch),
	}
}

func alter(b []byte, old, replacement string) []byte {
	return bytes.Replace(b, []byte(old), []byte(replacement), 1)
}
