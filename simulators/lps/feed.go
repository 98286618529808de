package lps

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// relation is what the first document of a lot is to one that is there already:
// the association, and the other's entryUUID and uniqueId.
type relation struct{ typ, target, uniqueID string }

// folder is where the documents of a lot go: a new one with a title, or the
// entryUUID of one that is there already.
type folder struct{ title, uniqueID, entry string }

// feed sends the documents of an action in one lot (TD2.1). to is nil, or what
// the first document is to another; in is nil, or the folder.
func (l *LPS) feed(ctx context.Context, a etalon.Action, to *relation, in *folder) etalon.Reaction {
	if len(a.Documents) == 0 {
		return l.reaction(refusal("Aucun document à envoyer."))
	}
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	c := &call{lps: l, transaction: etalon.ITI41, patient: a.Patient}
	docs := make([]*cda.Document, len(a.Documents))
	for i, wanted := range a.Documents {
		d, err := l.document(a, wanted)
		if err != nil {
			return l.reaction(refusal(err.Error()))
		}
		if i == 0 && to != nil && to.typ == submission.Replaces {
			l.succeed(d, to.uniqueID)
		}
		apply(l.hooks.document, c, d)
		docs[i] = d
	}
	set, err := l.lot(c, docs, to, in)
	if err != nil {
		return l.reaction(refusal("Le lot n'a pas pu être fait : " + err.Error()))
	}
	c.about.set = setID(set)
	got, t := l.send(ctx, c, set.Provide(), set.Documents)
	if t != nil && l.hooks.flow.renewAfterSilence {
		for _, d := range docs {
			d.UniqueID = l.oid()
			d.SetID = d.UniqueID
		}
		if set, err = l.lot(c, docs, to, in); err == nil {
			got, t = l.send(ctx, c, set.Provide(), set.Documents)
		}
	}
	if t == nil {
		t = l.registryTrouble(submission.Read(got.payload))
	}
	if t != nil && l.hooks.flow.useAnyRecord {
		return l.reaction(refusal(t.Text))
	}
	if t != nil {
		return l.reaction(t)
	}
	for _, d := range docs {
		l.session.versions[d.UniqueID] = versions{d.SetID, d.Version}
	}
	if l.hooks.flow.searchAfterFeed {
		l.listDocuments(ctx, a)
	}
	return fed(docs, set, to, in)
}

// setID is the uniqueId of a submission set, "" when it has none.
func setID(set *submission.Set) string {
	if x := set.Package().External(submission.SetUniqueID); x != nil {
		return x.Value
	}
	return ""
}

// verbs say to the user what a relation did.
var verbs = map[string]string{
	submission.Replaces:   "en remplacement de l'ancienne version",
	submission.Appends:    "en complément du document existant",
	submission.Transforms: "comme autre forme du document existant",
}

func fed(docs []*cda.Document, set *submission.Set, to *relation, in *folder) etalon.Reaction {
	var titles, ids []string
	for _, d := range docs {
		titles, ids = append(titles, "« "+d.Title+" »"), append(ids, d.UniqueID)
	}
	verb := "envoyé(s)"
	if to != nil {
		verb = "envoyé " + verbs[to.typ]
	}
	re := done(strings.Join(titles, ", ") + " : " + verb + ".")
	re.Values = map[string]string{"uniqueId": ids[0], "uniqueIds": strings.Join(ids, " ")}
	if x := set.Package().External(submission.SetUniqueID); x != nil {
		re.Values["submissionSetUniqueId"] = x.Value
	}
	if in != nil {
		re.Values["folder"] = in.uniqueID
	}
	return re
}

// document makes the facts of one document.
func (l *LPS) document(a etalon.Action, wanted etalon.Document) (*cda.Document, error) {
	typ, class, ok := cda.Type(wanted.TypeCode)
	if !ok {
		return nil, fmt.Errorf("ce logiciel ne fait pas de document de type %q", wanted.TypeCode)
	}
	now := l.now()
	id := l.oid()
	scan := wanted.Body == "scan"
	shell := wanted.Body == "self-presenting"
	structured := shell || wanted.Body == "structured" || wanted.Body == "vaccination"
	d := &cda.Document{
		UniqueID: id, SetID: id, Version: 1, Title: wanted.Title, Type: typ, Class: class, Format: cda.Format(structured),
		Patient: a.Patient, IPP: "IPP-" + a.Patient.ID, IPPSystem: sourceOID, Author: l.author(), Where: l.structure(),
		Created: now, Start: now.Add(-30 * time.Minute), Stop: now.Add(-10 * time.Minute), Language: "fr-FR",
		Confidence: cda.Normal(), Facility: cda.SoloPractice(), Practice: cda.Ambulatory(), Structured: structured, Scan: scan,
		MimeType: "text/xml", Location: l.paris,
	}
	if wanted.Body == "kos" {
		return d, l.manifestOf(a, d)
	}
	if wanted.Body == "vaccination" {
		d.Vaccination, d.Format = true, cda.VaccinationFormat()
	}
	if shell {
		d.SelfPresenting, d.MimeType = true, "application/xslt+xml"
	}
	if l.cfg.Plain && !structured && !scan { // the PDF itself: nothing asks for a CDA around it
		d.MimeType, d.Format = "application/pdf", cda.PlainFormat()
	}
	return d, nil
}

