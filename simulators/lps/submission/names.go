package submission

const u = "urn:uuid:"

// Schemes of document entries (spec: DMP §5.2).
const (
	EntryAuthor          = u + "93606bcf-9494-43ec-9b4e-a7748d1a838d"
	EntryClass           = u + "41a5887f-8865-4c09-adf7-e362475b143a"
	EntryType            = u + "f0306f51-975f-434e-a61c-c59651d33983"
	EntryConfidentiality = u + "f4f85eac-e6cb-4883-b524-f2705394840f"
	EntryFormat          = u + "a09d5840-386c-46f2-b5ad-9c3699a4309d"
	EntryFacility        = u + "f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1"
	EntryPractice        = u + "cccf5598-8b07-4b77-a05e-ae952c785ead"
	EntryEvent           = u + "2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"
	EntryUniqueID        = u + "2e82c1f6-a085-4c72-9da3-8640a32e42ab"
	EntryPatientID       = u + "58a6f841-87b3-4a3e-92fd-a8ffeff98427"
	StableEntry          = u + "7edca82f-054d-47f2-a032-9b2a5b5186c1"
)

// Schemes of submission sets (spec: DMP §5.1).
const (
	SetAuthor    = u + "a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d"
	SetContent   = u + "aa543740-bdda-424e-8c96-df4873be8500"
	SetSourceID  = u + "554ac39e-e3fe-47fe-b233-965d2a147832"
	SetUniqueID  = u + "96fdda7c-d067-4183-912e-bf5ee74998a8"
	SetPatientID = u + "6b5aea1a-874d-4603-a4bc-96a0a7b38446"
	SetNode      = u + "a54d6aa5-d40d-43f9-88c5-b4633d873bdd"
)

// Schemes of folders (IHE ITI TF-3 table 4.2.3.4-1).
const (
	FolderCodes     = u + "1ba97051-7806-41a8-a48b-8fce7af683c5"
	FolderUniqueID  = u + "75df8f67-9973-4fbe-a900-df66cefecc5a"
	FolderPatientID = u + "f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a"
	FolderNode      = u + "d9d542f3-6cc4-48b6-8870-ea235fbc94c2"
)

// Associations and statuses.
const (
	HasMember    = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
	Replaces     = "urn:ihe:iti:2007:AssociationType:RPLC"
	Transforms   = "urn:ihe:iti:2007:AssociationType:XFRM"
	Appends      = "urn:ihe:iti:2007:AssociationType:APND"
	Signs        = "urn:ihe:iti:2007:AssociationType:signs"
	UpdateStatus = "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus"
	Approved     = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
	Deprecated   = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"
	Archived     = "urn:asip:ci-sis:2010:StatusType:Archived"
	Deleted      = "urn:asip:ci-sis:2010:StatusType:Deleted"
)

// Stored queries.
const (
	FindDocuments      = u + "14d4debf-8f97-4251-9a74-a90016b0af0d"
	FindSubmissionSets = u + "f26abbcb-ac74-4422-8a30-edb644bbc1a9"
	FindFolders        = u + "958f3006-baad-4929-a4de-ff1114824431"
	GetAll             = u + "10b545ea-725c-446d-9b95-8aeb444eddf3"
	GetDocuments       = u + "5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
	GetFolders         = u + "5737b14c-8a1a-4539-b659-e03a34a5e1e4"
	GetAssociations    = u + "a7ae438b-4bc2-4642-93e9-be891f7bb155"

	GetDocumentsAndAssociations = u + "bab9529a-4a10-40b3-a01f-f68a615d247a"
	GetSubmissionSets           = u + "51224314-5390-4169-9b91-b1980040715a"
	GetSubmissionSetAndContents = u + "e8e3cb2c-e39c-46b9-99e4-c12f57260b83"
	GetFolderAndContents        = u + "b909a503-523d-4517-8acf-8e5834dfc4c7"
	GetFoldersForDocument       = u + "10cae35a-c7f9-4cf5-b61e-fc3278ffb578"
	GetRelatedDocuments         = u + "d90e5407-b356-4d91-a89f-873917b4b0e6"
	FindByReference             = u + "12941a89-e02e-4be5-967c-ce4bfc8fe492"
)

const (
	nsRIM   = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	nsRS    = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
	nsLCM   = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
	nsQuery = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
	nsXDSB  = "urn:ihe:iti:xds-b:2007"
)
