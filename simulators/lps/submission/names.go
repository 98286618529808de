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

// Associations and statuses.
const (
	HasMember    = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
	Replaces     = "urn:ihe:iti:2007:AssociationType:RPLC"
	Signs        = "urn:ihe:iti:2007:AssociationType:signs"
	UpdateStatus = "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus"
	Approved     = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
	Deleted      = "urn:asip:ci-sis:2010:StatusType:Deleted"
)

// Stored queries.
const (
	FindDocuments      = u + "14d4debf-8f97-4251-9a74-a90016b0af0d"
	FindSubmissionSets = u + "f26abbcb-ac74-4422-8a30-edb644bbc1a9"
	GetDocuments       = u + "5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
	GetAssociations    = u + "a7ae438b-4bc2-4642-93e9-be891f7bb155"
)

const (
	nsRIM   = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	nsRS    = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
	nsLCM   = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
	nsQuery = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
	nsXDSB  = "urn:ihe:iti:xds-b:2007"
)
