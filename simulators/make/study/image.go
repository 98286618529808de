package study

import (
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
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
		dicom.Texts("SeriesNumber", strconv.Itoa(series+1)), dicom.Texts("InstanceNumber", one.Images[image].Number),
		dicom.Texts("PatientOrientation", ""),
		dicom.Texts("ImageComments", "IMAGE FICTIVE, AUCUN PATIENT"),
		dicom.Short("SamplesPerPixel", 1), dicom.Texts("PhotometricInterpretation", "MONOCHROME2"),
		dicom.Short("Rows", side), dicom.Short("Columns", side),
		dicom.Short("BitsAllocated", 16), dicom.Short("BitsStored", 16), dicom.Short("HighBit", 15), dicom.Short("PixelRepresentation", 0),
		dicom.Bytes("PixelData", pixels(series, image)),
	}
	for _, e := range machine(one, image) {
		d = d.With(e)
	}
	return d
}

// pixels are those of an image: no two images of a study of up to 256 series of 256
// images have the same.
func pixels(series, image int) []byte {
	all := make([]byte, 2*side*side)
	for i := range side * side {
		all[2*i] = byte(i%side*16 + image) //nolint:gosec // a shade, whatever is left of it
	}
	all[1] = byte(series) //nolint:gosec // likewise
	return all
}

// position is where an image of a slice is, in millimetres.
func position(image int) []string { return []string{"0", "0", strconv.Itoa(5 * image)} }

// own are the attributes in which the images of a series differ, and those that
// evidence tells by themselves.
var own = []string{"SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "InstanceNumber", "ImagePositionPatient", "PixelData"}

// Told are the values that all images of a series have alike; those in an item of a
// sequence are called as the sequence and the attribute, apart by a slash.
func (s Study) Told(series int) []etalon.HeldValue {
	if len(s.Series[series].Images) == 0 {
		return nil
	}
	var all []etalon.HeldValue
	tell := func(path string, e dicom.Element) {
		if name := e.Tag.Keyword(); !slices.Contains(own, name) {
			values, _ := e.Values(dicom.UTF8)
			all = append(all, etalon.HeldValue{Name: path + name, Value: strings.Join(values, `\`)})
		}
	}
	for _, e := range s.Image(series, 0) {
		if e.Items == nil {
			tell("", e)
		}
		for _, item := range e.Items {
			for _, inner := range item.Dataset {
				tell(e.Tag.Keyword()+"/", inner)
			}
		}
	}
	return all
}

// machine is what the modules of an image of a modality ask for (PS3.3, C.8.1 to C.8.3,
// C.7.6.2).
func machine(s Series, image int) dicom.Dataset {
	plane := dicom.Dataset{
		dicom.Texts("SliceThickness", "5"), dicom.Texts("PatientPosition", "HFS"), dicom.Texts("ImagePositionPatient", position(image)...),
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
