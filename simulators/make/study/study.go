package study

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// Issuer assigns the local numbers of patients and the accession numbers: 2.25 and a
// UUID, fixed.
const Issuer = "2.25.265148911238873921083327482194112071337"

// Study is a study with its images.
type Study struct {
	etalon.Study
	Of     etalon.Patient
	At     time.Time // when it began, UTC
	Series []Series
}

// Series is the images of one machine.
type Series struct {
	UID, Modality string
	Images        []Image
}

// Image is one instance.
type Image struct {
	UID, Class string
	Pixels     string // sha256 of its pixel data, in hexadecimal
	Number     string // in its series
	Place      string // ImagePositionPatient, "" where its modality has none
	Lost       bool   // the manifest refers to it, and the source does not have it any more
	Past       bool   // only the earlier manifest refers to it, and the source does not have it any more
}

// classes are the classes of images that a modality makes (DICOM PS3.4, B.5).
var classes = map[string]string{
	"CT": "1.2.840.10008.5.1.4.1.1.2",
	"MR": "1.2.840.10008.5.1.4.1.1.4",
	"CR": "1.2.840.10008.5.1.4.1.1.1",
}

// Make makes a study of a patient. The error is that of a study that cannot be made:
// a modality, a time or a number of images that nothing knows.
func Make(s etalon.Study, p etalon.Patient) (Study, error) {
	at, err := time.Parse("20060102150405", s.Begun)
	if err != nil {
		return Study{}, fmt.Errorf("study %s: begun: %w", s.UID, err)
	}
	made := Study{Study: s, Of: p, At: at}
	modalities := strings.Fields(s.Modalities)
	if len(modalities) == 0 || s.Images < len(modalities) || s.Images > 100_000 {
		return Study{}, fmt.Errorf("study %s: %d images of %d modalities", s.UID, s.Images, len(modalities))
	}
	lost := map[int]bool{}
	for _, n := range s.Lost {
		lost[n] = true
	}
	number := 0
	for i, m := range modalities {
		class, known := classes[m]
		if !known {
			return Study{}, fmt.Errorf("study %s: modality %q is none of CT, MR, CR", s.UID, m)
		}
		one := Series{UID: fmt.Sprintf("%s.%d", s.UID, i+1), Modality: m}
		for n := range s.Images/len(modalities) + min(1, max(0, s.Images%len(modalities)-i)) {
			number++
			one.Images = append(one.Images, Image{UID: fmt.Sprintf("%s.%d", one.UID, n+1), Class: class, Lost: lost[number]})
		}
		if i == 0 && s.Earlier != "" {
			one.Images = append(one.Images, Image{UID: fmt.Sprintf("%s.%d", one.UID, len(one.Images)+1), Class: class, Past: true})
		}
		for n := range one.Images {
			sum := sha256.Sum256(pixels(i, n))
			image := &one.Images[n]
			image.Pixels, image.Number = hex.EncodeToString(sum[:]), strconv.Itoa(n+1)
			if m != "CR" {
				image.Place = strings.Join(position(n), `\`)
			}
		}
		made.Series = append(made.Series, one)
	}
	return made, nil
}

// Number is the patient's number at the image source.
func (s Study) Number() string { return "ETALON-" + s.Of.ID }

// File is an image as a file, in one of the two syntaxes that internal/wire/dicom
// writes. series and image count from 0.
func (s Study) File(series, image int, syntax string) []byte {
	return dicom.Write(s.Image(series, image), syntax)
}

// Archive writes the images that the source has as DICOM files in a zip archive: what
// a tester puts into a product. The same study gives the same bytes.
func (s Study) Archive(w io.Writer) error {
	z := zip.NewWriter(w)
	for i, series := range s.Series {
		for n, image := range series.Images {
			if image.Lost || image.Past {
				continue
			}
			f, err := z.Create(fmt.Sprintf("%s%d/IM%04d.dcm", series.Modality, i+1, n+1))
			if err != nil {
				return err
			}
			if _, err := f.Write(s.File(i, n, dicom.ExplicitLittle)); err != nil {
				return err
			}
		}
	}
	return z.Close()
}
