package community

import (
	"regexp"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Defects of duty: what a server must check or do, and does not. Each is made
// by answering a request that has nothing to check.
func dutyMutants() []Mutant {
	duty := func(name string, t etalon.Transaction, shows func(etalon.Sending) bool, fr, en string, f func(string) string) Mutant {
		return deaf(name, "AN02", t, shows, fr, en, f)
	}
	return []Mutant{
		duty("unknown-patient-registered", etalon.ITI42, on(etalon.ITI42, "unknown-patient"), "Un patient inconnu est accepté.", "An unknown patient is accepted.",
			func(s string) string { return patients.ReplaceAllString(s, "280029999900134^^^") }),
		duty("patients-mixed", etalon.ITI42, on(etalon.ITI42, "patient-mismatch"), "Un lot de deux patients est accepté.", "A set of two patients is accepted.",
			func(s string) string { return patients.ReplaceAllString(s, "280029999900134^^^") }),
		duty("replacement-without-deprecation", etalon.ITI42, on(etalon.ITI42, "deprecated-target"), "Un document remplacé reste en vigueur.", "A replaced document stays in force.",
			func(s string) string { return relations.ReplaceAllString(s, "") }),
		duty("hash-unchecked", etalon.ITI41, on(etalon.ITI41, "wrong-hash"), "L'empreinte déclarée n'est pas vérifiée.", "The declared hash is not checked.",
			func(s string) string { return slotsOf("hash").ReplaceAllString(s, "") }),
		duty("size-unchecked", etalon.ITI41, on(etalon.ITI41, "wrong-size"), "La taille déclarée n'est pas vérifiée.", "The declared size is not checked.",
			func(s string) string { return slotsOf("size").ReplaceAllString(s, "") }),
		duty("non-identical-accepted", etalon.ITI42, on(etalon.ITI42, "non-identical-hash"), "Un uniqueId déjà pris est accepté avec d'autres octets.", "A uniqueId that is taken is accepted with other bytes.",
			func(s string) string {
				return documentIDs.ReplaceAllString(s, `${1}.`+digits(s)+`"`)
			}),
		duty("set-id-again", etalon.ITI42, on(etalon.ITI42, "set-unique-id-used"), "Le uniqueId d'un lot est accepté deux fois.", "The uniqueId of a set is accepted twice.",
			func(s string) string { return setIDs.ReplaceAllString(s, `${1}.`+digits(s)+`"`) }),
		duty("unknown-query-as-find", etalon.ITI18, on(etalon.ITI18, "unknown-query"), "Une recherche inconnue est prise pour FindDocuments.", "An unknown query is taken for FindDocuments.",
			swap("urn:uuid:00000000-0000-4000-8000-00000000e7a1", "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d")),
		duty("status-supposed", etalon.ITI18, on(etalon.ITI18, "missing-status"), "Le statut, obligatoire, est supposé.", "The status, which is required, is supposed.",
			func(s string) string {
				if strings.Contains(s, "$XDSDocumentEntryStatus") {
					return s
				}
				return strings.Replace(s, "</rim:AdhocQuery>", `<rim:Slot name="$XDSDocumentEntryStatus"><rim:ValueList><rim:Value>('`+rimStatus+`Approved')</rim:Value></rim:ValueList></rim:Slot></rim:AdhocQuery>`, 1)
			}),
		duty("return-type-supposed", etalon.ITI18, on(etalon.ITI18, "bad-return-type"), "Un returnType inconnu est pris pour LeafClass.", "An unknown returnType is taken for LeafClass.",
			func(s string) string { return attribute(s, "returnType", "LeafClass") }),
		duty("asynchrony-ignored", "", on(etalon.ITI18, "asynchronous"), "La demande d'une réponse asynchrone est ignorée.", "The wish for an asynchronous answer is ignored.",
			func(s string) string {
				return replies.ReplaceAllString(s, "${1}http://www.w3.org/2005/08/addressing/anonymous<")
			}),
		duty("original-status-unchecked", etalon.ITI57, on(etalon.ITI57, "bad-original-status"), "OriginalStatus n'est pas vérifié.", "OriginalStatus is not checked.",
			func(s string) string { return originals.ReplaceAllString(s, "${1}"+rimStatus+"Approved<") }),
		duty("previous-version-unchecked", etalon.ITI57, on(etalon.ITI57, "bad-previous-version"), "PreviousVersion n'est pas vérifié.", "PreviousVersion is not checked.",
			func(s string) string { return versions.ReplaceAllString(s, "${1}1<") }),
		duty("class-code-supposed", etalon.ITI42, on(etalon.ITI42, "missing-class-code"), "Un classCode absent est supposé.", "A missing classCode is supposed.",
			func(s string) string {
				if strings.Contains(s, "41a5887f-8865-4c09-adf7-e362475b143a") {
					return s
				}
				id := entryID.FindStringSubmatch(s)
				if id == nil {
					return s
				}
				return firstIdentifier.ReplaceAllString(s, `<rim:Classification id="supposed" classificationScheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a" classifiedObject="`+id[1]+
					`" nodeRepresentation="10"><rim:Slot name="codingScheme"><rim:ValueList><rim:Value>1.2.250.1.213.1.1.4.1</rim:Value></rim:ValueList></rim:Slot><rim:Name><rim:LocalizedString value="Compte rendu"/></rim:Name></rim:Classification>${0}`)
			}),
	}
}

var (
	patients        = regexp.MustCompile(`[0-9]{15}\^\^\^`)
	relations       = regexp.MustCompile(`(?s)<rim:Association [^>]*AssociationType:RPLC"[^>]*(/>|>.*?</rim:Association>)`)
	documentIDs     = regexp.MustCompile(`(urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="[^"]*)"`)
	setIDs          = regexp.MustCompile(`(urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8" value="[^"]*)"`)
	replies         = regexp.MustCompile(`(<wsa:Address>)[^<]*<`)
	originals       = regexp.MustCompile(`(name="OriginalStatus"[^>]*><rim:ValueList><rim:Value>)[^<]*<`)
	versions        = regexp.MustCompile(`(name="PreviousVersion"[^>]*><rim:ValueList><rim:Value>)[^<]*<`)
	entryID         = regexp.MustCompile(`<rim:ExtrinsicObject [^>]*?\bid="([^"]*)"`)
	firstIdentifier = regexp.MustCompile(`<rim:ExternalIdentifier [^>]*58a6f841-87b3-4a3e-92fd-a8ffeff98427`)
	messageIDs      = regexp.MustCompile(`<wsa:MessageID[^>]*>urn:uuid:([0-9a-f]{8})`)
)

func slotsOf(name string) *regexp.Regexp {
	return regexp.MustCompile(`<rim:Slot name="` + name + `">.*?</rim:Slot>`)
}

// digits are a few that differ from one message to the next.
func digits(s string) string {
	id := messageIDs.FindStringSubmatch(s)
	if id == nil {
		return "1"
	}
	out := "1"
	for _, c := range id[1] {
		out += string('0' + c%10)
	}
	return out
}
