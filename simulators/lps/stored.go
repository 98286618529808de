package lps

import (
	"context"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// form is one stored query: its id, the parameters it cannot do without, and
// what an action's parameters are called in it (IHE ITI TF-2 3.18.4.1.2.3.7).
type form struct {
	id      string
	patient string   // parameter of the patient, "" for a query by id
	status  []string // parameters of status
	by      map[string]parameter
}

// parameter is how a value of an action is written: quoted alone, as a list of
// quoted values, or bare (a date).
type parameter struct {
	name string
	form byte // 's' single, 'l' list, 'n' number
}

const (
	entryParam  = "$XDSDocumentEntry"
	setParam    = "$XDSSubmissionSet"
	folderParam = "$XDSFolder"
)

var (
	entryFilters = map[string]parameter{
		"class": {entryParam + "ClassCode", 'l'}, "type": {entryParam + "TypeCode", 'l'}, "format": {entryParam + "FormatCode", 'l'},
		"practice": {entryParam + "PracticeSettingCode", 'l'}, "facility": {entryParam + "HealthcareFacilityTypeCode", 'l'},
		"confidentiality": {entryParam + "ConfidentialityCode", 'l'}, "event": {entryParam + "EventCodeList", 'l'},
		"author": {entryParam + "AuthorPerson", 'l'}, "from": {entryParam + "CreationTimeFrom", 'n'}, "to": {entryParam + "CreationTimeTo", 'n'},
		"reference": {entryParam + "ReferenceIdList", 'l'},
	}
	byEntry      = map[string]parameter{"uniqueId": {entryParam + "UniqueId", 'l'}, "entry": {entryParam + "EntryUUID", 'l'}}
	byOneEntry   = map[string]parameter{"uniqueId": {entryParam + "UniqueId", 's'}, "entry": {entryParam + "EntryUUID", 's'}}
	byOneFolder  = map[string]parameter{"folder": {folderParam + "UniqueId", 's'}}
	byFolder     = map[string]parameter{"folder": {folderParam + "UniqueId", 'l'}}
	byOneSet     = map[string]parameter{"submissionSet": {setParam + "UniqueId", 's'}}
	byObject     = map[string]parameter{"entry": {"$uuid", 'l'}}
	setFilters   = map[string]parameter{"from": {setParam + "SubmissionTimeFrom", 'n'}, "to": {setParam + "SubmissionTimeTo", 'n'}, "author": {setParam + "AuthorPerson", 's'}}
	folderFilter = map[string]parameter{"from": {folderParam + "LastUpdateTimeFrom", 'n'}, "to": {folderParam + "LastUpdateTimeTo", 'n'}, "code": {folderParam + "CodeList", 'l'}}
	related      = map[string]parameter{"uniqueId": {entryParam + "UniqueId", 's'}, "associations": {"$AssociationTypes", 'l'}}
)

var forms = map[string]form{
	"FindDocuments":              {submission.FindDocuments, entryParam + "PatientId", []string{entryParam + "Status"}, entryFilters},
	"FindDocumentsByReferenceId": {submission.FindByReference, entryParam + "PatientId", []string{entryParam + "Status"}, entryFilters},
	"FindSubmissionSets":         {submission.FindSubmissionSets, setParam + "PatientId", []string{setParam + "Status"}, setFilters},
	"FindFolders":                {submission.FindFolders, folderParam + "PatientId", []string{folderParam + "Status"}, folderFilter},
	"GetAll": {
		submission.GetAll, "$patientId",
		[]string{entryParam + "Status", setParam + "Status", folderParam + "Status"},
		entryFilters,
	},
	"GetDocuments":                {id: submission.GetDocuments, by: byEntry},
	"GetFolders":                  {id: submission.GetFolders, by: byFolder},
	"GetAssociations":             {id: submission.GetAssociations, by: byObject},
	"GetDocumentsAndAssociations": {id: submission.GetDocumentsAndAssociations, by: byEntry},
	"GetSubmissionSets":           {id: submission.GetSubmissionSets, by: byObject},
	"GetSubmissionSetAndContents": {id: submission.GetSubmissionSetAndContents, by: byOneSet},
	"GetFolderAndContents":        {id: submission.GetFolderAndContents, by: byOneFolder},
	"GetFoldersForDocument":       {id: submission.GetFoldersForDocument, by: byOneEntry},
	"GetRelatedDocuments":         {id: submission.GetRelatedDocuments, by: related},
}

// storedQuery runs the stored query that an action names and shows what came.
func (l *LPS) storedQuery(ctx context.Context, a etalon.Action) etalon.Reaction {
	f, ok := forms[a.Params["query"]]
	if !ok {
		return etalon.Reaction{Status: etalon.ReactUnsupported, Shown: "Recherche inconnue de ce logiciel : " + a.Params["query"]}
	}
	if t := l.open(ctx, a.Patient, true); t != nil {
		return l.reaction(t)
	}
	got, t := l.ask(ctx, a.Patient, f.query(a, l.cx(a.Patient)))
	if t != nil {
		return l.reaction(t)
	}
	return found(got)
}

// query writes the parameters in an order of its own, always the same.
func (f form) query(a etalon.Action, patient string) *submission.Query {
	returns := a.Params["returns"]
	if returns == "" {
		returns = "LeafClass"
	}
	q := query(f.id, returns)
	if f.patient != "" {
		q.Set(f.patient, submission.Quoted(patient))
	}
	for _, s := range f.status {
		q.Set(s, submission.List(statusURNs(a.Params["status"])))
	}
	for _, key := range []string{
		"uniqueId", "entry", "folder", "submissionSet", "associations", "class", "type", "format", "practice",
		"facility", "confidentiality", "event", "code", "author", "reference", "from", "to",
	} {
		p, known := f.by[key]
		value, given := a.Params[key]
		if !known || !given {
			continue
		}
		q.Set(p.name, p.write(key, value))
	}
	return q
}

func (p parameter) write(key, value string) string {
	switch p.form {
	case 'n':
		return value
	case 's':
		return submission.Quoted(value)
	}
	values := strings.Fields(value)
	if key == "author" { // names have spaces
		values = []string{value}
	}
	if key == "associations" {
		for i, v := range values {
			values[i] = associationURN(v)
		}
	}
	return submission.List(values)
}

// statusURNs writes statuses by their short names; none: Approved.
func statusURNs(names string) []string {
	if names == "" {
		names = "Approved"
	}
	var out []string
	for _, n := range strings.Fields(names) {
		switch n {
		case "Archived":
			out = append(out, submission.Archived)
		case "Deleted":
			out = append(out, submission.Deleted)
		default:
			out = append(out, "urn:oasis:names:tc:ebxml-regrep:StatusType:"+n)
		}
	}
	return out
}

func associationURN(name string) string {
	if name == "HasMember" {
		return submission.HasMember
	}
	return "urn:ihe:iti:2007:AssociationType:" + name
}

// found shows what a query of any kind brought.
func found(got submission.Answer) etalon.Reaction {
	re := listed(got.Entries)
	if re.Values == nil {
		re.Values = map[string]string{"count": "0"}
	}
	re.Shown += fmt.Sprintf(" Lots : %d. Classeurs : %d. Liens : %d. Références : %d.", len(got.Sets), len(got.Folders), len(got.Links), len(got.Refs))
	re.Values["total"] = fmt.Sprint(len(got.Entries) + len(got.Sets) + len(got.Folders) + len(got.Links) + len(got.Refs))
	if len(got.Entries) > 0 {
		re.Values["entry"] = got.Entries[0].ID
	}
	for _, s := range got.Sets {
		if x := s.External(submission.SetUniqueID); x != nil {
			re.Values["submissionSet"] = x.Value
		}
	}
	for _, f := range got.Folders {
		if x := f.External(submission.FolderUniqueID); x != nil {
			re.Values["folder"] = x.Value
		}
	}
	return re
}
