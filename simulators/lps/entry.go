package lps

import (
	"strconv"
	"time"

	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

func coded(scheme string, c cda.Coded) submission.Classification {
	return submission.Classification{Scheme: scheme, Code: c.Code, Label: c.Label,
		Slots: []submission.Slot{{Name: "codingScheme", Values: []string{c.System}}}}
}

func author(scheme string, p cda.Person, o cda.Organization) submission.Classification {
	return submission.Classification{Scheme: scheme, Slots: []submission.Slot{
		{Name: "authorPerson", Values: []string{p.XCN()}},
		{Name: "authorInstitution", Values: []string{o.XON()}},
		{Name: "authorSpecialty", Values: []string{p.Specialty.Code + "^" + p.Specialty.Label + "^" + p.Specialty.System}},
	}}
}

func slot(name string, values ...string) submission.Slot {
	return submission.Slot{Name: name, Values: values}
}

// entryOf makes the document entry of a document: the same facts as its CDA,
// in the words of XDS (spec: DMP §5.2, CI-SIS §4.5).
func entryOf(id string, d *cda.Document, content []byte) *submission.Object {
	return &submission.Object{
		Kind: "ExtrinsicObject", ID: id, ObjectType: submission.StableEntry, MimeType: d.MimeType, Title: d.Title,
		Slots: []submission.Slot{
			slot("creationTime", cda.UTC(d.Created)),
			slot("languageCode", d.Language),
			slot("legalAuthenticator", d.Author.XCN()),
			slot("serviceStartTime", cda.UTC(d.Start)),
			slot("serviceStopTime", cda.UTC(d.Stop)),
			slot("sourcePatientId", d.SourcePatientID()),
			slot("sourcePatientInfo", d.SourcePatientInfo()...),
			slot("hash", sha1Hex(content)),
			slot("size", strconv.Itoa(len(content))),
		},
		Classifications: []submission.Classification{
			author(submission.EntryAuthor, d.Author, d.Where),
			coded(submission.EntryClass, d.Class),
			coded(submission.EntryType, d.Type),
			coded(submission.EntryConfidentiality, d.Confidence),
			coded(submission.EntryFormat, d.Format),
			coded(submission.EntryFacility, d.Facility),
			coded(submission.EntryPractice, d.Practice),
		},
		ExternalIDs: identified(d.UniqueID, d.Patient.CX()),
	}
}

func identified(uniqueID, patientID string) []submission.ExternalID {
	return []submission.ExternalID{
		{Scheme: submission.EntryPatientID, Value: patientID, Name: "XDSDocumentEntry.patientId"},
		{Scheme: submission.EntryUniqueID, Value: uniqueID, Name: "XDSDocumentEntry.uniqueId"},
	}
}

// signatureEntry makes the entry of the lot's signature, with its fixed values
// (spec: DMP §5.5).
func (l *LPS) signatureEntry(id string, c *call, at time.Time, content []byte) *submission.Object {
	const astm = "1.2.840.10065.1.12"
	when := cda.UTC(at)
	return &submission.Object{
		Kind: "ExtrinsicObject", ID: id, ObjectType: submission.StableEntry, MimeType: "text/xml", Title: "Source",
		Slots: []submission.Slot{
			slot("creationTime", when), slot("languageCode", "art"), slot("legalAuthenticator", l.author().XCN()),
			slot("serviceStartTime", when), slot("serviceStopTime", when), slot("sourcePatientId", c.patient.CX()),
			slot("hash", sha1Hex(content)), slot("size", strconv.Itoa(len(content))),
		},
		Classifications: []submission.Classification{
			author(submission.EntryAuthor, l.author(), l.structure()),
			coded(submission.EntryClass, cda.Coded{Code: "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1", System: "URN", Label: "Digital Signature"}),
			coded(submission.EntryType, cda.Coded{Code: "E1762", System: "ASTM", Label: "Full Document"}),
			coded(submission.EntryConfidentiality, cda.Normal()),
			coded(submission.EntryConfidentiality, cda.MaskedToProfessionals()),
			coded(submission.EntryConfidentiality, cda.InvisibleToPatient()),
			coded(submission.EntryFormat, cda.Coded{Code: "http://www.w3.org/2000/09/xmldsig#", System: "URN", Label: "Default Signature Style"}),
			coded(submission.EntryFacility, cda.SoloPractice()),
			coded(submission.EntryPractice, cda.Ambulatory()),
			coded(submission.EntryEvent, cda.Coded{Code: astm + ".1.14", System: astm, Label: "Source"}),
		},
		ExternalIDs: identified(l.oid(), c.patient.CX()),
	}
}

// submissionSet makes the package of a submission (spec: DMP §5.1).
func (l *LPS) submissionSet(c *call) *submission.Object {
	return &submission.Object{
		Kind: "RegistryPackage", ID: "SubmissionSet01",
		Slots: []submission.Slot{slot("submissionTime", cda.UTC(l.now()))},
		Classifications: []submission.Classification{
			author(submission.SetAuthor, l.author(), l.structure()),
			coded(submission.SetContent, cda.SoloPractice()),
		},
		ExternalIDs: []submission.ExternalID{
			{Scheme: submission.SetPatientID, Value: c.patient.CX(), Name: "XDSSubmissionSet.patientId"},
			{Scheme: submission.SetSourceID, Value: sourceOID, Name: "XDSSubmissionSet.sourceId"},
			{Scheme: submission.SetUniqueID, Value: l.oid(), Name: "XDSSubmissionSet.uniqueId"},
		},
	}
}
