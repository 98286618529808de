package dicom

import "fmt"

// Tag is the number of an attribute: group and element.
type Tag uint32

// String writes a tag as DICOM does without its brackets: "0040,A375".
func (t Tag) String() string { return fmt.Sprintf("%04X,%04X", uint32(t)>>16, uint32(t)&0xFFFF) }

// Keyword is the keyword of the attribute, "" where the dictionary does not hold it.
func (t Tag) Keyword() string { return known(t).keyword }

// The tags that structure a data set (PS3.5, 7.5).
const (
	tagItem         Tag = 0xFFFEE000
	tagItemEnd      Tag = 0xFFFEE00D
	tagSequenceEnd  Tag = 0xFFFEE0DD
	tagPixelData    Tag = 0x7FE00010
	tagCharacterSet Tag = 0x00080005
	tagMetaLength   Tag = 0x00020000
	undefined           = 0xFFFFFFFF
)

// VR is the value representation of the attribute in the dictionary, "" where that
// does not hold it.
func (t Tag) VR() string {
	if w := known(t); w.keyword != "" {
		return w.vr
	}
	return ""
}

type word struct {
	tag     Tag
	vr      string
	keyword string
}

func known(t Tag) word {
	lo, hi := 0, len(dictionary)
	for lo < hi {
		if mid := (lo + hi) / 2; dictionary[mid].tag < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(dictionary) && dictionary[lo].tag == t {
		return dictionary[lo]
	}
	return word{tag: t, vr: "UN"}
}

// Named is the tag with a keyword; false where the dictionary does not hold it.
func Named(keyword string) (Tag, bool) {
	for _, w := range dictionary {
		if w.keyword == keyword {
			return w.tag, true
		}
	}
	return 0, false
}

// dictionary is in the order of tags. Source: PS3.6, chapters 6 and 7.
var dictionary = []word{
	{0x00020000, "UL", "FileMetaInformationGroupLength"},
	{0x00020001, "OB", "FileMetaInformationVersion"},
	{0x00020002, "UI", "MediaStorageSOPClassUID"},
	{0x00020003, "UI", "MediaStorageSOPInstanceUID"},
	{0x00020010, "UI", "TransferSyntaxUID"},
	{0x00020012, "UI", "ImplementationClassUID"},
	{0x00020013, "SH", "ImplementationVersionName"},
	{0x00020016, "AE", "SourceApplicationEntityTitle"},
	{0x00080005, "CS", "SpecificCharacterSet"},
	{0x00080008, "CS", "ImageType"},
	{0x00080012, "DA", "InstanceCreationDate"},
	{0x00080013, "TM", "InstanceCreationTime"},
	{0x00080014, "UI", "InstanceCreatorUID"},
	{0x00080016, "UI", "SOPClassUID"},
	{0x00080018, "UI", "SOPInstanceUID"},
	{0x00080020, "DA", "StudyDate"},
	{0x00080021, "DA", "SeriesDate"},
	{0x00080022, "DA", "AcquisitionDate"},
	{0x00080023, "DA", "ContentDate"},
	{0x00080030, "TM", "StudyTime"},
	{0x00080031, "TM", "SeriesTime"},
	{0x00080032, "TM", "AcquisitionTime"},
	{0x00080033, "TM", "ContentTime"},
	{0x00080050, "SH", "AccessionNumber"},
	{0x00080051, "SQ", "IssuerOfAccessionNumberSequence"},
	{0x00080054, "AE", "RetrieveAETitle"},
	{0x00080060, "CS", "Modality"},
	{0x00080061, "CS", "ModalitiesInStudy"},
	{0x00080064, "CS", "ConversionType"},
	{0x00080070, "LO", "Manufacturer"},
	{0x00080080, "LO", "InstitutionName"},
	{0x00080081, "ST", "InstitutionAddress"},
	{0x00080082, "SQ", "InstitutionCodeSequence"},
	{0x00080090, "PN", "ReferringPhysicianName"},
	{0x00080100, "SH", "CodeValue"},
	{0x00080102, "SH", "CodingSchemeDesignator"},
	{0x00080103, "SH", "CodingSchemeVersion"},
	{0x00080104, "LO", "CodeMeaning"},
	{0x00080105, "CS", "MappingResource"},
	{0x0008010F, "CS", "ContextIdentifier"},
	{0x00080201, "SH", "TimezoneOffsetFromUTC"},
	{0x00081010, "SH", "StationName"},
	{0x00081030, "LO", "StudyDescription"},
	{0x00081032, "SQ", "ProcedureCodeSequence"},
	{0x0008103E, "LO", "SeriesDescription"},
	{0x00081040, "LO", "InstitutionalDepartmentName"},
	{0x00081048, "PN", "PhysiciansOfRecord"},
	{0x00081050, "PN", "PerformingPhysicianName"},
	{0x00081060, "PN", "NameOfPhysiciansReadingStudy"},
	{0x00081070, "PN", "OperatorsName"},
	{0x00081090, "LO", "ManufacturerModelName"},
	{0x00081110, "SQ", "ReferencedStudySequence"},
	{0x00081111, "SQ", "ReferencedPerformedProcedureStepSequence"},
	{0x00081115, "SQ", "ReferencedSeriesSequence"},
	{0x00081120, "SQ", "ReferencedPatientSequence"},
	{0x00081140, "SQ", "ReferencedImageSequence"},
	{0x00081150, "UI", "ReferencedSOPClassUID"},
	{0x00081155, "UI", "ReferencedSOPInstanceUID"},
	{0x00081160, "IS", "ReferencedFrameNumber"},
	{0x00081190, "UR", "RetrieveURL"},
	{0x00081198, "SQ", "FailedSOPSequence"},
	{0x00081199, "SQ", "ReferencedSOPSequence"},
	{0x00100010, "PN", "PatientName"},
	{0x00100020, "LO", "PatientID"},
	{0x00100021, "LO", "IssuerOfPatientID"},
	{0x00100022, "CS", "TypeOfPatientID"},
	{0x00100024, "SQ", "IssuerOfPatientIDQualifiersSequence"},
	{0x00100030, "DA", "PatientBirthDate"},
	{0x00100032, "TM", "PatientBirthTime"},
	{0x00100040, "CS", "PatientSex"},
	{0x00101000, "LO", "OtherPatientIDs"},
	{0x00101001, "PN", "OtherPatientNames"},
	{0x00101002, "SQ", "OtherPatientIDsSequence"},
	{0x00101005, "PN", "PatientBirthName"},
	{0x00101010, "AS", "PatientAge"},
	{0x00101040, "LO", "PatientAddress"},
	{0x00180015, "CS", "BodyPartExamined"},
	{0x00180020, "CS", "ScanningSequence"},
	{0x00180021, "CS", "SequenceVariant"},
	{0x00180022, "CS", "ScanOptions"},
	{0x00180023, "CS", "MRAcquisitionType"},
	{0x00180050, "DS", "SliceThickness"},
	{0x00180060, "DS", "KVP"},
	{0x00180080, "DS", "RepetitionTime"},
	{0x00180081, "DS", "EchoTime"},
	{0x00180091, "IS", "EchoTrainLength"},
	{0x00181000, "LO", "DeviceSerialNumber"},
	{0x00181004, "LO", "PlateID"},
	{0x00181020, "LO", "SoftwareVersions"},
	{0x00181030, "LO", "ProtocolName"},
	{0x00185100, "CS", "PatientPosition"},
	{0x00185101, "CS", "ViewPosition"},
	{0x0020000D, "UI", "StudyInstanceUID"},
	{0x0020000E, "UI", "SeriesInstanceUID"},
	{0x00200010, "SH", "StudyID"},
	{0x00200011, "IS", "SeriesNumber"},
	{0x00200012, "IS", "AcquisitionNumber"},
	{0x00200013, "IS", "InstanceNumber"},
	{0x00200020, "CS", "PatientOrientation"},
	{0x00200032, "DS", "ImagePositionPatient"},
	{0x00200037, "DS", "ImageOrientationPatient"},
	{0x00200052, "UI", "FrameOfReferenceUID"},
	{0x00200060, "CS", "Laterality"},
	{0x00201040, "LO", "PositionReferenceIndicator"},
	{0x00204000, "LT", "ImageComments"},
	{0x00280002, "US", "SamplesPerPixel"},
	{0x00280004, "CS", "PhotometricInterpretation"},
	{0x00280008, "IS", "NumberOfFrames"},
	{0x00280010, "US", "Rows"},
	{0x00280011, "US", "Columns"},
	{0x00280030, "DS", "PixelSpacing"},
	{0x00280100, "US", "BitsAllocated"},
	{0x00280101, "US", "BitsStored"},
	{0x00280102, "US", "HighBit"},
	{0x00280103, "US", "PixelRepresentation"},
	{0x00281052, "DS", "RescaleIntercept"},
	{0x00281053, "DS", "RescaleSlope"},
	{0x00287FE0, "UR", "PixelDataProviderURL"},
	{0x00321033, "LO", "RequestingService"},
	{0x00321060, "LO", "RequestedProcedureDescription"},
	{0x00321064, "SQ", "RequestedProcedureCodeSequence"},
	{0x00400026, "SQ", "OrderPlacerIdentifierSequence"},
	{0x00400031, "UT", "LocalNamespaceEntityID"},
	{0x00400032, "UT", "UniversalEntityID"},
	{0x00400033, "CS", "UniversalEntityIDType"},
	{0x00400035, "CS", "IdentifierTypeCode"},
	{0x00400244, "DA", "PerformedProcedureStepStartDate"},
	{0x00400245, "TM", "PerformedProcedureStepStartTime"},
	{0x00400254, "LO", "PerformedProcedureStepDescription"},
	{0x00400260, "SQ", "PerformedProtocolCodeSequence"},
	{0x00400275, "SQ", "RequestAttributesSequence"},
	{0x00401001, "SH", "RequestedProcedureID"},
	{0x00402016, "LO", "PlacerOrderNumberImagingServiceRequest"},
	{0x00402017, "LO", "FillerOrderNumberImagingServiceRequest"},
	{0x0040A010, "CS", "RelationshipType"},
	{0x0040A032, "DT", "ObservationDateTime"},
	{0x0040A040, "CS", "ValueType"},
	{0x0040A043, "SQ", "ConceptNameCodeSequence"},
	{0x0040A050, "CS", "ContinuityOfContent"},
	{0x0040A123, "PN", "PersonName"},
	{0x0040A160, "UT", "TextValue"},
	{0x0040A168, "SQ", "ConceptCodeSequence"},
	{0x0040A370, "SQ", "ReferencedRequestSequence"},
	{0x0040A375, "SQ", "CurrentRequestedProcedureEvidenceSequence"},
	{0x0040A491, "CS", "CompletionFlag"},
	{0x0040A493, "CS", "VerificationFlag"},
	{0x0040A504, "SQ", "ContentTemplateSequence"},
	{0x0040A525, "SQ", "IdenticalDocumentsSequence"},
	{0x0040A730, "SQ", "ContentSequence"},
	{0x0040DB00, "CS", "TemplateIdentifier"},
	{0x0040E010, "UR", "RetrieveURI"},
	{0x0040E011, "UI", "RetrieveLocationUID"},
	{0x7FE00010, "OW", "PixelData"},
}
