package kos

import "github.com/etalon-dmp/etalon/internal/wire/dicom"

// Reference is one image that a manifest refers to, and where it is obtained.
type Reference struct {
	Study, Series, UID, Class string
	Location                  string // repositoryUniqueId that RAD-69 asks
	URL                       string // of the series, for WADO-RS; "" where the manifest does not say
}

// Tag numbers of a manifest (DICOM PS3.6).
const (
	tagClass      dicom.Tag = 0x00080016
	tagInstance   dicom.Tag = 0x00080018
	tagStudy      dicom.Tag = 0x0020000D
	tagSeries     dicom.Tag = 0x0020000E
	tagEvidence   dicom.Tag = 0x0040A375
	tagSeriesOf   dicom.Tag = 0x00081115
	tagURL        dicom.Tag = 0x00081190
	tagInstances  dicom.Tag = 0x00081199
	tagRefClass   dicom.Tag = 0x00081150
	tagRefUID     dicom.Tag = 0x00081155
	tagLocation   dicom.Tag = 0x0040E011
	tagSyntax     dicom.Tag = 0x00020010
	manifestClass           = Class
)

// References reads the images that a manifest refers to, in its order; false for what is
// no manifest.
func References(raw []byte) ([]Reference, bool) {
	f := dicom.Read(raw)
	if f.Data.Text(tagClass) != manifestClass {
		return nil, false
	}
	var all []Reference
	for _, study := range items(f.Data, tagEvidence) {
		for _, series := range items(study, tagSeriesOf) {
			for _, i := range items(series, tagInstances) {
				all = append(all, Reference{
					Study: study.Text(tagStudy), Series: series.Text(tagSeries), UID: i.Text(tagRefUID), Class: i.Text(tagRefClass),
					Location: series.Text(tagLocation), URL: series.Text(tagURL),
				})
			}
		}
	}
	return all, len(all) > 0
}

func items(d dicom.Dataset, t dicom.Tag) (all []dicom.Dataset) {
	if e := d.Get(t); e != nil {
		for _, i := range e.Items {
			all = append(all, i.Dataset)
		}
	}
	return all
}

// Received is an image as it came.
type Received struct{ Study, Series, UID, Class, Syntax string }

// Open reads an image; false for what is no whole DICOM file.
func Open(raw []byte) (Received, bool) {
	f := dicom.Read(raw)
	r := Received{f.Data.Text(tagStudy), f.Data.Text(tagSeries), f.Data.Text(tagInstance), f.Data.Text(tagClass), f.Meta.Text(tagSyntax)}
	return r, dicom.Is(raw) && len(f.Anomalies) == 0
}
