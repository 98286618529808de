package etalon

import "slices"

// ActionName is one thing a SUT's user can be asked to do.
type ActionName string

// The actions of the driver contract.
const (
	ActExistenceTest   ActionName = "existence-test"   // TD0.2
	ActDeclareAccess   ActionName = "declare-access"   // TD0.3 AJOUT, params["role"]: MEDECIN_TRAITANT
	ActFindPatient     ActionName = "find-patient"     // TD0.5
	ActFeed            ActionName = "feed"             // TD2.1, one lot with every document named
	ActReplace         ActionName = "replace"          // TD2.1b, documents[0] replaces params["replaces"] (uniqueId)
	ActListDocuments   ActionName = "list-documents"   // TD3.1 FindDocuments
	ActListSubmissions ActionName = "list-submissions" // TD3.1 by date: FindSubmissionSets, GetAssociations, GetDocuments
	ActFetch           ActionName = "fetch"            // TD3.2, params["uniqueId"]
	ActMask            ActionName = "mask"             // TD3.3a, params["uniqueId"]
	ActDelete          ActionName = "delete"           // TD3.3c, params["uniqueId"]
	ActUnmask          ActionName = "unmask"           // TD3.3a back, params["uniqueId"]
	ActArchive         ActionName = "archive"          // TD3.3d, params["uniqueId"]
	ActUnarchive       ActionName = "unarchive"        // TD3.3d back, params["uniqueId"]
	ActDeprecate       ActionName = "deprecate"        // ITI-57, status Deprecated, params["uniqueId"]
	ActUpdate          ActionName = "update-metadata"  // ITI-57, a new version of the entry, params["uniqueId"], params["title"]
	ActRemove          ActionName = "remove-metadata"  // ITI-62, params["submissionSet"] (uniqueId) and all that it holds
	ActAppend          ActionName = "append"           // ITI-41 APND, documents[0] completes params["uniqueId"]
	ActTransform       ActionName = "transform"        // ITI-41 XFRM, documents[0] is another form of params["uniqueId"]
	ActCreateFolder    ActionName = "create-folder"    // ITI-41, the documents in a new folder, params["title"]
	ActAddToFolder     ActionName = "add-to-folder"    // ITI-41, the documents in the folder params["folder"] (uniqueId)
	ActQuery           ActionName = "query"            // ITI-18, the stored query params["query"], see internal/driver/openapi.yaml
	ActFetchSeveral    ActionName = "fetch-several"    // ITI-43, params["uniqueIds"], separated by spaces, in one request

	// The images of the study params["study"] (StudyInstanceUID), whose manifest is
	// published, by params["by"]: RAD-69, RAD-55 (WADO-URI) or RAD-107 (WADO-RS).
	ActViewStudy ActionName = "view-study"

	// Of the DMP's administration. Those that write take params usual, street,
	// postalCode, city, phone, mail and the oppositions bris_de_glace, centre_15
	// (true or false).
	ActWithdrawAccess   ActionName = "withdraw-access"            // TD0.3 SUPPRESSION
	ActListRecords      ActionName = "list-records"               // TD0.4, params["since"], params["by"]: authorisation or document
	ActCreateRecord     ActionName = "create-record"              // TD1.1
	ActReactivateRecord ActionName = "reactivate-record"          // TD1.2
	ActReadData         ActionName = "read-administrative-data"   // TD1.3a
	ActUpdateData       ActionName = "update-administrative-data" // TD1.3b
	ActCloseRecord      ActionName = "close-record"               // TD1.4, params["reason"]
	ActCreateAccount    ActionName = "create-account"             // TD1.5a, params["type"], params["channel"]
	ActUpdateChannel    ActionName = "update-channel"             // TD1.5b, params["type"], params["channel"], params["action"]
	ActRenewAccount     ActionName = "renew-account"              // TD1.5d
	ActListAuthorised   ActionName = "list-authorised"            // TD1.6, params["mode"]: ACTIVE, INTERDITE, TOUTE
	ActQualify          ActionName = "qualify-identity"           // INSi by traits, params["place"]: COG of the place of birth
	ActQualifyByCard    ActionName = "qualify-by-card"            // INSi by the Vitale card
	ActStart            ActionName = "start"                      // the application starts, or is started again; its audit record, ITI-20
	ActStop             ActionName = "stop"                       // the application is closed; its audit record, ITI-20
	ActLogIn            ActionName = "log-in"                     // a user logs in; its audit record, ITI-20
	ActLogOut           ActionName = "log-out"                    // a user logs out; its audit record, ITI-20
	ActSynchronise      ActionName = "synchronise"                // ITI-1: the product sets its clock by the time server
	ActFindRecords      ActionName = "find-records"               // a repository shows the audit records (ITI-20) that hold each word of params["records"]
)

// ActionInfo is what there is to know of an action, beside what a product does.
type ActionInfo struct {
	Name        ActionName
	Transaction Transaction // with which a product does it
	// Least and Most bound the documents that it is about.
	Least, Most int
	Param       string // the parameter that it cannot do without; "" for none
}

