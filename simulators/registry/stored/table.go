package stored

import (
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// param is one parameter of a query (IHE ITI TF-2 tables of 3.18.4.1.2.3.7).
type param struct {
	name    string
	need    bool
	many    bool // multi-valued: written in parentheses
	coded   bool // code^^codingScheme
	grouped bool // repeated slots are and-ed
	number  bool // no quotes
	status  bool // an availability status; unknown ones are dropped
}

// query is one stored query.
type query struct {
	name   string
	params []param
	oneOf  []string // exactly one of these parameters
	// anyOf needs one of these at least (Multi-Patient Queries).
	anyOf    []string
	patients bool // it may answer about several patients
	run      func(*search) []*store.Record
}

func required(name string) param { return param{name: name, need: true} }
func optional(name string) param { return param{name: name} }
func (p param) Many() param      { p.many = true; return p }
func (p param) Code() param      { p.many, p.coded = true, true; return p }
func (p param) And() param       { p.grouped = true; return p }
func (p param) Number() param    { p.number = true; return p }
func (p param) Status() param    { p.many, p.status = true, true; return p }

// times are the two ends of a range.
func times(name string) []param {
	return []param{optional(name + "From").Number(), optional(name + "To").Number()}
}

func join(lists ...[]param) []param {
	var all []param
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var (
	level    = []param{optional("$MetadataLevel").Number()}
	document = "$XDSDocumentEntry"
	set      = "$XDSSubmissionSet"
	folder   = "$XDSFolder"
	// contents narrow the entries of a set or folder.
	contents = []param{
		optional(document + "FormatCode").Code(), optional(document + "ConfidentialityCode").Code().And(), optional(document + "Type").Many(),
	}
	findDocuments = join([]param{
		required(document + "Status").Status(),
		optional(document + "ClassCode").Code(), optional(document + "TypeCode").Code(), optional(document + "PracticeSettingCode").Code(),
		optional(document + "HealthcareFacilityTypeCode").Code(), optional(document + "EventCodeList").Code().And(),
		optional(document + "AuthorPerson").Many(),
	}, contents, times(document+"CreationTime"), times(document+"ServiceStartTime"), times(document+"ServiceStopTime"), level)
	findFolders = join([]param{
		required(folder + "Status").Status(), optional(folder + "CodeList").Code().And(),
	}, times(folder+"LastUpdateTime"), level)
	referenceIDs = required(document + "ReferenceIdList").Many().And()
	multiple     = []string{document + "ClassCode", document + "EventCodeList", document + "HealthcareFacilityTypeCode"}
)

// ids are the parameters that name objects; one of them is given.
func ids(prefix string, many bool, suffixes ...string) ([]param, []string) {
	var params []param
	var names []string
	for _, s := range suffixes {
		params = append(params, param{name: prefix + s, many: many})
		names = append(names, prefix+s)
	}
	return params, names
}

func byIDs(name, prefix string, many bool, suffixes []string, more []param, run func(*search) []*store.Record) query {
	params, names := ids(prefix, many, suffixes...)
	return query{name: name, params: join(params, more, level), oneOf: names, run: run}
}

// queries are the stored queries served, by id without "urn:uuid:".
func queries() map[string]query {
	uuid := []param{required("$uuid").Many()}
	two, three := []string{"EntryUUID", "UniqueId"}, []string{"EntryUUID", "UniqueId", "LogicalID"}
	documentType := []param{optional(document + "Type").Many()}
	return map[string]query{
		ebrim.FindDocuments: {
			name: "FindDocuments", run: (*search).documents,
			params: join([]param{required(document + "PatientId")}, findDocuments),
		},
		ebrim.FindByReferenceID: {
			name: "FindDocumentsByReferenceId", run: (*search).documents,
			params: join([]param{required(document + "PatientId"), referenceIDs}, findDocuments),
		},
		ebrim.FindSubmissionSets: {
			name: "FindSubmissionSets", run: (*search).sets,
			params: join([]param{
				required(set + "PatientId"), required(set + "Status").Status(), optional(set + "SourceId").Many(),
				optional(set + "AuthorPerson"), optional(set + "ContentType").Code(),
			}, times(set+"SubmissionTime"), level),
		},
		ebrim.FindFolders: {
			name: "FindFolders", run: (*search).folders,
			params: join([]param{required(folder + "PatientId")}, findFolders),
		},
		ebrim.GetAll: {
			name: "GetAll", run: (*search).all,
			params: join([]param{
				required("$patientId"), required(document + "Status").Status(), required(set + "Status").Status(),
				required(folder + "Status").Status(),
			}, contents, level),
		},
		ebrim.GetDocuments:                byIDs("GetDocuments", document, true, three, nil, (*search).namedDocuments),
		ebrim.GetFolders:                  byIDs("GetFolders", folder, true, three, nil, (*search).namedFolders),
		ebrim.GetAssociations:             {name: "GetAssociations", params: join(uuid, level), run: (*search).associations},
		ebrim.GetDocumentsAndAssociations: byIDs("GetDocumentsAndAssociations", document, true, two, nil, (*search).documentsAndAssociations),
		ebrim.GetSubmissionSets:           {name: "GetSubmissionSets", params: join(uuid, level), run: (*search).setsOf},
		ebrim.GetSubmissionSetAndContents: byIDs("GetSubmissionSetAndContents", set, false, two, contents, (*search).setAndContents),
		ebrim.GetFolderAndContents:        byIDs("GetFolderAndContents", folder, false, two, contents, (*search).folderAndContents),
		ebrim.GetFoldersForDocument:       byIDs("GetFoldersForDocument", document, false, two, nil, (*search).foldersOf),
		ebrim.GetRelatedDocuments: byIDs("GetRelatedDocuments", document, false, two,
			join([]param{required("$AssociationTypes").Many()}, documentType), (*search).related),

		ebrim.FindDocumentsMultiple: {
			name: "FindDocumentsForMultiplePatients", run: (*search).documents, patients: true, anyOf: multiple,
			params: join([]param{optional(document + "PatientId").Many()}, findDocuments),
		},
		ebrim.FindFoldersMultiple: {
			name: "FindFoldersForMultiplePatients", run: (*search).folders, patients: true,
			params: join([]param{optional(folder + "PatientId").Many()}, findFolders),
		},
		ebrim.FindByReferenceIDMultiple: {
			name: "FindDocumentsByReferenceIdForMultiplePatients", run: (*search).documents, patients: true,
			params: join([]param{optional(document + "PatientId").Many(), referenceIDs}, findDocuments),
		},
	}
}
