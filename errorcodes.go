package etalon

// ErrorCode is one error that a client can meet, and where it is legal. A reply
// step may name others: what a product does with a code it never heard of is
// worth knowing too.
type ErrorCode struct {
	Code    string
	With    BehaviourName // that answers it
	On      []Transaction
	Warning bool // told as a warning only
}

// ErrorCodes is the list of known codes: those of IHE ITI TF-3 table 4.2.4.1-2
// that concern the transactions here, and those that the DMP adds (spec: DMP
// §6.1).
func ErrorCodes() []ErrorCode {
	var all []ErrorCode
	add := func(with BehaviourName, warning bool, on []Transaction, codes ...string) {
		for _, c := range codes {
			all = append(all, ErrorCode{Code: c, With: with, On: on, Warning: warning})
		}
	}
	provide, register := []Transaction{ITI41}, []Transaction{ITI41, ITI42}
	query, retrieve, update, remove := []Transaction{ITI18}, []Transaction{ITI43}, []Transaction{ITI57}, []Transaction{ITI62}
	xds := []Transaction{ITI41, ITI42, ITI18, ITI43, ITI57, ITI62}
	add(BehaveRegistryError, false, provide, "InvalidDocumentContent", "XDSMissingDocument", "XDSMissingDocumentMetadata", "XDSRegistryNotAvailable")
	add(BehaveRegistryError, true, provide, "DocumentQueued", "PartialAppendContentNotProcessed", "PartialFolderContentNotProcessed",
		"PartialRelationshipContentNotProcessed", "PartialReplaceContentNotProcessed", "PartialTransformNotProcessed", "PartialTransformReplaceNotProcessed")
	add(BehaveRegistryError, false, register, "XDSDuplicateUniqueIdInRegistry", "XDSNonIdenticalHash", "XDSNonIdenticalSize", "XDSPatientIdDoesNotMatch",
		"XDSRegistryDeprecatedDocumentError", "XDSRegistryDuplicateUniqueIdInMessage", "XDSRepositoryDuplicateUniqueIdInMessage",
		"XDSRegistryMetadataError", "XDSRepositoryMetadataError")
	add(BehaveRegistryError, true, register, "XDSExtraMetadataNotSaved")
	add(BehaveRegistryError, false, []Transaction{ITI41, ITI42, ITI62}, "UnresolvedReferenceException")
	add(BehaveRegistryError, false, []Transaction{ITI41, ITI42, ITI18}, "XDSUnknownPatientId")
	add(BehaveRegistryError, false, query, "XDSResultNotSinglePatient", "XDSStoredQueryMissingParam", "XDSStoredQueryParamNumber",
		"XDSTooManyResults", "XDSUnknownStoredQuery")
	add(BehaveRegistryError, false, []Transaction{ITI18, ITI43}, "XDSMissingHomeCommunityId", "XDSUnknownCommunity", "XDSUnavailableCommunity")
	add(BehaveRegistryError, false, retrieve, "XDSDocumentUniqueIdError", "XDSUnknownRepositoryId")
	add(BehaveRegistryError, false, xds, "XDSRegistryBusy", "XDSRepositoryBusy", "XDSRegistryError", "XDSRepositoryError",
		"XDSRegistryOutOfResources", "XDSRepositoryOutOfResources")
	add(BehaveRegistryError, false, update, "XDSMetadataUpdateError", "XDSMetadataVersionError", "XDSMetadataUpdateOperationError", "XDSPatientIDReconciliationError")
	add(BehaveRegistryError, false, remove, "ReferencesExistException", "XDSUnreferencedObjectException")
	add(BehaveRegistryError, false, []Transaction{TD03}, "DMPPatientAccessAlreadyExists",
		"DMPPatientAccessOTPAlreadyExists", "DMPIdentityCertificationFailure", "DMPAccessDeniedByRightsService")
	add(BehaveSOAPFault, false, nil, "Sender", "Receiver", "MustUnderstand", "VersionMismatch", "DataEncodingUnknown")
	add(BehaveSOAPFault, false, nil, "DMPInvalidCertificate") // a subcode of Sender
	return all
}
