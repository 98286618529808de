package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of folders.
func plainFolderMutants() []Mutant {
	type object = *submission.Object
	return []Mutant{
		define("folder-code-missing", "FO01", "Le classeur n'a pas de codeList.", "The folder has no codeList.",
			onFolder(func(f object) { f.DropClass(submission.FolderCodes) }), etalon.ActCreateFolder),
		define("folder-unique-id-missing", "FO01", "Le classeur n'a pas de uniqueId.", "The folder has no uniqueId.",
			onFolder(func(f object) { dropExternal(f, submission.FolderUniqueID) }), etalon.ActCreateFolder),
		define("folder-untitled", "FO01", "Le classeur n'a pas de titre.", "The folder has no title.",
			onFolder(func(f object) { f.Title = "" }), etalon.ActCreateFolder),
		define("folder-patient-other", "X03", "Le patient du classeur n'est pas celui du lot.", "The folder's patient is not the set's.",
			onFolder(func(f object) { otherPatient(&f.External(submission.FolderPatientID).Value) }), etalon.ActCreateFolder),
		define("folder-not-in-set", "SM01", "Le classeur n'est pas rattaché au lot.", "The folder is no member of the set.",
			onFeed(func(s *submission.Set) {
				dropLinks(s, func(a submission.Association) bool { return a.Target == newFolder })
			}), etalon.ActCreateFolder),
		define("membership-not-in-set", "AS03", "Le rangement du document n'est pas rattaché au lot.", "The document's membership of the folder is no member of the set.",
			onFeed(func(s *submission.Set) {
				dropLinks(s, func(a submission.Association) bool { return strings.HasPrefix(a.Target, "Association") })
			}), etalon.ActCreateFolder),
		define("folder-nested", "AS03", "Un classeur contient un lot.", "A folder holds a set.",
			onFeed(func(s *submission.Set) { s.Link(submission.HasMember, newFolder, s.Package().ID) }), etalon.ActCreateFolder),
	}
}

// Defects of associations.
func plainLinkMutants() []Mutant {
	return []Mutant{
		define("association-type-unknown", "AS01", "Un type d'association n'existe pas.", "A type of association does not exist.",
			onFeed(func(s *submission.Set) { s.Link("urn:ihe:iti:2007:AssociationType:COPY", "Document01", s.Package().ID) }), etalon.ActFeed),
		define("association-to-itself", "AS01", "Un document se rapporte à lui-même.", "A document is related to itself.",
			onFeed(func(s *submission.Set) { s.Link(submission.Appends, "Document01", "Document01") }), etalon.ActFeed),
		define("association-twice", "AS01", "Un document est rattaché deux fois au lot.", "A document is twice a member of the set.",
			onFeed(func(s *submission.Set) {
				s.Link(submission.HasMember, s.Package().ID, "Document01", submission.Original())
			}), etalon.ActFeed),
		define("association-to-the-set", "AS01", "Un document complète un lot.", "A document is appended to a set.",
			onFeed(func(s *submission.Set) { s.Link(submission.Appends, "Document01", s.Package().ID) }), etalon.ActFeed),
		define("association-one-ended", "AS01", "Une association n'a qu'une extrémité.", "An association has one end only.",
			onFeed(func(s *submission.Set) { s.Associations[0].Target = "" }), etalon.ActFeed),
		define("member-of-a-document", "AS04", "Un document contient un autre objet.", "A document holds another object.",
			onFeed(func(s *submission.Set) {
				s.Link(submission.HasMember, "Document01", "urn:uuid:55e10478-278a-5c20-a64d-089d7284ec8d")
			}), etalon.ActFeed),
		define("set-status-missing", "X15", "HasMember ne porte pas SubmissionSetStatus.", "HasMember lacks SubmissionSetStatus.",
			onFeed(func(s *submission.Set) { s.Associations[0].Slots = nil }), etalon.ActFeed),
		define("set-status-reference", "X15", "SubmissionSetStatus vaut Reference pour un nouveau document.", "SubmissionSetStatus is Reference for a new document.",
			onFeed(func(s *submission.Set) {
				s.Associations[0].Slots = []submission.Slot{slot("SubmissionSetStatus", "Reference")}
			}), etalon.ActFeed),
		define("end-unknown", "X15", "Une association désigne un objet absent du message.", "An association names an object that is not in the message.",
			onFeed(func(s *submission.Set) { s.Associations[0].Target = "Document99" }), etalon.ActFeed),
		define("replaced-by-unique-id", "X15", "RPLC vise un uniqueId au lieu d'un entryUUID.", "RPLC points at a uniqueId instead of an entryUUID.",
			towards(submission.Replaces, "2.25.17079336003457940049559080805467530160"), etalon.ActReplace),
		define("appended-by-unique-id", "AS02", "APND vise un uniqueId au lieu d'un entryUUID.", "APND points at a uniqueId instead of an entryUUID.",
			towards(submission.Appends, "2.25.17079336003457940049559080805467530160"), etalon.ActAppend),
		define("transformed-by-unique-id", "AS02", "XFRM vise un uniqueId au lieu d'un entryUUID.", "XFRM points at a uniqueId instead of an entryUUID.",
			towards(submission.Transforms, "2.25.17079336003457940049559080805467530160"), etalon.ActTransform),
	}
}

// towards gives the relation of a submission another target.
func towards(typ, target string) func(*hooks) {
	return onFeed(func(s *submission.Set) {
		for i := range s.Associations {
			if s.Associations[i].Type == typ {
				s.Associations[i].Target = target
			}
		}
	})
}

func dropLinks(s *submission.Set, which func(submission.Association) bool) {
	var kept []submission.Association
	for _, a := range s.Associations {
		if !which(a) {
			kept = append(kept, a)
		}
	}
	s.Associations = kept
}
