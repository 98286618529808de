package community

import (
	"regexp"
	"strings"

	"github.com/etalon-dmp/etalon"
)

const rimStatus = "urn:oasis:names:tc:ebxml-regrep:StatusType:"

// Defects of query answers.
func queryMutants() []Mutant {
	find := querying("FindDocuments")
	parameter := func(name string) func(string) string { return without(`<rim:Slot name="`+name, "</rim:Slot>") }
	entry := func(name, fr, en string, kills etalon.RuleID, f func(string) string) Mutant {
		return written(name, kills, etalon.ITI18, querying("FindDocuments", "GetDocuments"), fr, en, f)
	}
	return []Mutant{
		deaf("leaf-for-ref", "SR02", etalon.ITI18, func(s etalon.Sending) bool { return s.Transaction == etalon.ITI18 && s.Params["return"] == "ObjectRef" },
			"Des objets entiers sont rendus là où des références sont demandées.", "Whole objects come where references are asked for.",
			swap(`returnType="ObjectRef"`, `returnType="LeafClass"`)),
		deaf("ref-for-leaf", "SR02", etalon.ITI18, find, "Des références sont rendues là où des objets sont demandés.", "References come where objects are asked for.",
			swap(`returnType="LeafClass"`, `returnType="ObjectRef"`)),
		deaf("status-filter-ignored", "SR03", etalon.ITI18, func(s etalon.Sending) bool { return s.Case == "replace" && s.Transaction == etalon.ITI42 }, "Le filtre de statut est ignoré.", "The status filter is ignored.",
			swap("StatusType:Approved&apos;)", "StatusType:Approved&apos;,&apos;"+rimStatus+"Deprecated&apos;)")),
		deaf("class-filter-ignored", "SR04", etalon.ITI18, find, "Le filtre de classe est ignoré.", "The class filter is ignored.", parameter("$XDSDocumentEntryClassCode")),
		deaf("type-filter-ignored", "SR04", etalon.ITI18, find, "Le filtre de type est ignoré.", "The type filter is ignored.", parameter("$XDSDocumentEntryTypeCode")),
		deaf("date-end-ignored", "SR04", etalon.ITI18, find, "La fin de l'intervalle de dates est ignorée.", "The end of the date range is ignored.", parameter("$XDSDocumentEntryCreationTimeTo")),
		deaf("date-begin-ignored", "SR04", etalon.ITI18, find, "Le début de l'intervalle de dates est ignoré.", "The beginning of the date range is ignored.", parameter("$XDSDocumentEntryCreationTimeFrom")),
		written("object-list-missing", "SR01", etalon.ITI18, find, "La réponse n'a pas de RegistryObjectList.", "The answer has no RegistryObjectList.",
			func(s string) string {
				return swap("<rim:RegistryObjectList/>", "")(without("<rim:RegistryObjectList>", "</rim:RegistryObjectList>")(s))
			}),
		written("returned-twice", "SR02", etalon.ITI18, on(etalon.ITI18, "unmatched-class-code"), "Une fiche est rendue deux fois.", "An entry is returned twice.",
			func(s string) string { return repeat(s, "<rim:ExtrinsicObject", "</rim:ExtrinsicObject>") }),
		entry("entry-without-status", "Une fiche rendue n'a pas de statut.", "An entry returned has no status.", "DE03",
			func(s string) string { return swap(` status="`+rimStatus+`Approved"`, "")(s) }),
		entry("entry-without-repository", "Une fiche rendue ne dit pas son entrepôt.", "An entry returned does not tell its repository.", "DE03", parameter("repositoryUniqueId")),
		entry("entry-value-with-a-blank", "Une valeur rendue est suivie d'un espace.", "A value returned has a space after it.", "DE02", swap("<rim:Value>fr-FR</rim:Value>", "<rim:Value>fr-FR </rim:Value>")),
		entry("entry-without-hash", "Une fiche rendue n'a pas d'empreinte.", "An entry returned has no hash.", "DE03", parameter("hash")),
		entry("entry-without-size", "Une fiche rendue n'a pas de taille.", "An entry returned has no size.", "DE03", parameter("size")),
		entry("entry-without-class", "Une fiche rendue a perdu son classCode.", "An entry returned has lost its classCode.", "X04",
			func(s string) string {
				return classes.ReplaceAllString(s, "")
			}),
		entry("entry-id-symbolic", "Une fiche rendue garde un id symbolique.", "An entry returned keeps a symbolic id.", "DE03",
			func(s string) string { return entryIDs.ReplaceAllString(s, `<rim:ExtrinsicObject id="Document01"`) }),
		written("another-patient", "SR03", etalon.ITI18, find, "Les fiches rendues sont d'un autre patient.", "The entries returned are another patient's.",
			swap(`value="280029999900134^^^`, `value="283059999900726^^^`)),
	}
}

