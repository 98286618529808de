package attributes

import (
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// many is no upper bound.
const many = -1

// slot is an attribute coded as a Slot.
type slot struct {
	name        string
	least, most int
	form        form
}

// code is an attribute coded as a Classification.
type code struct {
	name, scheme string
	least, most  int
}

// identifier is an attribute coded as an ExternalIdentifier; each is needed once.
type identifier struct {
	name, scheme string
	form         form
}

// class is the attributes of one kind of object.
type class struct {
	slots       []slot
	codes       []code
	author      string // scheme; "" when the object has none
	identifiers []identifier
	limited     string // classification node that XDS.b forbids
	titled      bool   // a Name is needed
}

// IHE ITI TF-3 tables 4.2.3.2-1, 4.2.3.3-1 and 4.2.3.4-1, multiplicities as in
// ITI-42. creationTime, hash and size: see below for On-Demand entries.
var classes = map[store.Kind]class{
	store.Document: {
		slots: []slot{
			{"creationTime", 1, 1, dtm},
			{"languageCode", 1, 1, language},
			{"sourcePatientId", 1, 1, cx},
			{"hash", 1, 1, hash},
			{"size", 1, 1, size},
			{"repositoryUniqueId", 1, 1, oid},
			{"serviceStartTime", 0, 1, dtm},
			{"serviceStopTime", 0, 1, dtm},
			{"legalAuthenticator", 0, 1, xcn},
			{"sourcePatientInfo", 0, many, patientInfo},
			{"URI", 0, many, anything},
			{ebrim.ReferenceIDs, 0, many, cxi},
			{"documentAvailability", 0, 1, availability},
		},
		codes: []code{
			{"classCode", ebrim.ClassCode, 1, 1},
			{"confidentialityCode", ebrim.ConfidentialityCd, 1, many},
			{"eventCodeList", ebrim.EventCodeList, 0, many},
			{"formatCode", ebrim.FormatCode, 1, 1},
			{"healthcareFacilityTypeCode", ebrim.FacilityTypeCode, 1, 1},
			{"practiceSettingCode", ebrim.PracticeSetting, 1, 1},
			{"typeCode", ebrim.TypeCode, 1, 1},
		},
		author: ebrim.DocumentAuthor, limited: ebrim.LimitedDocument,
		identifiers: []identifier{{"patientId", ebrim.DocumentPatientID, cx}, {"uniqueId", ebrim.DocumentUniqueID, documentID}},
	},
	store.SubmissionSet: {
		slots:  []slot{{"submissionTime", 1, 1, dtm}, {"intendedRecipient", 0, many, recipient}},
		codes:  []code{{"contentTypeCode", ebrim.SetContentType, 1, 1}},
		author: ebrim.SetAuthor, limited: ebrim.LimitedSet,
		identifiers: []identifier{
			{"patientId", ebrim.SetPatientID, cx}, {"sourceId", ebrim.SetSourceID, oid}, {"uniqueId", ebrim.SetUniqueID, oid},
		},
	},
	store.Folder: {
		slots: []slot{{"lastUpdateTime", 0, 1, seconds}},
		codes: []code{{"codeList", ebrim.FolderCodeList, 1, many}}, limited: ebrim.LimitedFolder, titled: true,
		identifiers: []identifier{{"patientId", ebrim.FolderPatientID, cx}, {"uniqueId", ebrim.FolderUniqueID, oid}},
	},
}

// authorSlots are the sub-attributes of an author (TF-3 table 4.2.3.1.4.2-1).
var authorSlots = []slot{
	{"authorPerson", 0, 1, xcn},
	{"authorInstitution", 0, many, xon},
	{"authorRole", 0, many, anything},
	{"authorSpecialty", 0, many, anything},
	{"authorTelecommunication", 0, many, anything},
}

// onDemand says which slots of an On-Demand entry are absent (TF-3 table
// 4.3.1.1-3).
func onDemand(name string) bool { return name == "creationTime" || name == "hash" || name == "size" }
