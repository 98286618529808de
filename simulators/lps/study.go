package lps

import (
	"archive/zip"
	"fmt"
	"io"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
)

// studied makes the study that the parameters of an action name.
func studied(params map[string]string, begun time.Time) (kos.Study, error) {
	if at, err := time.Parse("20060102150405", params["studyDate"]); err == nil {
		begun = at
	}
	images := 1
	if _, err := fmt.Sscan(params["instances"], &images); err != nil || images < 1 || images > 1000 {
		images = 1
	}
	return kos.NewStudy(params["study"], params["accession"], sourceOID+".1", params["modalities"], images, begun)
}

// StudyArchive writes the images of the study that an action names, DICOM files in a
// zip archive: what a tester puts into the product before it publishes the manifest.
// The same action gives the same bytes.
func StudyArchive(w io.Writer, a etalon.Action) error {
	study, err := studied(a.Params, time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for i, series := range study.Series {
		for n := range series.Instances {
			f, err := z.Create(fmt.Sprintf("%s%d/%s%04d.dcm", series.Modality, i+1, "IM", n+1))
			if err != nil {
				return err
			}
			if _, err := f.Write(dicom.Write(study.Image(a.Patient, "IPP-"+a.Patient.ID, sourceOID, i, n), dicom.ExplicitLittle)); err != nil {
				return err
			}
		}
	}
	return z.Close()
}
