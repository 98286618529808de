package etalon

import "slices"

// Elsewhere tells the action of an IHE transaction that Étalon neither plays nor
// judges, though its message may be that of one that it does: a cross-gateway
// query carries the message of ITI-18. A message with such an action is out of
// scope, not wrong. Source: IHE ITI TF-2 and supplements, RAD TF-3.
func Elsewhere(action string) bool { return slices.Contains(elsewhere(), action) }

func elsewhere() []string {
	return []string{
		"urn:ihe:iti:2007:CrossGatewayQuery", "urn:ihe:iti:2007:CrossGatewayQueryResponse", // ITI-38
		"urn:ihe:iti:2007:CrossGatewayQueryAsync", "urn:ihe:iti:2007:CrossGatewayQueryAsyncResponse", // ITI-38
		"urn:ihe:iti:2007:CrossGatewayRetrieve", "urn:ihe:iti:2007:CrossGatewayRetrieveResponse", // ITI-39
		"urn:ihe:iti:2007:CrossGatewayRetrieveAsync", "urn:ihe:iti:2007:CrossGatewayRetrieveAsyncResponse", // ITI-39
		"urn:ihe:iti:2009:MultiPatientStoredQuery", "urn:ihe:iti:2009:MultiPatientStoredQueryResponse", // ITI-51
		"urn:ihe:iti:2010:RegisterOnDemandDocumentEntry", "urn:ihe:iti:2010:RegisterOnDemandDocumentResponse", // ITI-61
		"urn:ihe:iti:2011:CrossGatewayFetch", "urn:ihe:iti:2011:CrossGatewayFetchResponse", // ITI-63
		"urn:ihe:iti:2015:CrossGatewayDocumentProvide", "urn:ihe:iti:2015:CrossGatewayDocumentProvideResponse", // ITI-80
		"urn:ihe:iti:2017:RemoveDocuments", "urn:ihe:iti:2017:RemoveDocumentsResponse", // ITI-86
		"urn:ihe:iti:2018:RestrictedUpdateDocumentSet", "urn:ihe:iti:2018:RestrictedUpdateDocumentSetResponse", // ITI-92
		"urn:ihe:rad:2011:CrossGatewayRetrieveImagingDocumentSet", "urn:ihe:rad:2011:CrossGatewayRetrieveImagingDocumentSetResponse", // RAD-75
	}
}
