package judge

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas/ans"
)

const nsDSig = "http://www.w3.org/2000/09/xmldsig#"

// documentLimits are those of a document that is judged by a pack of rules over documents.
// Nodes take a few hundred bytes each while it is; the longest documents published have
// some tens of thousands.
var documentLimits = xmldoc.Limits{AllowDTD: true, Nodes: 1_500_000}

// signedUnchecked is said of a signed document that the schema of documents was to judge.
var signedUnchecked = etalon.Text{
	FR: "Un document signé : les règles ont été appliquées, non le schéma XML, qui ne connaît pas cette racine (ds:Signature). Donnez aussi le ClinicalDocument seul.",
	EN: "A signed document: the rules were applied, not the XML schema, which does not know this root (ds:Signature). Give the ClinicalDocument on its own too.",
}

// around says what was judged of a clinical document that stands in a style sheet or in
// a signature; nothing for any other file.
func around(raw []byte) etalon.Text {
	doc, err := xmldoc.Parse(raw, documentLimits)
	if err != nil || !ans.Clinical(doc).OK() {
		return nothing
	}
	switch root := doc.Root(); {
	case root.Space() == nsXSLT:
		return etalon.Text{
			FR: "Un document autoprésentable : son enveloppe, l'en-tête et les modèles connus du CDA ont été jugés, non ce que montre sa feuille de style ni ce que son volet ajoute ; pour le reste : --pack TestContenuCDA.",
			EN: "A self-presenting document: its shell, the header and the known templates of the CDA were judged, not what its style sheet shows nor what its volet adds; for the rest: --pack TestContenuCDA.",
		}
	case root.Local() == "Signature":
		return etalon.Text{
			FR: "Un document signé : l'en-tête et les modèles connus du CDA ont été jugés, et que la signature vaille pour lui quand elle porte sa clé, non ce que son volet ajoute ; pour le reste : --pack TestContenuCDA.",
			EN: "A signed document: the header and the known templates of the CDA were judged, and that the signature holds for it when it bears its key, not what its volet adds; for the rest: --pack TestContenuCDA.",
		}
	}
	return nothing
}
