package facts

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// isPayload tells the root element of an ebRIM or XDS.b message that has no
// envelope around it.
func isPayload(root xmldoc.Node) bool {
	switch root.Local() {
	case "ProvideAndRegisterDocumentSetRequest", "RetrieveDocumentSetRequest", "RetrieveDocumentSetResponse":
		return root.Space() == nsXDSB
	case "SubmitObjectsRequest", "RemoveObjectsRequest", "AdhocQueryRequest", "AdhocQueryResponse", "RegistryResponse":
		return strings.HasPrefix(root.Space(), nsRegRep)
	}
	return false
}

// transactionOfBody names the transaction of a message by what it carries. A
// SubmitObjectsRequest alone is ITI-42, or ITI-57 when something in it is about
// an existing version; a RegistryResponse alone may answer several.
func transactionOfBody(body xmldoc.Node) (etalon.Actor, etalon.Transaction) {
	switch body.Local() {
	case "ProvideAndRegisterDocumentSetRequest":
		return etalon.Repository, etalon.ITI41
	case "RetrieveDocumentSetRequest", "RetrieveDocumentSetResponse":
		return etalon.Repository, etalon.ITI43
	case "AdhocQueryRequest", "AdhocQueryResponse":
		return etalon.Registry, etalon.ITI18
	case "RemoveObjectsRequest":
		return etalon.Registry, etalon.ITI62
	case "SubmitObjectsRequest":
		for n := range body.Descendants() {
			lid, id := n.Attr("", "lid"), n.Attr("", "id")
			operation := lastWord(n.Attr("", "associationType"))
			if lid != "" && lid != id || operation == "UpdateAvailabilityStatus" || operation == "SubmitAssociation" {
				return etalon.Registry, etalon.ITI57
			}
		}
		return etalon.Registry, etalon.ITI42
	}
	return "", etalon.Unknown
}
