package submission

import (
	"crypto/sha1" // the hash of XDS metadata is SHA-1 by definition
	"encoding/hex"
	"strconv"
	"time"

	"github.com/etalon-dmp/etalon/simulators/lps/cda"
)

// Coded makes the classification of a coded value.
func Coded(scheme string, c cda.Coded) Classification {
	return Classification{
		Scheme: scheme, Code: c.Code, Label: c.Label,
		Slots: []Slot{{"codingScheme", []string{c.System}}},
	}
}

// Author makes the classification of an author.
func Author(scheme string, p cda.Person, o cda.Organization) Classification {
	return Classification{Scheme: scheme, Slots: []Slot{
		Values("authorPerson", p.XCN()),
		Values("authorInstitution", o.XON()),
		Values("authorSpecialty", p.Specialty.Code+"^"+p.Specialty.Label+"^"+p.Specialty.System),
	}}
}

// Values makes a slot.
func Values(name string, values ...string) Slot { return Slot{name, values} }

// SHA1 is the hash of a document, lower-case hex.
func SHA1(content []byte) string {
	sum := sha1.Sum(content)
	return hex.EncodeToString(sum[:])
}

// EntryOf makes the document entry of a document: the same facts as its CDA,
// in the words of XDS (spec: DMP §5.2, CI-SIS §4.5).
func EntryOf(id string, d *cda.Document, content []byte) *Object {
	o := &Object{
		Kind: "ExtrinsicObject", ID: id, ObjectType: StableEntry, MimeType: d.MimeType, Title: d.Title,
		Slots: []Slot{
			Values("creationTime", cda.UTC(d.Created)),
			Values("languageCode", d.Language),
			Values("legalAuthenticator", d.Author.XCN()),
			Values("serviceStartTime", cda.UTC(d.Start)),
			Values("serviceStopTime", cda.UTC(d.Stop)),
			Values("sourcePatientId", d.SourcePatientID()),
			Values("sourcePatientInfo", d.SourcePatientInfo()...),
			Values("hash", SHA1(content)),
			Values("size", strconv.Itoa(len(content))),
		},
		Classifications: []Classification{
			Author(EntryAuthor, d.Author, d.Where),
			Coded(EntryClass, d.Class),
			Coded(EntryType, d.Type),
			Coded(EntryConfidentiality, d.Confidence),
			Coded(EntryFormat, d.Format),
			Coded(EntryFacility, d.Facility),
			Coded(EntryPractice, d.Practice),
		},
		ExternalIDs: identified(d.UniqueID, d.Patient.CX()),
	}
	if d.Vaccination { // the act that the document bears
		o.Classifications = append(o.Classifications, Coded(EntryEvent, d.Type))
	}
	return o
}

func identified(uniqueID, patientID string) []ExternalID {
	return []ExternalID{
		{Scheme: EntryPatientID, Value: patientID, Name: "XDSDocumentEntry.patientId"},
		{Scheme: EntryUniqueID, Value: uniqueID, Name: "XDSDocumentEntry.uniqueId"},
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

// SignatureEntry makes the entry of the lot's signature, with its fixed values
// (spec: DMP §5.5).
func (s Sender) SignatureEntry(id, uniqueID string, content []byte) *Object {
	const astm = "1.2.840.10065.1.12"
	when := cda.UTC(s.At)
	return &Object{
		Kind: "ExtrinsicObject", ID: id, ObjectType: StableEntry, MimeType: "text/xml", Title: "Source",
		Slots: []Slot{
			Values("creationTime", when), Values("languageCode", "art"), Values("legalAuthenticator", s.Author.XCN()),
			Values("serviceStartTime", when), Values("serviceStopTime", when), Values("sourcePatientId", s.Patient),
			Values("hash", SHA1(content)), Values("size", strconv.Itoa(len(content))),
		},
		Classifications: []Classification{
			Author(EntryAuthor, s.Author, s.Where),
			Coded(EntryClass, cda.Coded{Code: "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", System: "URN", Label: "Digital Signature"}),
			Coded(EntryType, cda.Coded{Code: "E1762", System: "ASTM", Label: "Full Document"}),
			Coded(EntryConfidentiality, cda.Normal()),
			Coded(EntryConfidentiality, cda.MaskedToProfessionals()),
			Coded(EntryConfidentiality, cda.InvisibleToPatient()),
			Coded(EntryFormat, cda.Coded{Code: "http://www.w3.org/2000/09/xmldsig#", System: "URN", Label: "Default Signature Style"}),
			Coded(EntryFacility, cda.SoloPractice()),
			Coded(EntryPractice, cda.Ambulatory()),
			Coded(EntryEvent, cda.Coded{Code: astm + ".1.14", System: astm, Label: "Source"}),
		},
		ExternalIDs: identified(uniqueID, s.Patient),
	}
}

// SetOf makes the package of a submission (spec: DMP §5.1).
func (s Sender) SetOf(id, uniqueID string) *Object {
	return &Object{
		Kind: "RegistryPackage", ID: id,
		Slots: []Slot{Values("submissionTime", cda.UTC(s.At))},
		Classifications: []Classification{
			Author(SetAuthor, s.Author, s.Where),
			Coded(SetContent, cda.SoloPractice()),
		},
		ExternalIDs: []ExternalID{
			{Scheme: SetPatientID, Value: s.Patient, Name: "XDSSubmissionSet.patientId"},
			{Scheme: SetSourceID, Value: s.SourceID, Name: "XDSSubmissionSet.sourceId"},
			{Scheme: SetUniqueID, Value: uniqueID, Name: "XDSSubmissionSet.uniqueId"},
		},
	}
}
