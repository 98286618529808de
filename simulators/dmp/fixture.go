package dmp

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
	"github.com/etalon-dmp/etalon/simulators/repository"
)

// load resets the actors to what a scenario gives, and has its documents fed.
func (d *DMP) load(given etalon.Given) {
	all := make([]etalon.Patient, len(given.Patients))
	open := make([]etalon.Patient, len(given.Patients))
	for i, p := range given.Patients {
		if p.OID == "" {
			p.OID = d.cfg.Environment.INSOID
		}
		all[i], open[i] = p, p
		open[i].DMP = etalon.DMPActive // a closed record keeps what was fed before
	}
	given.Patients = all
	given.Crowd = d.cfg.Crowd
	for _, a := range d.actors {
		a.Reset(given)
	}
	d.patients.Reset(open)
	d.claim(given.Documents)
	memory := past{DMP: d, entries: map[string]string{}, folders: map[string]string{}}
	for _, doc := range given.Documents {
		for _, p := range all {
			if p.ID == doc.Patient && p.DMP != etalon.DMPAbsent {
				memory.give(p, doc)
			}
		}
	}
	memory.publish()
	memory.settle(given.Documents)
	d.patients.Reset(all, given.Crowd...)
}

// give registers one document, as a professional of another structure would
// have fed it.
func (d past) give(p etalon.Patient, doc etalon.Document) {
	created, err := time.Parse("20060102150405", doc.Created)
	if err != nil {
		created = d.cfg.Clock().UTC().AddDate(0, -1, 0).Truncate(time.Second)
	}
	if doc.UniqueID == "" {
		doc.UniqueID = oidOf("document " + p.INS + " " + doc.ID)
	}
	if doc.EntryID == "" {
		doc.EntryID = d.ids.urn()
	}
	c := d.document(p, doc, created)
	var pdf []byte
	if !c.Structured {
		sum := sha256.Sum256([]byte(doc.UniqueID))
		pdf = cda.PDF(doc.Title, created, [16]byte(sum[:16]), 0)
	}
	d.entries[doc.ID] = doc.EntryID
	set := d.ids.urn()
	objects := []*ebrim.Object{
		entry(doc.EntryID, p, c),
		d.submissionSet(set, p, c),
		ebrim.Associated(d.ids.urn(), ebrim.HasMember, set, doc.EntryID, ebrim.Slot{Name: "SubmissionSetStatus", Values: []string{"Original"}}),
	}
	objects = append(objects, d.belongings(p, doc, set)...)
	content := c.XML(pdf)
	more, signatures := d.signature(p, doc, c, content, set)
	objects = append(objects, more...)
	d.sign(objects[0], c, doc.Authors)
	if doc.Entered {
		entered(objects[0], p)
	}
	d.hide(objects[0], doc.Masked)
	if d.plain.Load() {
		plainly(objects)
	}
	errors := d.repository.Provide(objects, append([]repository.Content{{ID: doc.EntryID, Bytes: content}}, signatures...))
	if len(errors) > 0 { // a fixture that contradicts another one: our own defect
		panic(fmt.Sprintf("dmp: fixture %s: %s %s", doc.ID, errors[0].Code, errors[0].Context))
	}
}

// document holds the facts of a document given beforehand. All is invented.
func (d *DMP) document(p etalon.Patient, doc etalon.Document, created time.Time) *cda.Document {
	structured := doc.Body == "structured" || doc.Body == "vaccination"
	c := &cda.Document{
		UniqueID: doc.UniqueID, SetID: doc.UniqueID, Version: 1, Title: doc.Title, Structured: structured,
		Patient: p, IPP: "ETALON-" + p.ID, IPPSystem: ippAuthority,
		Author:  cda.Person{ID: "899900000025", Family: "EXTERIEUR", Given: "Dominique", Specialty: cda.Generalist()},
		Created: created, Start: created.Add(-30 * time.Minute), Stop: created.Add(-10 * time.Minute),
		Language: "fr-FR", Confidence: cda.Normal(), Facility: cda.SoloPractice(), Practice: cda.Ambulatory(),
		Format: cda.Format(structured), MimeType: "text/xml", Location: time.FixedZone("", 3600),
	}
	if doc.Body == "vaccination" {
		c.Vaccination, c.Format = true, cda.VaccinationFormat(doc.TypeCode)
	}
	if len(doc.Authors) > 0 {
		a := doc.Authors[0]
		c.Author.ID, c.Author.Family, c.Author.Given = a.ID, a.Family, a.Given
	}
	c.Where.ID, c.Where.Name = "1990000025", "CABINET EXTERIEUR"
	var known bool
	switch c.Type, c.Class, known = cda.Type(doc.TypeCode); {
	case doc.Entered:
		c.Type = cda.Coded{Code: doc.TypeCode, System: "1.2.250.1.213.1.1.4.12", Label: "Autre document du patient"}
		c.Class = cda.Coded{Code: "90", System: "1.2.250.1.213.1.1.4.1", Label: "Autres documents déposés par le patient"}
	case !known:
		c.Type = cda.Coded{Code: doc.TypeCode, System: "2.16.840.1.113883.6.1", Label: doc.Title}
		c.Class = cda.Coded{Code: "10", System: "1.2.250.1.213.1.1.4.1", Label: "Compte rendu"}
	}
	return c
}

