package community

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// alteredMutants are the defects of an image source that gives the image asked for, and
// not as it holds it: another patient, other pixels, attributes badly written.
func alteredMutants() []Mutant {
	explicit := dicom.ExplicitLittle
	some := func(s etalon.Sending) bool {
		return s.Transaction == etalon.RAD69 && s.Answer.Status == etalon.WantSuccess
	}
	set := func(name string, kills etalon.RuleID, fr, en string, f func(dicom.Dataset) dicom.Dataset) Mutant {
		return Mutant{
			Name: name, Kills: kills, transaction: etalon.RAD69, Shows: some, Summary: etalon.Text{FR: fr, EN: en},
			spoil: func(r *fronthttp.Reply) {
				eachFile(r, func(_ int, b []byte) []byte { return refiled(b, explicit, f) })
			},
		}
	}
	object := func(name string, kills etalon.RuleID, fr, en string, f func([]byte) []byte) Mutant {
		return webbed(name, kills, etalon.RAD55, fr, en, fine, func(_ *actor.Request, r *fronthttp.Reply) {
			if dicom.Is(r.Body) {
				r.Body = f(r.Body)
			}
		})
	}
	several := func(s etalon.Sending) bool {
		return s.Transaction == etalon.RAD107 && s.Answer.Status == etalon.WantSuccess
	}
	study := func(name string, kills etalon.RuleID, fr, en string, f func(dicom.Dataset) dicom.Dataset) Mutant {
		return webbed(name, kills, etalon.RAD107, fr, en, several, func(_ *actor.Request, r *fronthttp.Reply) {
			if r.Status == 200 {
				eachFile(r, func(_ int, b []byte) []byte { return refiled(b, explicit, f) })
			}
		})
	}
	return []Mutant{
		set("images-other-patient", "IS03.patient", "Les images rendues sont au numéro d'un autre patient.", "The images given bear the number of another patient.", text("PatientID", "ETALON-AUTRE")),
		set("images-inverted", "IS03.pixels", "Les pixels rendus sont inversés.", "The pixels given are inverted.", inverted),
		set("images-moved", "IS03.place", "Les images rendues sont décalées d'un centimètre.", "The images given are moved by one centimetre.", func(d dicom.Dataset) dicom.Dataset {
			return d.With(dicom.Texts("ImagePositionPatient", "10", "0", "0"))
		}),
		set("images-no-position", "IT02.filled", "Les images n'ont pas de position.", "The images have no position.", func(d dicom.Dataset) dicom.Dataset { return d.Without("ImagePositionPatient") }),
		set("images-date-with-dashes", "IT01.form", "La date de série a des tirets.", "The series date has dashes.", text("SeriesDate", "2026-11-20")),
		set("images-high-bit", "IT02.bits", "HighBit n'est pas BitsStored moins un.", "HighBit is not BitsStored less one.", func(d dicom.Dataset) dicom.Dataset { return d.With(dicom.Short("HighBit", 11)) }),
		set("images-two-issuers", "IT02.items", "L'autorité du numéro de demande est deux fois là.", "The authority of the accession number is there twice.", func(d dicom.Dataset) dicom.Dataset {
			item := d.Within(tagOf("IssuerOfAccessionNumberSequence"))
			return d.With(dicom.Sequence("IssuerOfAccessionNumberSequence", item, item))
		}),
		object("wado-no-version", "IT12.version", "L'en-tête du fichier ne dit pas sa version.", "The header of the file does not say its version.", func(b []byte) []byte {
			f := dicom.Read(b)
			return dicom.WriteMeta(f.Meta.Without("FileMetaInformationGroupLength").Without("FileMetaInformationVersion"), f.Data, explicit)
		}),
		object("wado-other-birth", "IS08.patient", "L'image rendue a une autre date de naissance.", "The image given has another date of birth.", func(b []byte) []byte {
			return refiled(b, explicit, text("PatientBirthDate", "19700101"))
		}),
		study("rs-inverted", "IS08.pixels", "Les pixels rendus sont inversés.", "The pixels given are inverted.", inverted),
		study("rs-half", "IT12.matrix", "La moitié des pixels manque.", "Half of the pixels are missing.", func(d dicom.Dataset) dicom.Dataset {
			return d.With(dicom.Bytes("PixelData", d.Get(tagOf("PixelData")).Value[:256:256]))
		}),
	}
}

func tagOf(keyword string) dicom.Tag { t, _ := dicom.Named(keyword); return t }

// inverted is an image in negative.
func inverted(d dicom.Dataset) dicom.Dataset {
	e := d.Get(tagOf("PixelData"))
	if e == nil || len(e.Value) == 0 {
		return d
	}
	pixels := slices.Clone(e.Value)
	for i := range pixels {
		pixels[i] ^= 0xFF
	}
	return d.With(dicom.Bytes("PixelData", pixels))
}
