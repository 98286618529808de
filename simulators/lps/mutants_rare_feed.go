package lps

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// patched changes the first match of a pattern in what is signed or sent.
func patched(pattern, with string) func([]byte) []byte {
	found := regexp.MustCompile(`(?s)` + pattern)
	return func(b []byte) []byte {
		at := found.FindSubmatchIndex(b)
		if at == nil {
			return b
		}
		return append(found.Expand(slices.Clone(b[:at[0]]), []byte(with), b, at), b[at[1]:]...)
	}
}

func rareFeedMutants() []Mutant {
	hidden := func(code string) func(*hooks) {
		return func(h *hooks) {
			h.entry = func(_ *call, e *submission.Object) {
				e.Classifications = append(e.Classifications, coded(submission.EntryConfidentiality, cda.Coded{Code: code, System: "1.2.250.1.213.1.1.4.13", Label: "Restreint"}))
			}
		}
	}
	signed := func(pattern, with string) func(*hooks) {
		change := patched(pattern, with)
		return func(h *hooks) { h.signed = func(_ *call, b []byte) []byte { return change(b) } }
	}
	feed := etalon.ActFeed
	aim := define("dsg-qualifying-target", "DSG05.target", "Les propriétés XAdES visent une autre signature.", "The XAdES properties aim at another signature.",
		signed(`(QualifyingProperties [^>]*Target="#)signature"`, `${1}autre"`), feed)
	aim.Trust = true
	silent := define("silence-renewed", "S02.unknown", "Après un silence, les mêmes documents partent sous d'autres identifiants.", "After a silence the same documents are sent under other identifiers.",
		func(h *hooks) { h.flow.renewAfterSilence = true }, feed)
	silent.Behaviour = etalon.BehaveCut
	return []Mutant{
		aim, silent,
		define("hidden-unasked", "A03.flags", "Le document est masqué aux professionnels sans que personne l'ait demandé.", "The document is hidden from professionals though nobody asked for it.", hidden("MASQUE_PS"), feed),
		define("hidden-adult", "X06.minor", "Le document d'un majeur est caché à des représentants légaux.", "The document of an adult is hidden from legal representatives.", hidden("INVISIBLE_REPRESENTANTS_LEGAUX"), feed),
		define("author-id-type", "X13.person-type", "Un identifiant national de professionnel est de type EI.", "A national identifier of a professional has the type EI.",
			func(h *hooks) {
				h.entry = func(_ *call, e *submission.Object) {
					a := e.Class(submission.EntryAuthor)
					for i := range a.Slots {
						if a.Slots[i].Name == "authorPerson" {
							a.Slots[i].Values = []string{strings.Replace(a.Slots[i].Values[0], "^IDNPS", "^EI", 1)}
						}
					}
				}
			}, feed),
		define("certificate-shape", "X16.cert-shape", "Un certificat de signature a deux numéros.", "A signing certificate has two serial numbers.",
			signed(`(<ds:X509SerialNumber>[^<]*</ds:X509SerialNumber>)(</xad:IssuerSerial>)`, `$1$1$2`), feed),
		define("policy-twice", "X16.policy-shape", "La politique de signature est dite deux fois.", "The signature policy is stated twice.",
			signed(`(<xad:SignaturePolicyImplied></xad:SignaturePolicyImplied>)`, `$1$1`), feed),
		define("manifest-renamed", "X16.manifest-id", "Le manifeste signé porte un autre nom.", "The signed manifest bears another name.",
			func(h *hooks) {
				h.signed = func(_ *call, b []byte) []byte { return bytes.ReplaceAll(b, []byte("IHEManifest"), []byte("Manifest")) }
			}, feed),
		define("replaced-id-kept", "X02.held", "Le document qui remplace garde l'uniqueId du remplacé.", "The replacement keeps the uniqueId of what it replaces.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) {
					if d.Replaces != "" {
						d.UniqueID = d.Replaces
					}
				}
			}, etalon.ActReplace),
		define("unusable-data-read", "S01.stop", "Les données d'un dossier absent ou interdit sont lues, et le logiciel dit avoir refusé.", "The data of an absent or forbidden record are read, and the software says that it refused.",
			func(h *hooks) { h.flow.useAnyRecord = true }, etalon.ActReadData),
		define("series-shared", "X02.series", "Tous les documents portent le même setId.", "All documents bear the same setId.",
			func(h *hooks) {
				h.document = func(_ *call, d *cda.Document) {
					if d.Replaces == "" {
						d.SetID = "2.25.42"
					}
				}
			}, feed),
		define("done-twice", "S02.again", "Ce qui a réussi est refait.", "What succeeded is done again.", func(h *hooks) { h.flow.repeatDone = true }, feed),
	}
}

func rareDocumentMutants() []Mutant {
	cdaEdit := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		change := patched(pattern, with)
		return define(name, kills, fr, en, func(h *hooks) { h.content = change }, etalon.ActFeed)
	}
	return []Mutant{
		cdaEdit("legal-structure-other", "X14.legal-structure", "Le responsable du document est d'une autre structure que le VIHF.", "The legal authenticator is of another structure than the VIHF.",
			`(<legalAuthenticator.*?<representedOrganization[^>]*><id root="[^"]*" extension=")[^"]*`, `${1}1990000099`),
		cdaEdit("signed-tomorrow", "X12.future", "Le responsable signera le document dans un siècle.", "The legal authenticator will sign the document in a century.",
			`(<legalAuthenticator[^>]*><time value=")..`, `${1}21`),
		cdaEdit("vaccine-scan-template", "SM01.template-level", "Un document structuré se dit non structuré.", "A structured document says that it is not.",
			`(<templateId root="1\.2\.250\.1\.213\.1\.1\.1\.1"/>)(.*<structuredBody)`, `$1<templateId root="1.3.6.1.4.1.19376.1.2.20"/>$2`),
		cdaEdit("vaccine-null-beside", "SM09.body-value", "Une valeur du corps dit aussi qu'elle n'est pas connue.", "A value of the body also says that it is not known.",
			`(<structuredBody.*<entry.*?<effectiveTime )(value=)`, `${1}nullFlavor="UNK" $2`),
	}
}
