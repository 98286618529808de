package study

import (
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// ManifestClass is the SOP class of a manifest.
const ManifestClass = "1.2.840.10008.5.1.4.1.1.88.59"

// Manifest is what a manifest says beside its study.
type Manifest struct {
	UID      string    // its SOPInstanceUID
	Created  time.Time // UTC
	Location string    // RetrieveLocationUID: the repositoryUniqueId that RAD-69 asks
	Title    string    // RetrieveAETitle
	URL      string    // of WADO-RS, up to and without /studies; "" for none
	Past     bool      // it refers to what is only in the earlier manifest too
}

// Manifest writes the manifest of a study: a Key Object Selection document (DICOM
// PS3.3 A.35.4; PS3.16 TID 2010; IHE RAD TF-3 §4.68).
func (s Study) Manifest(m Manifest) []byte {
	date, at := m.Created.UTC().Format("20060102"), m.Created.UTC().Format("150405")
	return dicom.Write(dicom.Dataset{
		dicom.Texts("SpecificCharacterSet", "ISO_IR 192"),
		dicom.Texts("InstanceCreationDate", date), dicom.Texts("InstanceCreationTime", at),
		dicom.Texts("SOPClassUID", ManifestClass), dicom.Texts("SOPInstanceUID", m.UID),
		dicom.Texts("StudyDate", s.At.Format("20060102")), dicom.Texts("ContentDate", date),
		dicom.Texts("StudyTime", s.At.Format("150405")), dicom.Texts("ContentTime", at),
		dicom.Texts("AccessionNumber", s.Accession),
		dicom.Sequence("IssuerOfAccessionNumberSequence", issuer()),
		dicom.Texts("Modality", "KO"), dicom.Texts("Manufacturer", "ETALON FICTIF"), dicom.Texts("ReferringPhysicianName", ""),
		dicom.Texts("TimezoneOffsetFromUTC", "+0000"),
		dicom.Sequence("ReferencedPerformedProcedureStepSequence"),
		dicom.Texts("PatientName", s.Of.Family+"^"+s.Of.Given), dicom.Texts("PatientID", s.Number()),
		dicom.Sequence("IssuerOfPatientIDQualifiersSequence", issuer()),
		dicom.Texts("PatientBirthDate", s.Of.Birth), dicom.Texts("PatientSex", s.Of.Gender),
		dicom.Texts("StudyInstanceUID", s.UID), dicom.Texts("SeriesInstanceUID", m.UID+".1"),
		dicom.Texts("StudyID", s.Accession), dicom.Texts("SeriesNumber", "59"), dicom.Texts("InstanceNumber", "1"),
		dicom.Texts("ValueType", "CONTAINER"),
		dicom.Sequence("ConceptNameCodeSequence", code("113030", "DCM", "Manifest")),
		dicom.Texts("ContinuityOfContent", "SEPARATE"),
		dicom.Sequence("CurrentRequestedProcedureEvidenceSequence", s.evidence(m)),
		dicom.Sequence("ContentTemplateSequence", dicom.Dataset{dicom.Texts("MappingResource", "DCMR"), dicom.Texts("TemplateIdentifier", "2010")}),
		dicom.Sequence("ContentSequence", s.content(m)...),
	}, dicom.ExplicitLittle)
}

func (s Study) evidence(m Manifest) dicom.Dataset {
	var series []dicom.Dataset
	for _, one := range s.Series {
		var images []dicom.Dataset
		for _, i := range one.Images {
			if !i.Past || m.Past {
				images = append(images, reference(i))
			}
		}
		d := dicom.Dataset{dicom.Texts("RetrieveAETitle", m.Title)}
		if m.URL != "" {
			d = append(d, dicom.Texts("RetrieveURL", m.URL+"/studies/"+s.UID+"/series/"+one.UID))
		}
		series = append(series, append(d,
			dicom.Sequence("ReferencedSOPSequence", images...),
			dicom.Texts("SeriesInstanceUID", one.UID),
			dicom.Texts("RetrieveLocationUID", m.Location)))
	}
	return dicom.Dataset{dicom.Sequence("ReferencedSeriesSequence", series...), dicom.Texts("StudyInstanceUID", s.UID)}
}

func (s Study) content(m Manifest) []dicom.Dataset {
	all := []dicom.Dataset{{
		dicom.Texts("RelationshipType", "CONTAINS"), dicom.Texts("ValueType", "TEXT"),
		dicom.Sequence("ConceptNameCodeSequence", code("113012", "DCM", "Key Object Description")), dicom.Texts("TextValue", "Examen fictif"),
	}}
	for _, one := range s.Series {
		for _, i := range one.Images {
			if !i.Past || m.Past {
				all = append(all, dicom.Dataset{
					dicom.Sequence("ReferencedSOPSequence", reference(i)), dicom.Texts("RelationshipType", "CONTAINS"), dicom.Texts("ValueType", "IMAGE"),
				})
			}
		}
	}
	return all
}

func reference(i Image) dicom.Dataset {
	return dicom.Dataset{dicom.Texts("ReferencedSOPClassUID", i.Class), dicom.Texts("ReferencedSOPInstanceUID", i.UID)}
}

func code(value, scheme, meaning string) dicom.Dataset {
	return dicom.Dataset{dicom.Texts("CodeValue", value), dicom.Texts("CodingSchemeDesignator", scheme), dicom.Texts("CodeMeaning", meaning)}
}

func issuer() dicom.Dataset {
	return dicom.Dataset{dicom.Texts("UniversalEntityID", Issuer), dicom.Texts("UniversalEntityIDType", "ISO")}
}
