package kos

import (
	"fmt"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// Class is the SOP class of a manifest.
const Class = "1.2.840.10008.5.1.4.1.1.88.59"

// Instance is one image: its class and its own UID.
type Instance struct{ Class, UID string }

// Series is the images of one machine in one go.
type Series struct {
	UID, Modality string
	Instances     []Instance
}

// Study is what a manifest is about.
type Study struct {
	UID, Accession, ID string
	Issuer             string // OID that assigns the accession number
	Begun              time.Time
	Series             []Series
}

// Manifest is a manifest before it is written.
type Manifest struct {
	UID, SeriesUID  string
	Created         time.Time
	Patient         etalon.Patient
	Number, Issuer  string // local number of the patient, OID that assigns it
	Location, Title string // where its images are: OID of the image source, and its AE title
	Study           Study
}

// classes are the classes of images that a modality makes.
var classes = map[string]string{
	"CT": "1.2.840.10008.5.1.4.1.1.2",
	"MR": "1.2.840.10008.5.1.4.1.1.4",
	"CR": "1.2.840.10008.5.1.4.1.1.1",
	"DX": "1.2.840.10008.5.1.4.1.1.1.1",
	"US": "1.2.840.10008.5.1.4.1.1.6.1",
}

// Labels are the meanings of the modalities that this product knows (DICOM PS3.16, CID 29).
var Labels = map[string]string{
	"CT": "Computed Tomography", "MR": "Magnetic Resonance", "CR": "Computed Radiography", "DX": "Digital Radiography", "US": "Ultrasound",
}

// NewStudy makes the study of an examination: one series for each modality (apart by
// spaces), images in all shared out among them. The UIDs of series and images are made
// of that of the study, so that the same study is always the same images.
func NewStudy(study, accession, issuer, machines string, images int, begun time.Time) (Study, error) {
	modalities := strings.Fields(machines)
	s := Study{UID: study, Accession: accession, Issuer: issuer, ID: accession, Begun: begun}
	for i, m := range modalities {
		class, known := classes[m]
		if !known {
			return Study{}, fmt.Errorf("ce logiciel ne connaît pas la modalité %q", m)
		}
		one := Series{UID: fmt.Sprintf("%s.%d", study, i+1), Modality: m}
		for n := range share(images, len(modalities), i) {
			one.Instances = append(one.Instances, Instance{class, fmt.Sprintf("%s.%d", one.UID, n+1)})
		}
		s.Series = append(s.Series, one)
	}
	return s, nil
}

// share is what the i-th of n gets.
func share(all, n, i int) int {
	if i < all%n {
		return all/n + 1
	}
	return all / n
}

// Modalities are those of the study, each once.
func (s Study) Modalities() []string {
	var all []string
	for _, one := range s.Series {
		if !strings.Contains(" "+strings.Join(all, " ")+" ", " "+one.Modality+" ") {
			all = append(all, one.Modality)
		}
	}
	return all
}

func code(value, scheme, meaning string) dicom.Dataset {
	return dicom.Dataset{dicom.Texts("CodeValue", value), dicom.Texts("CodingSchemeDesignator", scheme), dicom.Texts("CodeMeaning", meaning)}
}

func issuer(oid string) dicom.Dataset {
	return dicom.Dataset{dicom.Texts("UniversalEntityID", oid), dicom.Texts("UniversalEntityIDType", "ISO")}
}

// Dataset is the manifest as DICOM has it. Times are of UTC.
func (m *Manifest) Dataset() dicom.Dataset {
	date, at := m.Created.UTC().Format("20060102"), m.Created.UTC().Format("150405")
	begun := m.Study.Begun.UTC()
	return dicom.Dataset{
		dicom.Texts("SpecificCharacterSet", "ISO_IR 192"),
		dicom.Texts("InstanceCreationDate", date),
		dicom.Texts("InstanceCreationTime", at),
		dicom.Texts("SOPClassUID", Class),
		dicom.Texts("SOPInstanceUID", m.UID),
		dicom.Texts("StudyDate", begun.Format("20060102")),
		dicom.Texts("ContentDate", date),
		dicom.Texts("StudyTime", begun.Format("150405")),
		dicom.Texts("ContentTime", at),
		dicom.Texts("AccessionNumber", m.Study.Accession),
		dicom.Sequence("IssuerOfAccessionNumberSequence", issuer(m.Study.Issuer)),
		dicom.Texts("Modality", "KO"),
		dicom.Texts("Manufacturer", "ETALON FICTIF"),
		dicom.Texts("ReferringPhysicianName", ""),
		dicom.Texts("TimezoneOffsetFromUTC", "+0000"),
		dicom.Sequence("ReferencedPerformedProcedureStepSequence"),
		dicom.Texts("PatientName", m.Patient.Family+"^"+m.Patient.Given),
		dicom.Texts("PatientID", m.Number),
		dicom.Sequence("IssuerOfPatientIDQualifiersSequence", issuer(m.Issuer)),
		dicom.Texts("PatientBirthDate", m.Patient.Birth),
		dicom.Texts("PatientSex", m.Patient.Gender),
		dicom.Texts("StudyInstanceUID", m.Study.UID),
		dicom.Texts("SeriesInstanceUID", m.SeriesUID),
		dicom.Texts("StudyID", m.Study.ID),
		dicom.Texts("SeriesNumber", "59"),
		dicom.Texts("InstanceNumber", "1"),
		dicom.Texts("ValueType", "CONTAINER"),
		dicom.Sequence("ConceptNameCodeSequence", code("113030", "DCM", "Manifest")),
		dicom.Texts("ContinuityOfContent", "SEPARATE"),
		dicom.Sequence("ReferencedRequestSequence", m.request()),
		dicom.Sequence("CurrentRequestedProcedureEvidenceSequence", m.evidence()),
		dicom.Sequence("ContentTemplateSequence", dicom.Dataset{dicom.Texts("MappingResource", "DCMR"), dicom.Texts("TemplateIdentifier", "2010")}),
		dicom.Sequence("ContentSequence", m.content()...),
	}
}

func (m *Manifest) request() dicom.Dataset {
	return dicom.Dataset{
		dicom.Texts("AccessionNumber", m.Study.Accession),
		dicom.Sequence("IssuerOfAccessionNumberSequence", issuer(m.Study.Issuer)),
		dicom.Sequence("ReferencedStudySequence"),
		dicom.Texts("StudyInstanceUID", m.Study.UID),
		dicom.Texts("RequestedProcedureDescription", "EXAMEN FICTIF"),
		dicom.Sequence("RequestedProcedureCodeSequence"),
		dicom.Texts("RequestedProcedureID", "1"),
		dicom.Texts("PlacerOrderNumberImagingServiceRequest", ""),
		dicom.Texts("FillerOrderNumberImagingServiceRequest", ""),
	}
}

// evidence lists every image of the study (PS3.3, C.17.2.1).
func (m *Manifest) evidence() dicom.Dataset {
	var series []dicom.Dataset
	for _, one := range m.Study.Series {
		var images []dicom.Dataset
		for _, i := range one.Instances {
			images = append(images, reference(i))
		}
		series = append(series, dicom.Dataset{
			dicom.Texts("RetrieveAETitle", m.Title),
			dicom.Sequence("ReferencedSOPSequence", images...),
			dicom.Texts("SeriesInstanceUID", one.UID),
			dicom.Texts("RetrieveLocationUID", m.Location),
		})
	}
	return dicom.Dataset{dicom.Sequence("ReferencedSeriesSequence", series...), dicom.Texts("StudyInstanceUID", m.Study.UID)}
}

func reference(i Instance) dicom.Dataset {
	return dicom.Dataset{dicom.Texts("ReferencedSOPClassUID", i.Class), dicom.Texts("ReferencedSOPInstanceUID", i.UID)}
}

// content names the images (PS3.16, TID 2010).
func (m *Manifest) content() []dicom.Dataset {
	all := []dicom.Dataset{{
		dicom.Texts("RelationshipType", "CONTAINS"), dicom.Texts("ValueType", "TEXT"),
		dicom.Sequence("ConceptNameCodeSequence", code("113012", "DCM", "Key Object Description")), dicom.Texts("TextValue", "Examen fictif"),
	}}
	for _, one := range m.Study.Series {
		for _, i := range one.Instances {
			all = append(all, dicom.Dataset{
				dicom.Sequence("ReferencedSOPSequence", reference(i)), dicom.Texts("RelationshipType", "CONTAINS"), dicom.Texts("ValueType", "IMAGE"),
			})
		}
	}
	return all
}
