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
	OnDemandDocument  = "urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"
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

// Identification and classification schemes of a folder.
const (
	FolderUniqueID  = "urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a"
	FolderPatientID = "urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a"
	FolderCodeList  = "urn:uuid:1ba97051-7806-41a8-a48b-8fce7af683c5"
)

// Documentation is the classification scheme that says why a relationship was
// made (IHE ITI TF-3 section 4.2.2.2).
const Documentation = "urn:uuid:abd807a3-4432-4053-87b4-fd82c643d1f3"

// Flags of limited metadata, as classification nodes; XDS.b forbids them.
const (
	LimitedDocument = "urn:uuid:ab9b591b-83ab-4d03-8f5d-f93b1fb92e85"
	LimitedSet      = "urn:uuid:5003a9db-8d8d-49e6-bf0c-990e34ac7707"
	LimitedFolder   = "urn:uuid:2c144a76-29a9-4b7c-af54-b25409fe7d03"
)

// ReferenceIDs is the slot of DocumentEntry.referenceIdList.
const ReferenceIDs = "urn:ihe:iti:xds:2013:referenceIdList"

// Availability of the document itself (XDS Metadata Update).
const (
	Online  = "urn:ihe:iti:2010:DocumentAvailability:Online"
	Offline = "urn:ihe:iti:2010:DocumentAvailability:Offline"
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
	SnapshotOf   = "urn:ihe:iti:2010:AssociationType:IsSnapshotOf"
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

// The stored queries (IHE ITI TF-2 3.18.4.1.2.4; the last three are those of
// Multi-Patient Queries, ITI-51).
const (
	FindDocuments               = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
	FindSubmissionSets          = "urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9"
	FindFolders                 = "urn:uuid:958f3006-baad-4929-a4de-ff1114824431"
	GetAll                      = "urn:uuid:10b545ea-725c-446d-9b95-8aeb444eddf3"
	GetDocuments                = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
	GetFolders                  = "urn:uuid:5737b14c-8a1a-4539-b659-e03a34a5e1e4"
	GetAssociations             = "urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155"
	GetDocumentsAndAssociations = "urn:uuid:bab9529a-4a10-40b3-a01f-f68a615d247a"
	GetSubmissionSets           = "urn:uuid:51224314-5390-4169-9b91-b1980040715a"
	GetSubmissionSetAndContents = "urn:uuid:e8e3cb2c-e39c-46b9-99e4-c12f57260b83"
	GetFolderAndContents        = "urn:uuid:b909a503-523d-4517-8acf-8e5834dfc4c7"
	GetFoldersForDocument       = "urn:uuid:10cae35a-c7f9-4cf5-b61e-fc3278ffb578"
	GetRelatedDocuments         = "urn:uuid:d90e5407-b356-4d91-a89f-873917b4b0e6"
	FindByReferenceID           = "urn:uuid:12941a89-e02e-4be5-967c-ce4bfc8fe492"

	FindDocumentsMultiple     = "urn:uuid:3d1bdb10-39a2-11de-89c2-2f44d94eaa9f"
	FindFoldersMultiple       = "urn:uuid:50d3f5ac-39a2-11de-a1ca-b366239e58df"
	FindByReferenceIDMultiple = "urn:uuid:1191642d-86c4-42d8-b784-f95445f9f0d5"
)