var (
	classes  = regexp.MustCompile(`<rim:Classification [^>]*urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a.*?</rim:Classification>`)
	entryIDs = regexp.MustCompile(`<rim:ExtrinsicObject id="[^"]*"`)
)

// repeat gives the first element that begins and ends so a second time.
func repeat(s, begin, end string) string {
	from := strings.Index(s, begin)
	if from < 0 {
		return s
	}
	to := strings.Index(s[from:], end)
	if to < 0 {
		return s
	}
	to += from + len(end)
	return s[:to] + s[from:to] + s[to:]
}

// Defects of retrieval.
func retrievalMutants() []Mutant {
	nominal := on(etalon.ITI43, etalon.CaseNominal)
	missing := on(etalon.ITI43, "one-unknown")
	begin, end := "<xdsb:DocumentResponse>", "</xdsb:DocumentResponse>"
	return []Mutant{
		written("mime-type-missing", "RT02", etalon.ITI43, nominal, "Un document est rendu sans type MIME.", "A document is returned without its MIME type.",
			without("<xdsb:mimeType>", "</xdsb:mimeType>")),
		written("document-unasked", "RT02", etalon.ITI43, nominal, "Un document qui n'a pas été demandé est rendu.", "A document that was not asked for is returned.",
			swap("<xdsb:DocumentUniqueId>", "<xdsb:DocumentUniqueId>2.25.4242.")),
		written("document-of-a-community", "RT02.home-form", etalon.ITI43, nominal, "HomeCommunityId est un mot.", "HomeCommunityId is a word.",
			swap("<xdsb:DocumentResponse>", "<xdsb:DocumentResponse><xdsb:HomeCommunityId>etalon</xdsb:HomeCommunityId>")),
		written("document-empty", "RT02", etalon.ITI43, nominal, "Un document est rendu vide.", "A document is returned empty.",
			without("<xop:Include", "/>")),
		written("missing-untold", "RT01", etalon.ITI43, missing, "Un document manque et rien ne le dit.", "A document is missing and nothing says so.",
			func(s string) string {
				return swap(partial, statusType+"Success")(without("<rs:RegistryErrorList", "</rs:RegistryErrorList>")(s))
			}),
		written("failure-with-documents", "RT01", etalon.ITI43, missing, "Un échec rend pourtant un document.", "A failure returns a document all the same.",
			swap(partial, statusType+"Failure")),
		written("missing-unnamed", "RT01", etalon.ITI43, missing, "L'erreur ne nomme pas le document manquant.", "The error does not name the missing document.",
			func(s string) string { return attribute(s, "codeContext", "introuvable") }),
		written("all-for-one", "AN02", etalon.ITI43, missing, "Un document manquant fait tout refuser.", "One missing document makes all refused.",
			func(s string) string { return swap(partial, statusType+"Failure")(without(begin, end)(s)) }),
		written("missing-misnamed", "AN03", etalon.ITI43, on(etalon.ITI43, "unknown-document"), "Un document inconnu est refusé avec un autre code.", "An unknown document is refused with another code.",
			swap("XDSDocumentUniqueIdError", "XDSRepositoryError")),
		deaf("any-repository", "AN02", etalon.ITI43, on(etalon.ITI43, "unknown-repository"), "L'entrepôt répond pour un autre entrepôt.", "The repository answers for another one.",
			func(s string) string { return repositories.ReplaceAllString(s, "${1}"+RepositoryID+"<") }),
	}
}

var repositories = regexp.MustCompile(`(RepositoryUniqueId>)[^<]*<`)
