package client

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

// stored are the stored queries by name: the prefix of their parameters, and
// whether those that name an object take one value (IHE ITI TF-2 3.18.4.1.2.4).
var stored = map[string]struct {
	id, prefix string
	one        bool
}{
	"FindDocuments":               {ebrim.FindDocuments, "$XDSDocumentEntry", false},
	"FindSubmissionSets":          {ebrim.FindSubmissionSets, "$XDSSubmissionSet", false},
	"FindFolders":                 {ebrim.FindFolders, "$XDSFolder", false},
	"GetAll":                      {ebrim.GetAll, "$XDSDocumentEntry", false},
	"GetDocuments":                {ebrim.GetDocuments, "$XDSDocumentEntry", false},
	"GetFolders":                  {ebrim.GetFolders, "$XDSFolder", false},
	"GetAssociations":             {ebrim.GetAssociations, "$", false},
	"GetDocumentsAndAssociations": {ebrim.GetDocumentsAndAssociations, "$XDSDocumentEntry", false},
	"GetSubmissionSets":           {ebrim.GetSubmissionSets, "$", false},
	"GetSubmissionSetAndContents": {ebrim.GetSubmissionSetAndContents, "$XDSSubmissionSet", true},
	"GetFolderAndContents":        {ebrim.GetFolderAndContents, "$XDSFolder", true},
	"GetFoldersForDocument":       {ebrim.GetFoldersForDocument, "$XDSDocumentEntry", true},
	"GetRelatedDocuments":         {ebrim.GetRelatedDocuments, "$XDSDocumentEntry", true},
	"FindDocumentsByReferenceId":  {ebrim.FindByReferenceID, "$XDSDocumentEntry", false},
}

// How a parameter is written.
const (
	number = iota // no quotes
	single        // one quoted string
	many          // quoted strings in parentheses; words are alternatives
	groups        // the same; groups apart by ; must all hold
	whole         // the whole text is one string of a list
)

// queryParams are the parameters that a scenario may give: name in the
// scenario, end of the name on the wire, how it is written. A suffix that
// begins with $ is the whole name.
var queryParams = []struct {
	name, suffix string
	how          int
}{
	{"status", "Status", many},
	{"classCode", "ClassCode", many},
	{"typeCode", "TypeCode", many},
	{"formatCode", "FormatCode", many},
	{"practiceSettingCode", "PracticeSettingCode", many},
	{"facilityTypeCode", "HealthcareFacilityTypeCode", many},
	{"eventCode", "EventCodeList", groups},
	{"confidentialityCode", "ConfidentialityCode", groups},
	{"folderCode", "CodeList", groups},
	{"contentTypeCode", "ContentType", many},
	{"authorPerson", "AuthorPerson", whole},
	{"sourceId", "SourceId", many},
	{"referenceId", "ReferenceIdList", groups},
	{"createdFrom", "CreationTimeFrom", number},
	{"createdTo", "CreationTimeTo", number},
	{"startFrom", "ServiceStartTimeFrom", number},
	{"startTo", "ServiceStartTimeTo", number},
	{"stopFrom", "ServiceStopTimeFrom", number},
	{"stopTo", "ServiceStopTimeTo", number},
	{"submittedFrom", "SubmissionTimeFrom", number},
	{"submittedTo", "SubmissionTimeTo", number},
	{"updatedFrom", "LastUpdateTimeFrom", number},
	{"updatedTo", "LastUpdateTimeTo", number},
	{"entryType", "Type", many},
	{"entry", "EntryUUID", many},
	{"uniqueId", "UniqueId", many},
	{"logicalId", "LogicalID", many},
	{"uuid", "$uuid", many},
	{"associationTypes", "$AssociationTypes", many},
	{"metadataLevel", "$MetadataLevel", number},
}

// composeQuery makes a stored query (ITI-18): the query named, or a search of
// the patient's approved documents.
func (d *draft) composeQuery() error {
	name := d.param("query", "FindDocuments")
	kind, ok := stored[name]
	if !ok {
		return fmt.Errorf("no stored query %q; there are %s", name, strings.Join(slices.Sorted(maps.Keys(stored)), ", "))
	}
	d.query = &submission.Query{ID: kind.id, Return: d.param("return", "LeafClass")}
	add := func(name, value string) {
		d.query.Slots = append(d.query.Slots, submission.Slot{Name: name, Values: []string{value}})
	}
	switch finds := strings.HasPrefix(name, "Find"); {
	case name == "GetAll":
		add("$patientId", submission.Quoted(d.cx()))
	case finds:
		add(kind.prefix+"PatientId", submission.Quoted(d.cx()))
	}
	for _, p := range queryParams {
		value := d.message.Params[p.name]
		if p.name == "status" && value == "" && (strings.HasPrefix(name, "Find") || name == "GetAll") {
			value = "Approved"
		}
		if value == "" {
			continue
		}
		full, how := kind.prefix+p.suffix, p.how
		switch {
		case strings.HasPrefix(p.suffix, "$"):
			full = p.suffix
		case kind.one && (p.suffix == "EntryUUID" || p.suffix == "UniqueId"):
			how = single
		case kind.one || name == "GetAll":
			full = "$XDSDocumentEntry" + p.suffix // filters what the set or folder holds
		case p.suffix == "AuthorPerson" && name == "FindSubmissionSets":
			how = single
		}
		for _, v := range written(p.name, value, how) {
			add(full, v)
		}
		if name == "GetAll" && p.name == "status" {
			for _, v := range written(p.name, value, how) {
				add("$XDSSubmissionSetStatus", v)
				add("$XDSFolderStatus", v)
			}
		}
	}
	return nil
}

// written gives the values of the slots of a parameter, one slot each.
func written(name, value string, how int) []string {
	words := strings.Fields(value)
	switch name {
	case "status":
		for i, w := range words {
			words[i] = statusOf(w)
		}
	case "associationTypes":
		for i, w := range words {
			words[i] = associationType(w)
		}
	}
	switch how {
	case number:
		return []string{value}
	case single:
		return []string{submission.Quoted(value)}
	case whole:
		return []string{submission.List([]string{value})}
	case groups:
		var all []string
		for group := range strings.SplitSeq(value, ";") {
			all = append(all, submission.List(strings.Fields(group)))
		}
		return all
	}
	return []string{submission.List(words)}
}

// associationType gives the URN of a short name; anything else stays.
func associationType(name string) string {
	switch name {
	case "HasMember":
		return ebrim.HasMember
	case "RPLC", "XFRM", "APND", "XFRM_RPLC", "signs":
		return strings.TrimSuffix(ebrim.Replaces, "RPLC") + name
	}
	return name
}
