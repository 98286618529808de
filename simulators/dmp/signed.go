package dmp

import (
	"crypto"
	"crypto/tls"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
	"github.com/etalon-dmp/etalon/simulators/repository"
)

// Signers sign the documents given beforehand that have a signature: with a right
// certificate, one of an unknown authority, one that is out of date.
type Signers struct{ Right, Unknown, OutOfDate tls.Certificate }

// The purpose of those signatures: that of an author (ASTM E1762).
const purposeAuthor = "1.2.840.10065.1.12.1.1"

// signature makes the signature document of a document given beforehand, right or
// broken as the scenario says, with its entry and its association; nothing when the
// scenario asks for none.
func (d past) signature(p etalon.Patient, doc etalon.Document, c *cda.Document, content []byte, set string) ([]*ebrim.Object, []repository.Content) {
	if doc.Signature == "" || d.cfg.Signers.Right.PrivateKey == nil {
		return nil, nil
	}
	by, signed := d.cfg.Signers.Right, xmlsec.LotDocument{UniqueID: c.UniqueID, Content: content}
	switch doc.Signature {
	case etalon.SignatureOtherContent:
		signed.Content = append([]byte("<!-- avant correction -->"), content...)
	case etalon.SignatureOtherDocument:
		signed.UniqueID = oidOf("another " + c.UniqueID)
	case etalon.SignatureUnknownIssuer:
		by = d.cfg.Signers.Unknown
	case etalon.SignatureOutOfDate:
		by = d.cfg.Signers.OutOfDate
	}
	key, ok := by.PrivateKey.(crypto.Signer)
	if !ok {
		panic("dmp: a signer of fixtures cannot sign")
	}
	text, err := xmlsec.SignDSG(xmlsec.DSG{Documents: []xmlsec.LotDocument{signed}, Time: c.Created, Purpose: purposeAuthor}, xmlsec.Signer{Key: key, Chain: by.Certificate}, xmlsec.Algorithms{})
	if err != nil { // keys that we made ourselves: our own defect
		panic(fmt.Sprintf("dmp: signature of fixture %s: %v", doc.ID, err))
	}
	if doc.Signature == etalon.SignatureValue {
		text = otherValue(text)
	}
	id := d.ids.urn()
	e := signatureEntry(id, p, c)
	return []*ebrim.Object{
		e,
		ebrim.Associated(d.ids.urn(), ebrim.HasMember, set, id, ebrim.Slot{Name: "SubmissionSetStatus", Values: []string{"Original"}}),
		ebrim.Associated(d.ids.urn(), ebrim.Signs, id, doc.EntryID),
	}, []repository.Content{{ID: id, Bytes: text}}
}

// otherValue changes one character of a signature value.
func otherValue(text []byte) []byte {
	const begin = "<ds:SignatureValue>"
	s := string(text)
	i := strings.Index(s, begin) + len(begin)
	other := "A"
	if s[i:i+1] == other {
		other = "B"
	}
	return []byte(s[:i] + other + s[i+1:])
}

// signatureEntry is the metadata of a signature (IHE ITI TF-3, 5.5.4): those of the
// document that it is of, where nothing else is said.
func signatureEntry(id string, p etalon.Patient, c *cda.Document) *ebrim.Object {
	s := *c
	s.UniqueID, s.Title, s.Language, s.MimeType = oidOf("signature "+c.UniqueID), "Author", "art", "text/xml"
	s.Start, s.Stop = c.Created, c.Created
	s.Class = cda.Coded{Code: "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", System: "URN", Label: "Digital Signature"}
	s.Type = cda.Coded{Code: "E1762", System: "ASTM", Label: "Full Document"}
	s.Format = cda.Coded{Code: xmlsec.DSGDetached, System: "1.3.6.1.4.1.19376.1.2.3", Label: "IHE Document Digital Signature"}
	e := entry(id, p, &s)
	e.Classifications = append(e.Classifications, ebrim.Coded("event-"+strings.TrimPrefix(id, "urn:uuid:"), ebrim.EventCodeList, id, purposeAuthor, "1.2.840.10065.1.12", "Author"))
	return e
}
