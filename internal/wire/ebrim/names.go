package ebrim

// The namespaces of the messages.
const (
	NSRIM   = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	NSRS    = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
	NSLCM   = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
	NSQuery = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
	NSXDSB  = "urn:ihe:iti:xds-b:2007"
)

// The kinds of registry object, by element name.
const (
	ExtrinsicObject    = "ExtrinsicObject"
	RegistryPackage    = "RegistryPackage"
	Association        = "Association"
	Classification     = "Classification"
	ExternalIdentifier = "ExternalIdentifier"
)

// Object types and classification nodes (IHE ITI TF-3 table 4.2).
const (
	StableDocument    = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
	SubmissionSetNode = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"
	FolderNode        = "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2"
)

// Identification and classification schemes of a document entry.
const (
	DocumentUniqueID  = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
	DocumentPatientID = "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
	DocumentAuthor    = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
	ClassCode         = "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"
	TypeCode          = "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"
	FormatCode        = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"
	ConfidentialityCd = "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"
	FacilityTypeCode  = "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1"
	PracticeSetting   = "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead"
	EventCodeList     = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"
)

// Identification and classification schemes of a submission set.
const (
	SetUniqueID    = "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8"
	SetSourceID    = "urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832"
	SetPatientID   = "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446"
	SetAuthor      = "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d"
	SetContentType = "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500"
)

// Association types.
const (
	HasMember    = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
	Replaces     = "urn:ihe:iti:2007:AssociationType:RPLC"
	Transforms   = "urn:ihe:iti:2007:AssociationType:XFRM"
	Appends      = "urn:ihe:iti:2007:AssociationType:APND"
	TransformRep = "urn:ihe:iti:2007:AssociationType:XFRM_RPLC"
	Signs        = "urn:ihe:iti:2007:AssociationType:signs"
	UpdateStatus = "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus"
	SubmitAssoc  = "urn:ihe:iti:2010:AssociationType:SubmitAssociation"
)

// Availability statuses; the last two are the DMP's own.
const (
	Approved   = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
	Deprecated = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"
	Archived   = "urn:asip:ci-sis:2010:StatusType:Archived"
	Deleted    = "urn:asip:ci-sis:2010:StatusType:Deleted"
)

// Response statuses and severities (IHE ITI TF-3 section 4.2.4).
const (
	Success        = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
	Failure        = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
	PartialSuccess = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"

	SeverityError   = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
	SeverityWarning = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"
)

// The stored queries that the DMP serves (IHE ITI TF-2 3.18).
const (
	FindDocuments               = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
	FindSubmissionSets          = "urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9"
	GetDocuments                = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
	GetAssociations             = "urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155"
	GetDocumentsAndAssociations = "urn:uuid:bab9529a-4a10-40b3-a01f-f68a615d247a"
)
