package lps

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// newFolder is the id of a folder inside the submission that makes it.
const newFolder = "Folder01"

// openFolder puts a new folder into a submission (IHE ITI TF-3 4.2.3.4).
func (l *LPS) openFolder(c *call, set *submission.Set, in *folder) {
	if in == nil || in.entry != "" {
		return
	}
	f := &submission.Object{
		Kind: "RegistryPackage", ID: newFolder, Node: submission.FolderNode, Title: in.title,
		Classifications: []submission.Classification{submission.Coded(submission.FolderCodes, cda.Ambulatory())},
		ExternalIDs: []submission.ExternalID{
			{Scheme: submission.FolderPatientID, Value: l.cx(c.patient), Name: "XDSFolder.patientId"},
			{Scheme: submission.FolderUniqueID, Value: in.uniqueID, Name: "XDSFolder.uniqueId"},
		},
	}
	apply(l.hooks.folder, c, f)
	set.Packages = append(set.Packages, f)
	set.Link(submission.HasMember, set.Package().ID, newFolder, submission.Original())
}

// file puts a document into the folder: the membership is itself a member of
// the submission set.
func (l *LPS) file(set *submission.Set, in *folder, document string) {
	if in == nil {
		return
	}
	where := in.entry
	if where == "" {
		where = newFolder
	}
	set.Link(submission.HasMember, where, document)
	member := set.Associations[len(set.Associations)-1].ID
	set.Link(submission.HasMember, set.Package().ID, member, submission.Original())
}

// addToFolder sends documents into a folder that is there already.
func (l *LPS) addToFolder(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	got, t := l.ask(ctx, a.Patient, query(submission.GetFolders, "ObjectRef",
		slot("$XDSFolderUniqueId", submission.List([]string{a.Params["folder"]}))))
	if t == nil && len(got.Refs) == 0 {
		t = &trouble{Text: "Le registre ne connaît pas ce classeur."}
	}
	if t != nil {
		return l.reaction(t)
	}
	return l.feed(ctx, a, nil, &folder{entry: got.Refs[0], uniqueID: a.Params["folder"]})
}
