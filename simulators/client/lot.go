package client

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

const (
	folderUniqueID = ebrim.FolderUniqueID
	setID          = "SubmissionSet01"
	folderID       = "Folder01"
)

// content is one document: its facts and its bytes.
type content struct {
	facts *cda.Document
	bytes []byte
}

func (d *draft) author() cda.Person {
	b := d.cfg.Bearer
	return cda.Person{ID: b.UserID, Family: b.UserFamily, Given: b.UserGiven, Specialty: cda.Generalist()}
}

func (d *draft) structure() cda.Organization {
	return cda.Organization{ID: d.cfg.Bearer.StructureID, Name: "CABINET ETALON FICTIF"}
}

func (d *draft) sender() submission.Sender {
	return submission.Sender{Author: d.author(), Where: d.structure(), SourceID: sourceOID, Patient: d.message.Patient.CX(), At: d.now}
}

// named is an id in the message: symbolic, or a UUID when the scenario asks for
// those.
func (d *draft) named(symbolic string) string {
	if d.param("ids", "symbolic") == "uuid" {
		return d.urn()
	}
	return symbolic
}

// composeLot makes a submission (ITI-41, ITI-42): entries, the submission set
// and what links them.
func (d *draft) composeLot() error {
	wanted := d.message.Documents
	if len(wanted) == 0 {
		wanted = []etalon.Document{{ID: "DOC", Title: "Document de l'étalon (fictif)", Body: "pdf", TypeCode: "11490-0"}}
	}
	d.set = &submission.Set{Packages: []*submission.Object{d.sender().SetOf(d.named(setID), d.param("setUniqueId", d.oid()))}}
	for i, w := range wanted {
		uid := d.oid()
		if given := d.list("uniqueId"); i < len(given) {
			uid = given[i]
		}
		if err := d.addDocument(w, uid); err != nil {
			return err
		}
	}
	return nil
}

// addDocument adds a document, its entry and its place in the set. The bytes
// are a function of the patient, the document, the uniqueId and the time of
// creation, so that the same document can be sent twice.
func (d *draft) addDocument(w etalon.Document, uid string) error {
	doc, err := d.document(w, uid)
	if err != nil {
		return err
	}
	d.lot = append(d.lot, doc)
	n := strconv.Itoa(len(d.lot))
	id := d.named("Document0" + n)
	e := submission.EntryOf(id, doc.facts, doc.bytes)
	if len(d.lot) == 1 {
		for _, slot := range []string{"hash", "size"} {
			if v := d.message.Params[slot]; v != "" {
				e.SetSlot(slot, v)
			}
		}
	}
	if d.message.Transaction == etalon.ITI41 {
		href := "document" + n + "." + uid + "@etalon"
		d.set.Documents = append(d.set.Documents, submission.Document{ID: id, Href: "cid:" + href, Content: doc.bytes, Media: doc.facts.MimeType})
	} else {
		e.SetSlot("repositoryUniqueId", d.param("repository", OwnRepositoryID))
	}
	d.set.Entries = append(d.set.Entries, e)
	d.link(ebrim.HasMember, d.set.Package().ID, id, submission.Original())
	return nil
}

// link adds an association and gives its id.
func (d *draft) link(kind, source, target string, slots ...submission.Slot) string {
	d.set.Link(kind, source, target, slots...)
	a := &d.set.Associations[len(d.set.Associations)-1]
	a.ID = d.named(a.ID)
	return a.ID
}

func (d *draft) document(w etalon.Document, uid string) (*content, error) {
	typ, class, ok := cda.Type(w.TypeCode)
	if !ok {
		return nil, fmt.Errorf("document %s: étalon makes no document of type %q", w.ID, w.TypeCode)
	}
	created := d.now
	if at := d.param("created", w.Created); at != "" {
		t, err := time.Parse("20060102150405", at)
		if err != nil {
			return nil, fmt.Errorf("document %s: created: %w", w.ID, err)
		}
		created = t
	}
	filler := 0
	if n := d.message.Params["kilobytes"]; n != "" {
		k, err := strconv.Atoi(n)
		if err != nil || k < 0 || k > mostKilobytes {
			return nil, fmt.Errorf("kilobytes: %q is no number from 0 to %d", n, mostKilobytes)
		}
		filler = k << 10
	}
	structured := w.Body == "structured" || w.Body == "vaccination"
	facts := &cda.Document{
		UniqueID: uid, SetID: uid, Version: 1, Title: w.Title, Type: typ, Class: class, Format: cda.Format(structured),
		Patient: d.message.Patient, IPP: "ETALON-" + d.message.Patient.ID, IPPSystem: sourceOID,
		Author: d.author(), Where: d.structure(), Created: created, Start: created.Add(-30 * time.Minute), Stop: created.Add(-10 * time.Minute),
		Language: "fr-FR", Confidence: cda.Normal(), Facility: cda.SoloPractice(), Practice: cda.Ambulatory(),
		Structured: structured, MimeType: "text/xml", Location: time.FixedZone("", 3600),
	}
	if w.Body == "vaccination" {
		facts.Vaccination, facts.Format = true, cda.VaccinationFormat(w.TypeCode)
	}
	if old := d.message.Params["replaces"]; old != "" && len(d.lot) == 0 {
		facts.Replaces, facts.SetID, facts.Version = old, old, 2
	}
	id := sha256.Sum256([]byte(uid))
	return &content{facts, facts.XML(cda.PDF(facts.Title, created, [16]byte(id[:16]), filler))}, nil
}

