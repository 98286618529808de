package client

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

// composeUpdate makes the submission set of an update (ITI-57); the case puts
// the operations into it.
func (d *draft) composeUpdate() error {
	d.set = &submission.Set{Packages: []*submission.Object{d.sender().SetOf(d.named(setID), d.param("setUniqueId", d.oid()))}}
	return nil
}

// statuses are the availability statuses by their short names.
var statuses = map[string]string{
	"Approved": ebrim.Approved, "Deprecated": ebrim.Deprecated, "Archived": ebrim.Archived, "Deleted": ebrim.Deleted,
}

// statusOf gives the URN of a short name; anything else stays as written.
func statusOf(name string) string {
	if urn, ok := statuses[name]; ok {
		return urn
	}
	return name
}

// changeStatus asks for another availability status of each entry named.
func changeStatus(d *draft) error {
	from, to := statusOf(d.param("original", "Approved")), statusOf(d.param("status", "Deprecated"))
	for _, entry := range d.list("entry") {
		d.link(ebrim.UpdateStatus, d.set.Package().ID, entry,
			submission.Values("OriginalStatus", from), submission.Values("NewStatus", to))
	}
	return nil
}

// newVersion submits new metadata of a document: another title. The entry must
// be told apart (lid), and what may not change must be given.
func newVersion(d *draft) error {
	w := etalon.Document{ID: "DOC", Title: d.param("title", "Titre corrigé par l'étalon (fictif)"), Body: "pdf", TypeCode: "11490-0"}
	if len(d.message.Documents) > 0 {
		w = d.message.Documents[0]
	}
	doc, err := d.document(w, d.param("uniqueId", ""))
	if err != nil {
		return err
	}
	e := submission.EntryOf(d.named("Document01"), doc.facts, doc.bytes)
	e.LID = d.param("lid", "")
	e.SetSlot("hash", d.param("hash", e.Slot("hash")[0]))
	e.SetSlot("size", d.param("size", e.Slot("size")[0]))
	e.SetSlot("repositoryUniqueId", d.param("repository", OwnRepositoryID))
	d.set.Entries = append(d.set.Entries, e)
	slots := []submission.Slot{submission.Original(), submission.Values("PreviousVersion", d.param("version", "1"))}
	if p := d.param("propagation", ""); p != "" {
		slots = append(slots, submission.Values("AssociationPropagation", p))
	}
	d.link(ebrim.HasMember, d.set.Package().ID, e.ID, slots...)
	return nil
}

// newFolderVersion submits new metadata of a folder.
func newFolderVersion(d *draft) error {
	d.folder("")
	f := d.set.Packages[len(d.set.Packages)-1]
	f.LID = d.param("lid", "")
	f.Title = d.param("title", "Dossier renommé par l'étalon (fictif)")
	f.External(folderUniqueID).Value = d.param("uniqueId", "")
	a := &d.set.Associations[len(d.set.Associations)-1]
	a.Slots = []submission.Slot{submission.Original(), submission.Values("PreviousVersion", d.param("version", "1"))}
	return nil
}

// newAssociation submits an association between two registered objects.
func newAssociation(kind string) func(*draft) error {
	return func(d *draft) error {
		a := d.link(kind, d.param("source", d.param("folder", "")), d.param("target", ""))
		d.link(ebrim.SubmitAssoc, d.set.Package().ID, a)
		return nil
	}
}

// composeRemoval names what is to be removed (ITI-62).
func (d *draft) composeRemoval() error {
	d.removed = d.list("uuid")
	return nil
}

func removal(ids []string) string {
	var b strings.Builder
	b.WriteString(`<lcm:RemoveObjectsRequest xmlns:lcm="` + ebrim.NSLCM + `" xmlns:rim="` + ebrim.NSRIM + `"><rim:ObjectRefList>`)
	for _, id := range ids {
		b.WriteString(`<rim:ObjectRef id="` + soap.Escape(id) + `"/>`)
	}
	b.WriteString(`</rim:ObjectRefList></lcm:RemoveObjectsRequest>`)
	return b.String()
}

// composeRetrieve asks for documents (ITI-43).
func (d *draft) composeRetrieve() error {
	d.retrieve = &submission.Retrieve{Repository: d.param("repository", d.cfg.RepositoryID), UniqueIDs: d.list("uniqueId")}
	return nil
}
