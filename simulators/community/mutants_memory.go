package community

import (
	"bytes"
	"regexp"

	"github.com/etalon-dmp/etalon"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Defects of memory: what was accepted before is told otherwise now.
func memoryMutants() []Mutant {
	retrieved := on(etalon.ITI43, etalon.CaseNominal)
	replaced := func(s etalon.Sending) bool { return s.Case == "replace" }
	emptied := func(s string) string { return without("<rim:ExtrinsicObject", "</rim:ExtrinsicObject>")(s) }
	return []Mutant{
		{
			Name: "wrong-bytes", Kills: "CT01", transaction: etalon.ITI43, Shows: retrieved,
			Summary: etalon.Text{FR: "Le document rendu n'est pas celui qui a été déposé.", EN: "The document returned is not the one submitted."},
			spoil:   func(r *fronthttp.Reply) { r.Body = otherBytes(r.Body) },
		},
		written("hash-of-another", "LC01", etalon.ITI18, on(etalon.ITI18, "unmatched-class-code"), "Le registre rend une autre empreinte que celle enregistrée.", "The registry returns another hash than the one registered.",
			func(s string) string {
				return hashes.ReplaceAllString(s, "${1}da39a3ee5e6b4b0d3255bfef95601890afd80709<")
			}),
		written("replaced-still-approved", "LC01", etalon.ITI18, replaced, "Un document remplacé est rendu en vigueur.", "A replaced document is returned as in force.",
			swap(`status="`+rimStatus+`Deprecated"`, `status="`+rimStatus+`Approved"`)),
		written("document-not-found-by-id", "LC02", etalon.ITI18, querying("GetDocuments"), "Un document enregistré n'est pas rendu par son identifiant.", "A document registered is not returned by its id.", emptied),
		written("document-not-found-by-patient", "LC02", etalon.ITI18, on(etalon.ITI18, "unmatched-class-code"), "Un document enregistré n'est pas rendu par la recherche.", "A document registered is not returned by the search.", emptied),
		written("language-of-another", "SR09", etalon.ITI18, querying("GetDocuments"), "Le registre rend une autre langue que celle enregistrée.", "The registry returns another language than the one registered.",
			swap(`<rim:Value>fr-FR<`, `<rim:Value>de-DE<`)),
		written("labels-rewritten", "SR09", etalon.ITI18, querying("GetDocuments"), "Le registre récrit les libellés des codes.", "The registry rewrites the labels of codes.",
			swap(`value="Normal"`, `value="normal"`)),
		written("links-turned-round", "SR10", etalon.ITI18, querying("GetAssociations"), "Les associations sont rendues à l'envers.", "Associations are returned the wrong way round.",
			func(s string) string { return ends.ReplaceAllString(s, `sourceObject="$2" targetObject="$1"`) }),
		written("lost-under-a-filter", "SR11", etalon.ITI18, func(s etalon.Sending) bool { return s.Transaction == etalon.ITI18 && s.Params["typeCode"] != "" }, "Une fiche qui répond au filtre n'est pas rendue.", "An entry that the filter lets through is not returned.", emptied),
		written("set-not-found", "SR11", etalon.ITI18, querying("FindSubmissionSets"), "Un lot enregistré n'est pas rendu par la recherche.", "A set registered is not returned by the search.",
			without("<rim:RegistryPackage", "</rim:RegistryPackage>")),
		written("relations-not-found", "SR11", etalon.ITI18, querying("GetRelatedDocuments"), "Les relations enregistrées ne sont pas rendues.", "Relations registered are not returned.",
			without("<rim:Association ", "</rim:Association>")),
		written("member-not-found", "SR11", etalon.ITI18, querying("GetSubmissionSetAndContents"), "Le contenu d'un lot n'est pas rendu avec lui.", "What is in a set is not returned with it.", emptied),
		written("links-not-found", "SR11", etalon.ITI18, querying("GetAssociations"), "Les associations enregistrées ne sont pas rendues.", "Associations registered are not returned.",
			without("<rim:Association ", "</rim:Association>")),
	}
}

var ends = regexp.MustCompile(`sourceObject="([^"]*)" targetObject="([^"]*)"`)

var hashes = regexp.MustCompile(`(<rim:Slot name="hash"[^>]*><rim:ValueList><rim:Value>)[^<]*<`)

// otherBytes changes one byte of the last part of a multipart body.
func otherBytes(b []byte) []byte {
	end := bytes.LastIndex(bytes.TrimRight(b, "\r\n-"), []byte("\r\n--"))
	if end < 8 || bytes.Count(bytes.ToLower(b), []byte("\ncontent-id:")) < 2 { // no document in it
		return b
	}
	other := bytes.Clone(b)
	other[end-4] ^= 1
	return other
}
