package study

import (
	"strconv"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// side is the width and height of an image, in pixels.
const side = 16

// Image is one image of a study as DICOM has it: a grey slope of 16 by 16 pixels that
// shows nobody, with what its modality asks for. series and image count from 0.
func (s Study) Image(series, image int) dicom.Dataset {
	one := s.Series[series]
	begun := s.At
	date, at := begun.Format("20060102"), begun.Format("150405")
	pixels := make([]byte, 2*side*side)
	for i := range side * side {
		pixels[2*i] = byte(i%side*16 + image) //nolint:gosec // a shade, whatever is left of it
	}
	d := dicom.Dataset{
		dicom.Texts("SpecificCharacterSet", "ISO_IR 192"),
		dicom.Texts("ImageType", "ORIGINAL", "PRIMARY"),
		dicom.Texts("SOPClassUID", one.Images[image].Class),
		dicom.Texts("SOPInstanceUID", one.Images[image].UID),
		dicom.Texts("StudyDate", date), dicom.Texts("SeriesDate", date), dicom.Texts("AcquisitionDate", date), dicom.Texts("ContentDate", date),
		dicom.Texts("StudyTime", at), dicom.Texts("SeriesTime", at), dicom.Texts("AcquisitionTime", at), dicom.Texts("ContentTime", at),
		dicom.Texts("AccessionNumber", s.Accession),
		dicom.Sequence("IssuerOfAccessionNumberSequence", issuer()),
		dicom.Texts("Modality", one.Modality),
		dicom.Texts("Manufacturer", "ETALON FICTIF"),
		dicom.Texts("ReferringPhysicianName", ""),
		dicom.Texts("TimezoneOffsetFromUTC", "+0000"),
		dicom.Texts("StudyDescription", "EXAMEN FICTIF"), dicom.Texts("SeriesDescription", "SERIE FICTIVE"),
		dicom.Texts("PatientName", s.Of.Family+"^"+s.Of.Given),
		dicom.Texts("PatientID", s.Number()),
		dicom.Sequence("IssuerOfPatientIDQualifiersSequence", issuer()),
		dicom.Texts("PatientBirthDate", s.Of.Birth), dicom.Texts("PatientSex", s.Of.Gender),
		dicom.Texts("StudyInstanceUID", s.UID), dicom.Texts("SeriesInstanceUID", one.UID),
		dicom.Texts("StudyID", s.Accession),
		dicom.Texts("SeriesNumber", strconv.Itoa(series+1)), dicom.Texts("InstanceNumber", strconv.Itoa(image+1)),
		dicom.Texts("PatientOrientation", ""),
		dicom.Texts("ImageComments", "IMAGE FICTIVE, AUCUN PATIENT"),
		dicom.Short("SamplesPerPixel", 1), dicom.Texts("PhotometricInterpretation", "MONOCHROME2"),
		dicom.Short("Rows", side), dicom.Short("Columns", side),
		dicom.Short("BitsAllocated", 16), dicom.Short("BitsStored", 16), dicom.Short("HighBit", 15), dicom.Short("PixelRepresentation", 0),
		dicom.Bytes("PixelData", pixels),
	}
	for _, e := range machine(one, image) {
		d = d.With(e)
	}
	return d
}

// machine is what the modules of an image of a modality ask for (PS3.3, C.8.1 to C.8.3,
// C.7.6.2).
func machine(s Series, image int) dicom.Dataset {
	plane := dicom.Dataset{
		dicom.Texts("SliceThickness", "5"), dicom.Texts("PatientPosition", "HFS"), dicom.Texts("ImagePositionPatient", "0", "0", strconv.Itoa(5*image)),
		dicom.Texts("ImageOrientationPatient", "1", "0", "0", "0", "1", "0"), dicom.Texts("BodyPartExamined", "CHEST"), dicom.Texts("FrameOfReferenceUID", s.UID+".0.1"), dicom.Texts("PositionReferenceIndicator", ""),
		dicom.Texts("PixelSpacing", "1", "1"), dicom.Texts("AcquisitionNumber", "1"),
	}
	switch s.Modality {
	case "CT":
		return append(plane, dicom.Texts("ImageType", "ORIGINAL", "PRIMARY", "AXIAL"), dicom.Texts("KVP", "120"), dicom.Texts("RescaleIntercept", "0"), dicom.Texts("RescaleSlope", "1"))
	case "MR":
		return append(plane, dicom.Texts("ImageType", "ORIGINAL", "PRIMARY", "OTHER"), dicom.Texts("ScanningSequence", "SE"), dicom.Texts("SequenceVariant", "NONE"),
			dicom.Texts("ScanOptions", ""), dicom.Texts("MRAcquisitionType", "2D"), dicom.Texts("RepetitionTime", "500"), dicom.Texts("EchoTime", "20"), dicom.Texts("EchoTrainLength", "1"))
	}
	return dicom.Dataset{dicom.Texts("BodyPartExamined", "CHEST"), dicom.Texts("ViewPosition", "AP")}
}