// mostDocuments bounds the documents of one lot that a scenario asks for.
const mostDocuments = 20

// actions is the table of actions, in the order of the specification.
func actions() []ActionInfo {
	return []ActionInfo{
		{ActExistenceTest, TD02, 0, 0, ""},
		{ActDeclareAccess, TD03, 0, 0, ""},
		{ActFindPatient, ITI47, 0, 0, ""},
		{ActFeed, ITI41, 1, mostDocuments, ""},
		{ActReplace, ITI41, 1, 1, "replaces"},
		{ActListDocuments, ITI18, 0, 0, ""},
		{ActListSubmissions, ITI18, 0, 0, ""},
		{ActFetch, ITI43, 0, 0, "uniqueId"},
		{ActMask, ITI57, 0, 0, "uniqueId"},
		{ActDelete, ITI57, 0, 0, "uniqueId"},
		{ActUnmask, ITI57, 0, 0, "uniqueId"},
		{ActArchive, ITI57, 0, 0, "uniqueId"},
		{ActUnarchive, ITI57, 0, 0, "uniqueId"},
		{ActDeprecate, ITI57, 0, 0, "uniqueId"},
		{ActUpdate, ITI57, 0, 0, "uniqueId"},
		{ActRemove, ITI62, 0, 0, "submissionSet"},
		{ActAppend, ITI41, 1, 1, "uniqueId"},
		{ActTransform, ITI41, 1, 1, "uniqueId"},
		{ActCreateFolder, ITI41, 1, mostDocuments, "title"},
		{ActAddToFolder, ITI41, 1, mostDocuments, "folder"},
		{ActQuery, ITI18, 0, 0, "query"},
		{ActFetchSeveral, ITI43, 0, 0, "uniqueIds"},
		{ActViewStudy, RAD69, 0, 0, "by"},
		{ActWithdrawAccess, TD03, 0, 0, ""},
		{ActListRecords, TD04, 0, 0, ""},
		{ActCreateRecord, TD11, 0, 0, ""},
		{ActReactivateRecord, TD12, 0, 0, ""},
		{ActReadData, TD13a, 0, 0, ""},
		{ActUpdateData, TD13b, 0, 0, ""},
		{ActCloseRecord, TD14, 0, 0, "reason"},
		{ActCreateAccount, TD15a, 0, 0, "type"},
		{ActUpdateChannel, TD15b, 0, 0, "action"},
		{ActRenewAccount, TD15d, 0, 0, ""},
		{ActListAuthorised, TD16, 0, 0, "mode"},
		{ActQualify, INSiTraits, 0, 0, ""},
		{ActQualifyByCard, INSiCard, 0, 0, ""},
		{ActStart, ITI20, 0, 0, ""},
		{ActStop, ITI20, 0, 0, ""},
		{ActLogIn, ITI20, 0, 0, ""},
		{ActLogOut, ITI20, 0, 0, ""},
		{ActSynchronise, ITI1, 0, 0, ""},
		{ActFindRecords, ITI20, 0, 0, "records"},
	}
}

// ActionNames is the closed list of actions, in the order of the specification.
func ActionNames() []ActionName {
	var names []ActionName
	for _, a := range actions() {
		names = append(names, a.Name)
	}
	return names
}

// Info is what the table holds of an action, and whether it holds it.
func (a ActionName) Info() (ActionInfo, bool) {
	all := actions()
	i := slices.IndexFunc(all, func(x ActionInfo) bool { return x.Name == a })
	if i < 0 {
		return ActionInfo{}, false
	}
	return all[i], true
}

// OfPatient tells whether an action is about a patient: the start of the
// application, or its clock, is about none.
func (a ActionName) OfPatient() bool {
	known, ok := a.Info()
	transaction, _ := known.Transaction.Info()
	return !ok || transaction.Protocol == ProtocolSOAP
}

// Action is one request to a driver.
type Action struct {
	ID        string            `json:"id"` // unique in the session: scenario and step
	Name      ActionName        `json:"name"`
	Patient   Patient           `json:"patient"`
	Documents []Document        `json:"documents,omitempty"`
	Params    map[string]string `json:"params,omitempty"`
	Prompt    Text              `json:"prompt"` // the sentence a person is told
}

// Reaction is what the SUT's user saw.
type Reaction struct {
	// Status is "done" (the SUT says it did it), "refused" (it declined, e.g.
	// closed DMP), "error" (it showed an error) or "unsupported".
	Status string `json:"status"`
	// Shown is what the user was shown, in the SUT's words.
	Shown string `json:"shown,omitempty"`
	// Code is the error code shown, if any ("XDSUnknownPatientId").
	Code   string            `json:"code,omitempty"`
	Values map[string]string `json:"values,omitempty"` // e.g. uniqueId of the document just sent
}

// The statuses of a Reaction.
const (
	ReactDone        = "done"
	ReactRefused     = "refused"
	ReactError       = "error"
	ReactUnsupported = "unsupported"
)
