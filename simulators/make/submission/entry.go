package submission

import (
	"crypto/sha1" // the hash of XDS metadata is SHA-1 by definition
	"fmt"
	"strconv"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
)

// Coded makes the classification of a coded value.
func Coded(scheme string, c cda.Coded) Classification {
	return Classification{Scheme: scheme, Code: c.Code, Label: c.Label, Slots: []Slot{Values("codingScheme", c.System)}}
}

// Author makes the classification of an author.
func Author(scheme string, p cda.Person, at cda.Organization) Classification {
	return Classification{Scheme: scheme, Slots: []Slot{
		Values("authorPerson", p.XCN()), Values("authorInstitution", at.XON()), Values("authorSpecialty", p.AuthorSpecialty()),
	}}
}

// measured are the slots that tell what the bytes of a document are.
func measured(content []byte) []Slot {
	return []Slot{Values("hash", fmt.Sprintf("%x", sha1.Sum(content))), Values("size", strconv.Itoa(len(content)))}
}

// EntryOf makes the entry of a document: the facts of its CDA, in the words of
// XDS (spec: DMP §5.2, CI-SIS §4.5).
func EntryOf(id string, d *cda.Document, content []byte) *Object {
	o := &Object{Kind: ebrim.ExtrinsicObject, ID: id, MimeType: d.MimeType, Title: d.Title}
	o.SetSlot("creationTime", cda.UTC(d.Created))
	o.SetSlot("languageCode", d.Language)
	o.SetSlot("legalAuthenticator", d.Author.XCN())
	o.SetSlot("serviceStartTime", cda.UTC(d.Start))
	o.SetSlot("serviceStopTime", cda.UTC(d.Stop))
	o.SetSlot("sourcePatientId", d.SourcePatientID())
	o.SetSlot("sourcePatientInfo", d.SourcePatientInfo()...)
	o.Slots = append(o.Slots, measured(content)...)
	o.Classifications = append(o.Classifications, Author(ebrim.DocumentAuthor, d.Author, d.Where))
	for _, c := range []struct {
		scheme string
		code   cda.Coded
	}{
		{ebrim.ClassCode, d.Class},
		{ebrim.TypeCode, d.Type},
		{ebrim.ConfidentialityCd, d.Confidence},
		{ebrim.FormatCode, d.Format},
		{ebrim.FacilityTypeCode, d.Facility},
		{ebrim.PracticeSetting, d.Practice},
	} {
		o.Classifications = append(o.Classifications, Coded(c.scheme, c.code))
	}
	o.identify(d.Patient.CX(), d.UniqueID)
	return o
}

// identify gives an entry its two identifiers.
func (o *Object) identify(patient, unique string) {
	o.ExternalIDs = []ExternalID{
		{Scheme: ebrim.DocumentPatientID, Value: patient, Name: "XDSDocumentEntry.patientId"},
		{Scheme: ebrim.DocumentUniqueID, Value: unique, Name: "XDSDocumentEntry.uniqueId"},
	}
}

// Sender is who submits a lot, and for which patient.
type Sender struct {
	Author   cda.Person
	Where    cda.Organization
	SourceID string // OID of the installation
	Patient  string // CX
	At       time.Time
}

// SignatureEntry makes the entry of the signature of a lot, whose values are
// fixed (spec: DMP §5.5).
func (s Sender) SignatureEntry(id, uniqueID string, content []byte) *Object {
	when := cda.UTC(s.At)
	o := &Object{Kind: ebrim.ExtrinsicObject, ID: id, MimeType: "text/xml", Title: "Source"}
	o.Slots = append(o.Slots,
		Values("creationTime", when), Values("languageCode", "art"), Values("legalAuthenticator", s.Author.XCN()),
		Values("serviceStartTime", when), Values("serviceStopTime", when), Values("sourcePatientId", s.Patient))
	o.Slots = append(o.Slots, measured(content)...)
	o.Classifications = append(o.Classifications, Author(ebrim.DocumentAuthor, s.Author, s.Where),
		Coded(ebrim.ClassCode, cda.Coded{Code: "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", System: "URN", Label: "Digital Signature"}),
		Coded(ebrim.TypeCode, cda.Coded{Code: SignatureType, System: "ASTM", Label: "Full Document"}))
	for _, c := range []cda.Coded{cda.Normal(), cda.MaskedToProfessionals(), cda.InvisibleToPatient()} {
		o.Classifications = append(o.Classifications, Coded(ebrim.ConfidentialityCd, c))
	}
	o.Classifications = append(o.Classifications,
		Coded(ebrim.FormatCode, cda.Coded{Code: "http://www.w3.org/2000/09/xmldsig#", System: "URN", Label: "Default Signature Style"}),
		Coded(ebrim.FacilityTypeCode, cda.SoloPractice()), Coded(ebrim.PracticeSetting, cda.Ambulatory()),
		Coded(ebrim.EventCodeList, cda.Coded{Code: "1.2.840.10065.1.12.1.14", System: "1.2.840.10065.1.12", Label: "Source"}))
	o.identify(s.Patient, uniqueID)
	return o
}

// SignatureType is the type of the signature of a lot: nobody's document.
const SignatureType = "E1762"

// SetOf makes the submission set (spec: DMP §5.1).
func (s Sender) SetOf(id, uniqueID string) *Object {
	return &Object{
		Kind: ebrim.RegistryPackage, ID: id, Slots: []Slot{Values("submissionTime", cda.UTC(s.At))},
		Classifications: []Classification{Author(ebrim.SetAuthor, s.Author, s.Where), Coded(ebrim.SetContentType, cda.SoloPractice())},
		ExternalIDs: []ExternalID{
			{Scheme: ebrim.SetPatientID, Value: s.Patient, Name: "XDSSubmissionSet.patientId"},
			{Scheme: ebrim.SetSourceID, Value: s.SourceID, Name: "XDSSubmissionSet.sourceId"},
			{Scheme: ebrim.SetUniqueID, Value: uniqueID, Name: "XDSSubmissionSet.uniqueId"},
		},
	}
}