// bytesOf makes the bytes of a document.
func (l *LPS) bytesOf(d *cda.Document) []byte {
	if d.Manifest != nil {
		return l.manifestBytes(d)
	}
	var pdf []byte
	if !d.Structured || !l.cfg.Plain {
		pdf = cda.PDF(d.Title, d.Created, [16]byte(l.random(16)))
	}
	if l.cfg.Plain && !d.Structured && !d.Scan {
		return pdf
	}
	if l.hooks.body != nil {
		pdf = l.hooks.body(pdf)
	}
	content := d.XML(pdf)
	if l.hooks.content != nil {
		content = l.hooks.content(content)
	}
	return content
}

// succeed makes d the next version of a document. Documents that this LPS did
// not send are taken as first versions of a set that bears their own id.
func (l *LPS) succeed(d *cda.Document, old string) {
	v, ok := l.session.versions[old]
	if !ok {
		v = versions{old, 1}
	}
	d.Replaces, d.SetID, d.Version = old, v.setID, v.number+1
}

// lot makes the submission: one entry per document, the signature of the lot
// and its entry, the submission set, the associations.
func (l *LPS) lot(c *call, docs []*cda.Document, to *relation, in *folder) (*submission.Set, error) {
	set := &submission.Set{Packages: []*submission.Object{l.submissionSet(c)}}
	l.openFolder(c, set, in)
	signed := &xmlsec.Lot{UniqueID: set.Package().External(submission.SetUniqueID).Value, Time: l.now()}
	for i, d := range docs {
		own := *d
		apply(l.hooks.cda, c, &own)
		content := l.bytesOf(&own)
		id := "Document0" + strconv.Itoa(i+1)
		e := submission.EntryOf(id, d, content)
		if d.Manifest != nil {
			imaged(e, d.Manifest)
		}
		if l.cfg.Plain {
			plainly(e)
		}
		apply(l.hooks.entry, c, e)
		set.Entries = append(set.Entries, e)
		set.Link(submission.HasMember, set.Package().ID, id, submission.Original())
		if i == 0 && to != nil {
			set.Link(to.typ, id, to.target)
		}
		l.file(set, in, id)
		set.Documents = append(set.Documents, attach(id, content, d.MimeType))
		signed.Documents = append(signed.Documents, xmlsec.LotDocument{UniqueID: d.UniqueID, Content: content, XML: d.Manifest == nil})
	}
	sign := l.signLot
	if l.cfg.Plain {
		sign = l.signDocuments
	}
	if err := sign(c, set, signed); err != nil {
		return nil, err
	}
	apply(l.hooks.set, c, set)
	return set, nil
}

func attach(id string, content []byte, media string) submission.Document {
	return submission.Document{ID: id, Href: "cid:" + id + "@etalon", Content: content, Media: media}
}

// signLot adds the XAdES signature document of the lot and its entry.
func (l *LPS) signLot(c *call, set *submission.Set, lot *xmlsec.Lot) error {
	apply(l.hooks.lot, c, lot)
	signer := l.signer
	if l.hooks.lotSigner != nil {
		signer = l.hooks.lotSigner(l)
	}
	content, err := xmlsec.SignLot(*lot, signer, xmlsec.Algorithms{})
	if err != nil {
		return fmt.Errorf("signature du lot: %w", err)
	}
	if l.hooks.signed != nil {
		content = l.hooks.signed(c, content)
	}
	const id = "Signature01"
	e := l.sender(c, lot.Time).SignatureEntry(id, l.oid(), content)
	apply(l.hooks.signature, c, e)
	set.Entries = append(set.Entries, e)
	set.Link(submission.HasMember, set.Package().ID, id, submission.Original())
	set.Link(submission.Signs, id, set.Package().ID)
	set.Documents = append(set.Documents, attach(id, content, "text/xml"))
	return nil
}
