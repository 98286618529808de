package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// alteredMutants are defects of a manifest that is well formed, and is not of its images
// or of its patient in all that it says.
func alteredMutants() []Mutant {
	authority := func(name string, kills etalon.RuleID, fr, en string, f func(dicom.Dataset) dicom.Dataset) Mutant {
		return written(name, kills, fr, en, func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "IssuerOfAccessionNumberSequence", func(_ int, one dicom.Dataset) dicom.Dataset { return f(one) })
		})
	}
	return []Mutant{
		define("dmp-kos-mime", "X07.kos", "La fiche d'un manifeste envoyé au DMP dit text/xml.", "The entry of a manifest sent to the DMP says text/xml.", onEntry(func(e *submission.Object) {
			if e.MimeType == dicomMedia {
				e.MimeType = "text/xml"
			}
		}), etalon.ActFeed),
		define("dmp-kos-other-study", "XI10.study", "Le manifeste envoyé au DMP est celui d'un autre examen.", "The manifest sent to the DMP is that of another study.", func(h *hooks) {
			h.manifest = func(m *kos.Manifest) { m.Study.UID += ".9" }
		}, etalon.ActFeed),
		define("kos-other-image", "XI10.set", "Une image de l'inventaire en est une que l'examen n'a pas.", "An image of the inventory is one that the study does not have.", func(h *hooks) {
			h.manifest = func(m *kos.Manifest) {
				all := append([]kos.Series{}, m.Study.Series...)
				last := len(all) - 1
				all[last].Instances = append([]kos.Instance{}, all[last].Instances...)
				n := len(all[last].Instances) - 1
				all[last].Instances[n].UID += "0"
				m.Study.Series = all
			}
		}, etalon.ActFeed),
		valued("kos-other-time", "XI10.time", "L'heure de l'examen est une heure plus tard.", "The time of the study is one hour later.", "StudyTime", "235900"),
		valued("kos-no-birth", "XI10.traits", "La date de naissance est vide.", "The date of birth is empty.", "PatientBirthDate", ""),
		valued("kos-no-number", "XI03.number", "PatientID est vide, et la fiche a un numéro.", "PatientID is empty, and the entry has a number.", "PatientID", ""),
		valued("kos-number-in-letters", "KO06.form", "SeriesNumber est en lettres.", "SeriesNumber is in letters.", "SeriesNumber", "un"),
		authority("kos-issuer-type", "KO07.issuer-type", "L'autorité du numéro de demande n'a pas de type.", "The authority of the accession number has no type.", func(d dicom.Dataset) dicom.Dataset { return d.Without("UniversalEntityIDType") }),
		authority("kos-issuer-dns", "KO07.issuer-form", "L'OID de l'autorité se dit un nom de domaine.", "The OID of the authority says that it is a domain name.", func(d dicom.Dataset) dicom.Dataset {
			return d.With(dicom.Texts("UniversalEntityIDType", "DNS"))
		}),
		written("kos-two-templates", "KO07.items", "Le modèle est annoncé deux fois.", "The template is announced twice.", func(d dicom.Dataset) dicom.Dataset {
			one := d.Within(tagOf("ContentTemplateSequence"))
			return d.With(dicom.Sequence("ContentTemplateSequence", one, one))
		}),
		filed("kos-no-version", "KO07.version", "L'en-tête ne dit pas sa version.", "The header does not say its version.", func(b []byte) []byte {
			f := dicom.Read(b)
			return dicom.WriteMeta(f.Meta.Without("FileMetaInformationGroupLength").Without("FileMetaInformationVersion"), f.Data, dicom.ExplicitLittle)
		}),
		filed("kos-implementation-name", "KO06.length", "Le nom de version du logiciel a plus de 16 caractères.", "The version name of the software is longer than 16 characters.", func(b []byte) []byte {
			f := dicom.Read(b)
			return dicom.WriteMeta(f.Meta.Without("FileMetaInformationGroupLength").With(dicom.Texts("ImplementationVersionName", strings.Repeat("ETALON", 4))), f.Data, dicom.ExplicitLittle)
		}),
	}
}
