package facts

import "github.com/etalon-dmp/etalon"

// The namespaces that facts are read from.
const (
	nsXOP    = "http://www.w3.org/2004/08/xop/include"
	nsXDSB   = "urn:ihe:iti:xds-b:2007"
	nsRIM    = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	nsRegRep = "urn:oasis:names:tc:ebxml-regrep:xsd:" // what the namespaces of ebRS and ebRIM 3.0 begin with
	nsRS     = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
	nsSAML   = "urn:oasis:names:tc:SAML:2.0:assertion"
	nsHL7    = "urn:hl7-org:v3"
	nsOwn    = "urn:si-dmp-"          // what the namespaces of the DMP's own services begin with
	nsGDP    = "asip:ci-sis:gdp:2010" // wrapper of the DMP's answers to a creation or a change
	nsDSig   = "http://www.w3.org/2000/09/xmldsig#"
	nsXML    = "http://www.w3.org/XML/1998/namespace"
)

// Identification schemes of external identifiers. Source: IHE ITI TF-3 §4.2.
const (
	schemeEntryUniqueID        = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
	schemeEntryPatientID       = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
	schemeEntryAuthor          = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
	schemeEntryTypeCode        = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"
	schemeEntryConfidentiality = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"
	schemeLotUniqueID          = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8"
	schemeLotSourceID          = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832"
	schemeLotPatientID         = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446"
	schemeFolderUniqueID       = "urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a"
	schemeFolderPatientID      = "urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a"
	attributeResourceID        = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
	attributeSubjectID         = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
	codeAuthorisation          = "AUTORISATION" // attentionLine keyWordText of a TD0.2 answer
	codeAttached               = "RATTACHEMENT_ENS"
	responseStatusSuccess      = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
)

// transactionOf names the transaction of a request whose capture does not say
// it, from its WS-Addressing action and, where several have one, from its
// reason; Unknown when no transaction has it.
func transactionOf(action, reason string) (etalon.Actor, etalon.Transaction) {
	if t, _, known := etalon.Told(action, reason); known {
		return t.Actor, t.Name
	}
	return "", etalon.Unknown
}
