package facts_test

import (
	"fmt"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// manifestOf refers to so many images of one series, in its inventory and its content.
func manifestOf(images int) []byte {
	var refs, items []dicom.Dataset
	for n := range images {
		ref := dicom.Dataset{dicom.Texts("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2"), dicom.Texts("ReferencedSOPInstanceUID", fmt.Sprintf("2.25.7.1.%d", n+1))}
		refs = append(refs, ref)
		items = append(items, dicom.Dataset{dicom.Sequence("ReferencedSOPSequence", ref), dicom.Texts("RelationshipType", "CONTAINS"), dicom.Texts("ValueType", "IMAGE")})
	}
	return dicom.Write(dicom.Dataset{
		dicom.Texts("SOPClassUID", "1.2.840.10008.5.1.4.1.1.88.59"), dicom.Texts("SOPInstanceUID", "2.25.8"), dicom.Texts("StudyInstanceUID", "2.25.7"),
		dicom.Sequence("CurrentRequestedProcedureEvidenceSequence", dicom.Dataset{
			dicom.Sequence("ReferencedSeriesSequence", dicom.Dataset{dicom.Sequence("ReferencedSOPSequence", refs...), dicom.Texts("SeriesInstanceUID", "2.25.7.1")}),
			dicom.Texts("StudyInstanceUID", "2.25.7"),
		}),
		dicom.Sequence("ContentSequence", items...),
	}, dicom.ExplicitLittle)
}

// BenchmarkManifest lays out a manifest of 10 000 instances.
func BenchmarkManifest(b *testing.B) {
	raw := manifestOf(10_000)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if e := facts.Document(raw); len(e.Text) < len(raw) {
			b.Fatal("nothing was laid out")
		}
	}
}