// mostKilobytes bounds the size of a document that is made on purpose.
const mostKilobytes = 200 << 10

// sign adds the signature of the lot, which the DMP asks for with ITI-41.
func (d *draft) sign() error {
	if !d.cfg.DMP || d.message.Transaction != etalon.ITI41 || len(d.lot) == 0 {
		return nil
	}
	signer, err := signerOf(d.cfg.Sign)
	if err != nil {
		return err
	}
	lot := xmlsec.Lot{UniqueID: d.set.Package().External(ebrim.SetUniqueID).Value, Time: d.now}
	for _, doc := range d.lot {
		lot.Documents = append(lot.Documents, xmlsec.LotDocument{UniqueID: doc.facts.UniqueID, Content: doc.bytes, XML: true})
	}
	signature, err := xmlsec.SignLot(lot, signer, xmlsec.Algorithms{})
	if err != nil {
		return fmt.Errorf("signature of the lot: %w", err)
	}
	id, uid := d.named("Signature01"), d.oid()
	d.set.Entries = append(d.set.Entries, d.sender().SignatureEntry(id, uid, signature))
	d.set.Documents = append(d.set.Documents, submission.Document{ID: id, Href: "cid:signature." + uid + "@etalon", Content: signature, Media: "text/xml"})
	d.link(ebrim.HasMember, d.set.Package().ID, id, submission.Original())
	d.link(ebrim.Signs, id, d.set.Package().ID)
	return nil
}

// folder makes a folder with its place in the set; "" links nothing into it.
func (d *draft) folder(member string) {
	id := d.named(folderID)
	f := &submission.Object{
		Kind: "RegistryPackage", ID: id, Node: ebrim.FolderNode, Title: "Dossier de l'étalon (fictif)",
		Classifications: []submission.Classification{submission.Coded(ebrim.FolderCodeList, cda.SoloPractice())},
		ExternalIDs: []submission.ExternalID{
			{Scheme: ebrim.FolderPatientID, Value: d.message.Patient.CX(), Name: "XDSFolder.patientId"},
			{Scheme: ebrim.FolderUniqueID, Value: d.param("folderUniqueId", d.oid()), Name: "XDSFolder.uniqueId"},
		},
	}
	d.set.Packages = append(d.set.Packages, f)
	d.link(ebrim.HasMember, d.set.Package().ID, id)
	d.into(id, member)
}

// into puts a document into a folder.
func (d *draft) into(folder, member string) {
	if member != "" {
		a := d.link(ebrim.HasMember, folder, member)
		d.link(ebrim.HasMember, d.set.Package().ID, a)
	}
}

// dialect writes identifiers as plain IHE has them, where the DMP adds type
// codes that IHE leaves out (IHE ITI TF-3 4.2.3.1.7: CX, XCN, XON).
func (d *draft) dialect() {
	if d.cfg.DMP {
		return
	}
	for _, list := range [][]*submission.Object{d.set.Entries, d.set.Packages} {
		for _, o := range list {
			plainSlots(o.Slots)
			for i := range o.Classifications {
				plainSlots(o.Classifications[i].Slots)
			}
			for i := range o.ExternalIDs {
				o.ExternalIDs[i].Value = plain(o.ExternalIDs[i].Value)
			}
		}
	}
}

func plainSlots(slots []submission.Slot) {
	for _, s := range slots {
		for i, v := range s.Values {
			if s.Name == "authorSpecialty" {
				if part := strings.Split(v, "^"); len(part) == 3 {
					v = part[0] + "^^^&" + part[2] + "&ISO"
				}
			}
			s.Values[i] = plain(v)
		}
	}
}

func plain(v string) string {
	for _, suffix := range []string{"^NH", "^PI", "^D^^^IDNPS"} {
		if cut, ok := strings.CutSuffix(v, "&ISO"+suffix); ok {
			v = cut + "&ISO" // an intendedRecipient has an XON before its XCN
		}
	}
	return strings.Replace(v, "&ISO^IDNST^^^", "&ISO^^^^", 1)
}
