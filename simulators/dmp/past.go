package dmp

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
)

// past is what happened in a DMP before a scenario begins, while it is told.
type past struct {
	*DMP
	entries map[string]string // Document.ID: entryUUID
	folders map[string]string // patient and folder name: entryUUID
}

// belongings are the further objects of the lot of a document: the folder that
// holds it, when it is the first one there, its place in the folder, and the
// replacement of another document.
func (d past) belongings(p etalon.Patient, doc etalon.Document, set string) []*ebrim.Object {
	var objects []*ebrim.Object
	member := func(of string) {
		objects = append(objects, ebrim.Associated(d.ids.urn(), ebrim.HasMember, set, of, ebrim.Slot{Name: "SubmissionSetStatus", Values: []string{"Original"}}))
	}
	if doc.Folder != "" {
		key := p.ID + " " + doc.Folder
		if d.folders[key] == "" {
			d.folders[key] = d.ids.urn()
			objects = append(objects, d.folder(d.folders[key], p, doc.Folder))
			member(d.folders[key])
		}
		place := ebrim.Associated(d.ids.urn(), ebrim.HasMember, d.folders[key], doc.EntryID)
		objects = append(objects, place)
		member(place.ID())
	}
	if old := d.entries[doc.Replaces]; doc.Replaces != "" && old != "" {
		objects = append(objects, ebrim.Associated(d.ids.urn(), ebrim.Replaces, doc.EntryID, old))
	}
	return objects
}

// sign adds the authors that come after the first one.
func (d past) sign(entry *ebrim.Object, c *cda.Document, authors []etalon.Author) {
	for _, a := range authors[min(1, len(authors)):] {
		person := cda.Person{ID: a.ID, Family: a.Family, Given: a.Given}
		entry.Classifications = append(entry.Classifications,
			ebrim.Authored(d.ids.urn(), ebrim.DocumentAuthor, entry.ID(), person.XCN(), c.Where.XON(), c.Author.AuthorSpecialty()))
	}
}

// masks are the visibility codes of the DMP (spec: DMP §5.2, JDV_J58).
var masks = map[string]cda.Coded{
	etalon.MaskProfessionals:   cda.MaskedToProfessionals(),
	etalon.MaskPatient:         cda.InvisibleToPatient(),
	etalon.MaskRepresentatives: cda.InvisibleToRepresentatives(),
}

// hide adds visibility codes to an entry.
func (d past) hide(entry *ebrim.Object, from []string) {
	for _, who := range from {
		if c, known := masks[who]; known {
			entry.Classifications = append(entry.Classifications, ebrim.Coded(d.ids.urn(), ebrim.ConfidentialityCd, entry.ID(), c.Code, c.System, c.Label))
		}
	}
}

// statuses are the availability statuses by the words of a scenario.
var statuses = map[string]string{
	etalon.GivenDeprecated: ebrim.Deprecated, etalon.GivenArchived: ebrim.Archived, etalon.GivenDeleted: ebrim.Deleted,
}

// settle gives the documents the states they have when the scenario begins.
func (d past) settle(documents []etalon.Document) {
	for _, doc := range documents {
		if status, other := statuses[doc.Status]; other {
			d.registry.SetStatus(d.entries[doc.ID], status)
		}
	}
}

// folder is a folder of a patient; its codeList is invented.
func (d past) folder(id string, p etalon.Patient, name string) *ebrim.Object {
	return &ebrim.Object{
		Kind: ebrim.RegistryPackage, Attrs: []ebrim.Attr{{Name: "id", Value: id}}, Name: []ebrim.Text{{Lang: "fr-FR", Value: name}},
		Classifications: []*ebrim.Object{
			ebrim.Coded(d.ids.urn(), ebrim.FolderCodeList, id, "EPISODE", ippAuthority, "Épisode de soins (fictif)"),
			{Kind: ebrim.Classification, Attrs: []ebrim.Attr{{Name: "id", Value: d.ids.urn()}, {Name: "classifiedObject", Value: id}, {Name: "classificationNode", Value: ebrim.FolderNode}}},
		},
		Identifiers: []*ebrim.Object{
			ebrim.Identified(d.ids.urn(), ebrim.FolderPatientID, id, p.CX(), "XDSFolder.patientId"),
			ebrim.Identified(d.ids.urn(), ebrim.FolderUniqueID, id, oidOf("folder "+p.INS+" "+name), "XDSFolder.uniqueId"),
		},
	}
}

// entered makes the patient the author of an entry: a number of health in the place of
// a professional's.
func entered(entry *ebrim.Object, p etalon.Patient) {
	for _, c := range entry.Classifications {
		if c.Attr("classificationScheme") == ebrim.DocumentAuthor {
			c.SetSlot("authorPerson", p.INS+"^"+p.Family+"^"+p.Given+"^^^^^^&"+p.OID+"&ISO^D^^^NH")
		}
	}
}