// ippAuthority assigns the local patient numbers of the fixtures: 2.25 and a
// UUID, fixed.
const ippAuthority = "2.25.265148911238873921083327482194112071337"

// oidOf derives an OID under 2.25 from a name.
func oidOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	var b strings.Builder
	b.WriteString("2.25.1")
	for _, x := range sum[:12] {
		fmt.Fprintf(&b, "%03d", x)
	}
	return b.String()
}

// entry is the metadata of a document: what a repository adds is left out.
func entry(id string, p etalon.Patient, c *cda.Document) *ebrim.Object {
	n := 0
	nested := func() string { n++; return fmt.Sprintf("c%d-%s", n, strings.TrimPrefix(id, "urn:uuid:")) }
	code := func(scheme string, v cda.Coded) *ebrim.Object {
		return ebrim.Coded(nested(), scheme, id, v.Code, v.System, v.Label)
	}
	o := &ebrim.Object{
		Kind:  ebrim.ExtrinsicObject,
		Attrs: []ebrim.Attr{{Name: "id", Value: id}, {Name: "mimeType", Value: c.MimeType}, {Name: "objectType", Value: ebrim.StableDocument}},
		Name:  []ebrim.Text{{Lang: "fr-FR", Value: c.Title}},
	}
	for _, s := range []ebrim.Slot{
		{Name: "creationTime", Values: []string{cda.UTC(c.Created)}},
		{Name: "languageCode", Values: []string{c.Language}},
		{Name: "legalAuthenticator", Values: []string{c.Author.XCN()}},
		{Name: "serviceStartTime", Values: []string{cda.UTC(c.Start)}},
		{Name: "serviceStopTime", Values: []string{cda.UTC(c.Stop)}},
		{Name: "sourcePatientId", Values: []string{c.SourcePatientID()}},
		{Name: "sourcePatientInfo", Values: c.SourcePatientInfo()},
	} {
		o.SetSlot(s.Name, s.Values...)
	}
	o.Classifications = []*ebrim.Object{
		ebrim.Authored(nested(), ebrim.DocumentAuthor, id, c.Author.XCN(), c.Where.XON(), c.Author.AuthorSpecialty()),
		code(ebrim.ClassCode, c.Class),
		code(ebrim.ConfidentialityCd, c.Confidence),
		code(ebrim.FormatCode, c.Format),
		code(ebrim.FacilityTypeCode, c.Facility),
		code(ebrim.PracticeSetting, c.Practice),
		code(ebrim.TypeCode, c.Type),
	}
	o.Identifiers = []*ebrim.Object{
		ebrim.Identified(nested(), ebrim.DocumentPatientID, id, p.CX(), "XDSDocumentEntry.patientId"),
		ebrim.Identified(nested(), ebrim.DocumentUniqueID, id, c.UniqueID, "XDSDocumentEntry.uniqueId"),
	}
	return o
}

// submissionSet is the lot of one document.
func (d *DMP) submissionSet(id string, p etalon.Patient, c *cda.Document) *ebrim.Object {
	return &ebrim.Object{
		Kind:  ebrim.RegistryPackage,
		Attrs: []ebrim.Attr{{Name: "id", Value: id}},
		Slots: []ebrim.Slot{{Name: "submissionTime", Values: []string{cda.UTC(c.Created.Add(time.Minute))}}},
		Name:  []ebrim.Text{{Lang: "fr-FR", Value: c.Title}},
		Classifications: []*ebrim.Object{
			ebrim.Authored(d.ids.urn(), ebrim.SetAuthor, id, c.Author.XCN(), c.Where.XON(), c.Author.AuthorSpecialty()),
			ebrim.Coded(d.ids.urn(), ebrim.SetContentType, id, "07", "1.2.250.1.213.2.2", "Consultations soins externes"),
			{Kind: ebrim.Classification, Attrs: []ebrim.Attr{{Name: "id", Value: d.ids.urn()}, {Name: "classifiedObject", Value: id}, {Name: "classificationNode", Value: ebrim.SubmissionSetNode}}},
		},
		Identifiers: []*ebrim.Object{
			ebrim.Identified(d.ids.urn(), ebrim.SetPatientID, id, p.CX(), "XDSSubmissionSet.patientId"),
			ebrim.Identified(d.ids.urn(), ebrim.SetSourceID, id, ippAuthority, "XDSSubmissionSet.sourceId"),
			ebrim.Identified(d.ids.urn(), ebrim.SetUniqueID, id, oidOf("lot "+c.UniqueID), "XDSSubmissionSet.uniqueId"),
		},
	}
}
