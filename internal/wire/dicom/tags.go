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

// Pixels tells the attribute of an image's pixels.
func (t Tag) Pixels() bool { return t == tagPixelData }

// VR is the value representation of the attribute in the dictionary, "" where that
// does not hold it.
func (t Tag) VR() string {
	if w := known(t); w.keyword != "" {
		return w.vr
	}
	return ""
}

// VM is how many values the dictionary gives the attribute ("1", "2", "1-n"), "" where
// it does not hold it.
func (t Tag) VM() string { return known(t).vm }

type word struct {
	tag     Tag
	vr, vm  string
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
	{0x00020000, "UL", "1", "FileMetaInformationGroupLength"},
	{0x00020001, "OB", "1", "FileMetaInformationVersion"},
	{0x00020002, "UI", "1", "MediaStorageSOPClassUID"},
	{0x00020003, "UI", "1", "MediaStorageSOPInstanceUID"},
	{0x00020010, "UI", "1", "TransferSyntaxUID"},
	{0x00020012, "UI", "1", "ImplementationClassUID"},
	{0x00020013, "SH", "1", "ImplementationVersionName"},
	{0x00020016, "AE", "1", "SourceApplicationEntityTitle"},
	{0x00020100, "UI", "1", "PrivateInformationCreatorUID"},
	{0x00080005, "CS", "1-n", "SpecificCharacterSet"},
	{0x00080008, "CS", "2-n", "ImageType"},
	{0x00080012, "DA", "1", "InstanceCreationDate"},
	{0x00080013, "TM", "1", "InstanceCreationTime"},
	{0x00080014, "UI", "1", "InstanceCreatorUID"},
	{0x00080016, "UI", "1", "SOPClassUID"},
	{0x00080018, "UI", "1", "SOPInstanceUID"},
	{0x00080020, "DA", "1", "StudyDate"},
	{0x00080021, "DA", "1", "SeriesDate"},
	{0x00080022, "DA", "1", "AcquisitionDate"},
	{0x00080023, "DA", "1", "ContentDate"},
	{0x0008002A, "DT", "1", "AcquisitionDateTime"},
	{0x00080030, "TM", "1", "StudyTime"},
	{0x00080031, "TM", "1", "SeriesTime"},
	{0x00080032, "TM", "1", "AcquisitionTime"},
	{0x00080033, "TM", "1", "ContentTime"},
	{0x00080050, "SH", "1", "AccessionNumber"},
	{0x00080051, "SQ", "1", "IssuerOfAccessionNumberSequence"},
	{0x00080053, "CS", "1", "QueryRetrieveView"},
	{0x00080054, "AE", "1-n", "RetrieveAETitle"},
	{0x00080056, "CS", "1", "InstanceAvailability"},
	{0x00080060, "CS", "1", "Modality"},
	{0x00080061, "CS", "1-n", "ModalitiesInStudy"},
	{0x00080064, "CS", "1", "ConversionType"},
	{0x00080070, "LO", "1", "Manufacturer"},
	{0x00080080, "LO", "1", "InstitutionName"},
	{0x00080081, "ST", "1", "InstitutionAddress"},
	{0x00080082, "SQ", "1", "InstitutionCodeSequence"},
	{0x00080090, "PN", "1", "ReferringPhysicianName"},
	{0x00080100, "SH", "1", "CodeValue"},
	{0x00080102, "SH", "1", "CodingSchemeDesignator"},
	{0x00080103, "SH", "1", "CodingSchemeVersion"},
	{0x00080104, "LO", "1", "CodeMeaning"},
	{0x00080105, "CS", "1", "MappingResource"},
	{0x0008010F, "CS", "1", "ContextIdentifier"},
	{0x00080201, "SH", "1", "TimezoneOffsetFromUTC"},
	{0x00081010, "SH", "1", "StationName"},
	{0x00081030, "LO", "1", "StudyDescription"},
	{0x00081032, "SQ", "1", "ProcedureCodeSequence"},
	{0x0008103E, "LO", "1", "SeriesDescription"},
	{0x00081040, "LO", "1", "InstitutionalDepartmentName"},
	{0x00081048, "PN", "1-n", "PhysiciansOfRecord"},
	{0x00081050, "PN", "1-n", "PerformingPhysicianName"},
	{0x00081060, "PN", "1-n", "NameOfPhysiciansReadingStudy"},
	{0x00081070, "PN", "1-n", "OperatorsName"},
	{0x00081080, "LO", "1-n", "AdmittingDiagnosesDescription"},
	{0x00081090, "LO", "1", "ManufacturerModelName"},
	{0x00081110, "SQ", "1", "ReferencedStudySequence"},
	{0x00081111, "SQ", "1", "ReferencedPerformedProcedureStepSequence"},
	{0x00081115, "SQ", "1", "ReferencedSeriesSequence"},
	{0x00081120, "SQ", "1", "ReferencedPatientSequence"},
	{0x00081140, "SQ", "1", "ReferencedImageSequence"},
	{0x00081150, "UI", "1", "ReferencedSOPClassUID"},
	{0x00081155, "UI", "1", "ReferencedSOPInstanceUID"},
	{0x00081160, "IS", "1-n", "ReferencedFrameNumber"},
	{0x00081190, "UR", "1", "RetrieveURL"},
	{0x00081198, "SQ", "1", "FailedSOPSequence"},
	{0x00081199, "SQ", "1", "ReferencedSOPSequence"},
	{0x00082111, "ST", "1", "DerivationDescription"},
	{0x00082112, "SQ", "1", "SourceImageSequence"},
	{0x00082218, "SQ", "1", "AnatomicRegionSequence"},
	{0x00100010, "PN", "1", "PatientName"},
	{0x00100020, "LO", "1", "PatientID"},
	{0x00100021, "LO", "1", "IssuerOfPatientID"},
	{0x00100022, "CS", "1", "TypeOfPatientID"},
	{0x00100024, "SQ", "1", "IssuerOfPatientIDQualifiersSequence"},
	{0x00100030, "DA", "1", "PatientBirthDate"},
	{0x00100032, "TM", "1", "PatientBirthTime"},
	{0x00100035, "CS", "1", "PatientAlternativeCalendar"},
	{0x00100040, "CS", "1", "PatientSex"},
	{0x00101000, "LO", "1-n", "OtherPatientIDs"},
	{0x00101001, "PN", "1-n", "OtherPatientNames"},
	{0x00101002, "SQ", "1", "OtherPatientIDsSequence"},
	{0x00101005, "PN", "1", "PatientBirthName"},
	{0x00101010, "AS", "1", "PatientAge"},
	{0x00101020, "DS", "1", "PatientSize"},
	{0x00101030, "DS", "1", "PatientWeight"},
	{0x00101040, "LO", "1", "PatientAddress"},
	{0x00102160, "SH", "1", "EthnicGroup"},
	{0x00102180, "SH", "1", "Occupation"},
	{0x001021C0, "US", "1", "PregnancyStatus"},
	{0x00102210, "CS", "1", "AnatomicalOrientationType"},
	{0x00102297, "PN", "1", "ResponsiblePerson"},
	{0x00104000, "LT", "1", "PatientComments"},
	{0x00120062, "CS", "1", "PatientIdentityRemoved"},
	{0x00120063, "LO", "1-n", "DeidentificationMethod"},
	{0x00180010, "LO", "1", "ContrastBolusAgent"},
	{0x00180015, "CS", "1", "BodyPartExamined"},
	{0x00180020, "CS", "1-n", "ScanningSequence"},
	{0x00180021, "CS", "1-n", "SequenceVariant"},
	{0x00180022, "CS", "1-n", "ScanOptions"},
	{0x00180023, "CS", "1", "MRAcquisitionType"},
	{0x00180050, "DS", "1", "SliceThickness"},
	{0x00180060, "DS", "1", "KVP"},
	{0x00180080, "DS", "1", "RepetitionTime"},
	{0x00180081, "DS", "1", "EchoTime"},
	{0x00180082, "DS", "1", "InversionTime"},
	{0x00180083, "DS", "1", "NumberOfAverages"},
	{0x00180084, "DS", "1", "ImagingFrequency"},
	{0x00180085, "SH", "1", "ImagedNucleus"},
	{0x00180086, "IS", "1-n", "EchoNumbers"},
	{0x00180087, "DS", "1", "MagneticFieldStrength"},
	{0x00180088, "DS", "1", "SpacingBetweenSlices"},
	{0x00180090, "DS", "1", "DataCollectionDiameter"},
	{0x00180091, "IS", "1", "EchoTrainLength"},
	{0x00181000, "LO", "1", "DeviceSerialNumber"},
	{0x00181004, "LO", "1", "PlateID"},
	{0x00181020, "LO", "1-n", "SoftwareVersions"},
	{0x00181030, "LO", "1", "ProtocolName"},
	{0x00181060, "DS", "1", "TriggerTime"},
	{0x00181100, "DS", "1", "ReconstructionDiameter"},
	{0x00181120, "DS", "1", "GantryDetectorTilt"},
	{0x00181130, "DS", "1", "TableHeight"},
	{0x00181150, "IS", "1", "ExposureTime"},
	{0x00181151, "IS", "1", "XRayTubeCurrent"},
	{0x00181152, "IS", "1", "Exposure"},
	{0x00181160, "SH", "1", "FilterType"},
	{0x00181164, "DS", "2", "ImagerPixelSpacing"},
	{0x00181210, "SH", "1-n", "ConvolutionKernel"},
	{0x00181314, "DS", "1", "FlipAngle"},
	{0x00185100, "CS", "1", "PatientPosition"},
	{0x00185101, "CS", "1", "ViewPosition"},
	{0x0020000D, "UI", "1", "StudyInstanceUID"},
	{0x0020000E, "UI", "1", "SeriesInstanceUID"},
	{0x00200010, "SH", "1", "StudyID"},
	{0x00200011, "IS", "1", "SeriesNumber"},
	{0x00200012, "IS", "1", "AcquisitionNumber"},
	{0x00200013, "IS", "1", "InstanceNumber"},
	{0x00200020, "CS", "2", "PatientOrientation"},
	{0x00200032, "DS", "3", "ImagePositionPatient"},
	{0x00200037, "DS", "6", "ImageOrientationPatient"},
	{0x00200052, "UI", "1", "FrameOfReferenceUID"},
	{0x00200060, "CS", "1", "Laterality"},
	{0x00201002, "IS", "1", "ImagesInAcquisition"},
	{0x00201040, "LO", "1", "PositionReferenceIndicator"},
	{0x00201041, "DS", "1", "SliceLocation"},
	{0x00201209, "IS", "1", "NumberOfSeriesRelatedInstances"},
	{0x00204000, "LT", "1", "ImageComments"},
	{0x00280002, "US", "1", "SamplesPerPixel"},
	{0x00280004, "CS", "1", "PhotometricInterpretation"},
	{0x00280006, "US", "1", "PlanarConfiguration"},
	{0x00280008, "IS", "1", "NumberOfFrames"},
	{0x00280010, "US", "1", "Rows"},
	{0x00280011, "US", "1", "Columns"},
	{0x00280030, "DS", "2", "PixelSpacing"},
	{0x00280034, "IS", "2", "PixelAspectRatio"},
	{0x00280100, "US", "1", "BitsAllocated"},
	{0x00280101, "US", "1", "BitsStored"},
	{0x00280102, "US", "1", "HighBit"},
	{0x00280103, "US", "1", "PixelRepresentation"},
	{0x00280106, "US", "1", "SmallestImagePixelValue"},
	{0x00280107, "US", "1", "LargestImagePixelValue"},
	{0x00280120, "US", "1", "PixelPaddingValue"},
	{0x00280300, "CS", "1", "QualityControlImage"},
	{0x00280301, "CS", "1", "BurnedInAnnotation"},
	{0x00280A04, "LO", "1", "PixelSpacingCalibrationDescription"},
	{0x00281050, "DS", "1-n", "WindowCenter"},
	{0x00281051, "DS", "1-n", "WindowWidth"},
	{0x00281052, "DS", "1", "RescaleIntercept"},
	{0x00281053, "DS", "1", "RescaleSlope"},
	{0x00281054, "LO", "1", "RescaleType"},
	{0x00282110, "CS", "1", "LossyImageCompression"},
	{0x00282112, "DS", "1-n", "LossyImageCompressionRatio"},
	{0x00282114, "CS", "1-n", "LossyImageCompressionMethod"},
	{0x00287FE0, "UR", "1", "PixelDataProviderURL"},
	{0x0032000A, "CS", "1", "StudyStatusID"},
	{0x00321032, "PN", "1", "RequestingPhysician"},
	{0x00321033, "LO", "1", "RequestingService"},
	{0x00321060, "LO", "1", "RequestedProcedureDescription"},
	{0x00321064, "SQ", "1", "RequestedProcedureCodeSequence"},
	{0x00400009, "SH", "1", "ScheduledProcedureStepID"},
	{0x00400026, "SQ", "1", "OrderPlacerIdentifierSequence"},
	{0x00400031, "UT", "1", "LocalNamespaceEntityID"},
	{0x00400032, "UT", "1", "UniversalEntityID"},
	{0x00400033, "CS", "1", "UniversalEntityIDType"},
	{0x00400035, "CS", "1", "IdentifierTypeCode"},
	{0x00400244, "DA", "1", "PerformedProcedureStepStartDate"},
	{0x00400245, "TM", "1", "PerformedProcedureStepStartTime"},
	{0x00400253, "SH", "1", "PerformedProcedureStepID"},
	{0x00400254, "LO", "1", "PerformedProcedureStepDescription"},
	{0x00400260, "SQ", "1", "PerformedProtocolCodeSequence"},
	{0x00400275, "SQ", "1", "RequestAttributesSequence"},
	{0x00401001, "SH", "1", "RequestedProcedureID"},
	{0x00401003, "SH", "1", "RequestedProcedurePriority"},
	{0x00402016, "LO", "1", "PlacerOrderNumberImagingServiceRequest"},
	{0x00402017, "LO", "1", "FillerOrderNumberImagingServiceRequest"},
	{0x0040A010, "CS", "1", "RelationshipType"},
	{0x0040A032, "DT", "1", "ObservationDateTime"},
	{0x0040A040, "CS", "1", "ValueType"},
	{0x0040A043, "SQ", "1", "ConceptNameCodeSequence"},
	{0x0040A050, "CS", "1", "ContinuityOfContent"},
	{0x0040A120, "DT", "1", "DateTime"},
	{0x0040A121, "DA", "1", "Date"},
	{0x0040A122, "TM", "1", "Time"},
	{0x0040A123, "PN", "1", "PersonName"},
	{0x0040A124, "UI", "1", "UID"},
	{0x0040A160, "UT", "1", "TextValue"},
	{0x0040A168, "SQ", "1", "ConceptCodeSequence"},
	{0x0040A170, "SQ", "1", "PurposeOfReferenceCodeSequence"},
	{0x0040A370, "SQ", "1", "ReferencedRequestSequence"},
	{0x0040A375, "SQ", "1", "CurrentRequestedProcedureEvidenceSequence"},
	{0x0040A491, "CS", "1", "CompletionFlag"},
	{0x0040A493, "CS", "1", "VerificationFlag"},
	{0x0040A504, "SQ", "1", "ContentTemplateSequence"},
	{0x0040A525, "SQ", "1", "IdenticalDocumentsSequence"},
	{0x0040A730, "SQ", "1", "ContentSequence"},
	{0x0040DB00, "CS", "1", "TemplateIdentifier"},
	{0x0040E010, "UR", "1", "RetrieveURI"},
	{0x0040E011, "UI", "1", "RetrieveLocationUID"},
	{0x00540410, "SQ", "1", "PatientOrientationCodeSequence"},
	{0x01000410, "CS", "1", "SOPInstanceStatus"},
	{0x7FE00010, "OW", "1", "PixelData"},
}
