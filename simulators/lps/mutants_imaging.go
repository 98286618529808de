package lps

import (
	"bytes"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// imagingMutants are the defects of an imaging source: checks KO01 to KO08, XI01 to XI10.
func imagingMutants() []Mutant {
	var all []Mutant
	for _, family := range [][]Mutant{fileMutants(), moduleMutants(), contentMutants(), inventoryMutants(), imagingEntryMutants(), studyMutants(), alteredMutants()} {
		all = append(all, family...)
	}
	for i := range all {
		all[i].Imaging = true
	}
	return all
}

// written makes a mutant of the attributes of a manifest.
func written(name string, kills etalon.RuleID, fr, en string, f func(dicom.Dataset) dicom.Dataset) Mutant {
	return define(name, kills, fr, en, func(h *hooks) { h.dataset = f }, etalon.ActFeed)
}

// valued makes a mutant of one attribute; no value: the attribute is not there.
func valued(name string, kills etalon.RuleID, fr, en, keyword string, values ...string) Mutant {
	return written(name, kills, fr, en, func(d dicom.Dataset) dicom.Dataset {
		if len(values) == 0 {
			return d.Without(keyword)
		}
		return d.With(dicom.Texts(keyword, values...))
	})
}

// filed makes a mutant of the bytes of a manifest.
func filed(name string, kills etalon.RuleID, fr, en string, f func([]byte) []byte) Mutant {
	return define(name, kills, fr, en, func(h *hooks) { h.file = f }, etalon.ActFeed)
}

func fileMutants() []Mutant {
	meta := func(keyword, value string) func([]byte) []byte {
		return func(raw []byte) []byte {
			f := dicom.Read(raw)
			return dicom.WriteMeta(f.Meta.Without("FileMetaInformationGroupLength").With(dicom.Texts(keyword, value)), f.Data, dicom.ExplicitLittle)
		}
	}
	return []Mutant{
		filed("kos-no-preamble", "KO01.file", "Le manifeste n'a ni préambule ni DICM.", "The manifest has neither preamble nor DICM.", func(b []byte) []byte { return b[132:] }),
		filed("kos-text", "KO01.file", "Le manifeste est du texte.", "The manifest is text.", func([]byte) []byte { return []byte("EXAMEN FICTIF\n") }),
		filed("kos-truncated", "KO01.whole", "Le manifeste est tronqué.", "The manifest is truncated.", func(b []byte) []byte { return b[:len(b)-20] }),
		filed("kos-other-instance", "KO01.instance", "L'en-tête nomme une autre instance.", "The header names another instance.", meta("MediaStorageSOPInstanceUID", "2.25.4")),
		filed("kos-header-class", "KO01.class", "L'en-tête annonce un scanner.", "The header announces a CT image.", meta("MediaStorageSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")),
		filed("kos-jpeg", "KO01.syntax", "La syntaxe de transfert annonce du JPEG.", "The transfer syntax announces JPEG.", meta("TransferSyntaxUID", "1.2.840.10008.1.2.4.50")),
		filed("kos-no-author", "KO01.implementation", "L'en-tête ne dit pas quel logiciel a écrit.", "The header does not say which software wrote.", meta("ImplementationClassUID", "")),
		filed("kos-meta-length", "KO01.whole", "L'en-tête se dit plus long qu'il n'est.", "The header says that it is longer than it is.", func(b []byte) []byte {
			b = bytes.Clone(b)
			b[140] += 2
			return b
		}),
		filed("kos-implicit-unsaid", "KO01.whole", "Le contenu est en VR implicite, annoncé explicite.", "The content is in implicit VR, announced as explicit.", func(b []byte) []byte {
			f := dicom.Read(b)
			return dicom.WriteMeta(f.Meta.Without("FileMetaInformationGroupLength"), f.Data, dicom.ImplicitLittle)
		}),
		written("kos-unsorted", "KO01.whole", "Les attributs ne sont pas dans l'ordre.", "The attributes are not in order.", func(d dicom.Dataset) dicom.Dataset {
			return append(append(dicom.Dataset{}, d[1:]...), d[0])
		}),
		written("kos-charset", "KO02.text", "Le texte n'est pas du jeu de caractères annoncé.", "The text is not of the character set announced.", func(d dicom.Dataset) dicom.Dataset {
			return d.With(dicom.Texts("StudyDescription", "T\xeate fictive"))
		}),
	}
}

func moduleMutants() []Mutant {
	return []Mutant{
		valued("kos-class", "KO01.class", "Le manifeste est de la classe d'un compte rendu.", "The manifest is of the class of a report.", "SOPClassUID", "1.2.840.10008.5.1.4.1.1.88.11"),
		valued("kos-modality", "KO02.modality", "La modalité du manifeste est celle des images.", "The modality of the manifest is that of the images.", "Modality", "CT"),
		valued("kos-series-number", "KO02.filled", "SeriesNumber manque.", "SeriesNumber is missing.", "SeriesNumber"),
		valued("kos-content-date", "KO02.filled", "ContentDate est vide.", "ContentDate is empty.", "ContentDate", ""),
		valued("kos-patient-sex", "KO02.present", "PatientSex manque.", "PatientSex is missing.", "PatientSex"),
		valued("kos-study-id", "KO02.present", "StudyID manque.", "StudyID is missing.", "StudyID"),
		valued("kos-date", "KO06.date", "La date de naissance est le 30 février.", "The date of birth is 30 February.", "PatientBirthDate", "19800230"),
		valued("kos-time", "KO06.time", "L'heure de l'examen a des deux-points.", "The time of the study has colons.", "StudyTime", "09:30:00"),
		valued("kos-sex", "KO06.sex", "Le sexe du patient est un chiffre.", "The sex of the patient is a digit.", "PatientSex", "2"),
		valued("kos-accession-long", "KO06.length", "Le numéro de demande a plus de 16 caractères.", "The accession number is longer than 16 characters.", "AccessionNumber", "ETALON-0123456789-0123456789"),
		valued("kos-code-lower", "KO06.code-string", "La continuité du contenu est en minuscules.", "The continuity of the content is in lower case.", "ContinuityOfContent", "separate"),
		valued("kos-two-ids", "KO06.single", "PatientID a deux valeurs.", "PatientID has two values.", "PatientID", "IPP-1", "IPP-2"),
		valued("kos-charset-name", "KO06.charset", "Le jeu de caractères s'appelle UTF-8.", "The character set is called UTF-8.", "SpecificCharacterSet", "UTF-8"),
		valued("kos-offset", "KO06.offset", "Le décalage horaire est « Z ».", "The time zone offset is “Z”.", "TimezoneOffsetFromUTC", "Z"),
		written("kos-vr", "KO06.vr", "StudyID est écrit comme un LO.", "StudyID is written as an LO.", func(d dicom.Dataset) dicom.Dataset {
			e := *d.Get(tagOf("StudyID"))
			e.VR = "LO"
			return d.With(e)
		}),
		valued("kos-uid-zero", "KO05.uid", "Un UID a un zéro en tête.", "A UID has a leading zero.", "SeriesInstanceUID", "2.25.007"),
		valued("kos-uid-long", "KO05.uid", "Un UID dépasse 64 caractères.", "A UID is longer than 64 characters.", "SeriesInstanceUID", "2.25."+strings.Repeat("9", 62)),
		written("kos-series-of-images", "KO02.series", "Le manifeste prend la série de ses images.", "The manifest takes the series of its images.", func(d dicom.Dataset) dicom.Dataset {
			return d.With(dicom.Texts("SeriesInstanceUID", d.Within(tagOf("CurrentRequestedProcedureEvidenceSequence")).Within(tagOf("ReferencedSeriesSequence")).Text(tagOf("SeriesInstanceUID"))))
		}),
	}
}

func tagOf(keyword string) dicom.Tag { t, _ := dicom.Named(keyword); return t }

// changed gives a data set with the items of one of its sequences changed.
func changed(d dicom.Dataset, sequence string, f func(int, dicom.Dataset) dicom.Dataset) dicom.Dataset {
	old := d.Get(tagOf(sequence))
	if old == nil {
		return d
	}
	var items []dicom.Dataset
	for i, one := range old.Items {
		if next := f(i, one.Dataset); next != nil {
			items = append(items, next)
		}
	}
	return d.With(dicom.Sequence(sequence, items...))
}

func contentMutants() []Mutant {
	item := func(name string, kills etalon.RuleID, fr, en string, f func(int, dicom.Dataset) dicom.Dataset) Mutant {
		return written(name, kills, fr, en, func(d dicom.Dataset) dicom.Dataset { return changed(d, "ContentSequence", f) })
	}
	title := func(name, fr, en, keyword, value string) Mutant {
		return written(name, "KO03.title", fr, en, func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "ConceptNameCodeSequence", func(_ int, one dicom.Dataset) dicom.Dataset { return one.With(dicom.Texts(keyword, value)) })
		})
	}
	return []Mutant{
		title("kos-title", "Le titre est « Of Interest ».", "The title is “Of Interest”.", "CodeValue", "113000"),
		title("kos-title-scheme", "Le titre est d'une nomenclature locale.", "The title is of a local scheme.", "CodingSchemeDesignator", "99LOCAL"),
		valued("kos-continuous", "KO03.container", "Le contenu se dit CONTINUOUS.", "The content says CONTINUOUS.", "ContinuityOfContent", "CONTINUOUS"),
		written("kos-other-template", "KO03.template", "Le manifeste annonce TID 1500.", "The manifest announces TID 1500.", func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "ContentTemplateSequence", func(_ int, one dicom.Dataset) dicom.Dataset {
				return one.With(dicom.Texts("TemplateIdentifier", "1500"))
			})
		}),
		item("kos-only-text", "KO03.content", "Le contenu ne cite aucune image.", "The content names no image.", func(i int, d dicom.Dataset) dicom.Dataset {
			if i > 0 {
				return nil
			}
			return d
		}),
		item("kos-relation", "KO03.relation", "Les images sont INFERRED FROM.", "The images are INFERRED FROM.", func(_ int, d dicom.Dataset) dicom.Dataset {
			return d.With(dicom.Texts("RelationshipType", "INFERRED FROM"))
		}),
		item("kos-item-kind", "KO03.kind", "Une image est un élément NUM.", "An image is a NUM item.", func(i int, d dicom.Dataset) dicom.Dataset {
			if i != 2 {
				return d
			}
			return d.With(dicom.Texts("ValueType", "NUM"))
		}),
		item("kos-item-class", "KO03.reference", "Un élément IMAGE ne dit pas la classe de l'image.", "An IMAGE item does not say the class of the image.", func(i int, d dicom.Dataset) dicom.Dataset {
			return changed(d, "ReferencedSOPSequence", func(_ int, one dicom.Dataset) dicom.Dataset { return one.Without("ReferencedSOPClassUID") })
		}),
		item("kos-empty-text", "KO03.described", "Le texte du manifeste est vide.", "The text of the manifest is empty.", func(i int, d dicom.Dataset) dicom.Dataset {
			if i > 0 {
				return d
			}
			return d.With(dicom.Texts("TextValue", ""))
		}),
		item("kos-foreign-image", "KO04.unlisted", "Le contenu cite une image que l'inventaire n'a pas.", "The content names an image that the inventory does not have.", func(i int, d dicom.Dataset) dicom.Dataset {
			if i != 1 {
				return d
			}
			return d.With(dicom.Sequence("ReferencedSOPSequence", dicom.Dataset{dicom.Texts("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2"), dicom.Texts("ReferencedSOPInstanceUID", "2.25.11")}))
		}),
		item("kos-item-other-class", "KO04.class", "Le contenu donne une autre classe aux images.", "The content gives another class to the images.", func(_ int, d dicom.Dataset) dicom.Dataset {
			return changed(d, "ReferencedSOPSequence", func(_ int, one dicom.Dataset) dicom.Dataset {
				return one.With(dicom.Texts("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.7"))
			})
		}),
	}
}

// inventoryMutants are defects of what a manifest refers to.
func inventoryMutants() []Mutant {
	study := func(name string, kills etalon.RuleID, fr, en string, f func(dicom.Dataset) dicom.Dataset) Mutant {
		return written(name, kills, fr, en, func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "CurrentRequestedProcedureEvidenceSequence", func(_ int, one dicom.Dataset) dicom.Dataset { return f(one) })
		})
	}
	series := func(name string, kills etalon.RuleID, fr, en string, f func(dicom.Dataset) dicom.Dataset) Mutant {
		return study(name, kills, fr, en, func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "ReferencedSeriesSequence", func(_ int, one dicom.Dataset) dicom.Dataset { return f(one) })
		})
	}
	made := func(name string, kills etalon.RuleID, fr, en string, f func(*kos.Manifest)) Mutant {
		return define(name, kills, fr, en, func(h *hooks) { h.manifest = f }, etalon.ActFeed)
	}
	return []Mutant{
		valued("kos-no-inventory", "KO04.evidence", "L'inventaire manque.", "The inventory is missing.", "CurrentRequestedProcedureEvidenceSequence"),
		study("kos-no-series", "KO04.series", "L'examen n'a pas de série.", "The study has no series.", func(d dicom.Dataset) dicom.Dataset { return d.Without("ReferencedSeriesSequence") }),
		study("kos-wrong-study", "KO04.study", "L'inventaire est d'un autre examen.", "The inventory is of another study.", func(d dicom.Dataset) dicom.Dataset { return d.With(dicom.Texts("StudyInstanceUID", "2.25.5")) }),
		series("kos-no-location", "KO04.where", "Rien ne dit où sont les images.", "Nothing says where the images are.", func(d dicom.Dataset) dicom.Dataset {
			return d.Without("RetrieveLocationUID").Without("RetrieveAETitle")
		}),
		series("kos-no-ae", "KO04.title", "Le titre d'entité de l'entrepôt d'images est vide.", "The entity title of the image repository is empty.", func(d dicom.Dataset) dicom.Dataset { return d.With(dicom.Texts("RetrieveAETitle", "")) }),
		series("kos-url", "KO04.url", "L'URL des images est celle d'une autre série.", "The URL of the images is that of another series.", func(d dicom.Dataset) dicom.Dataset {
			return d.With(dicom.Texts("RetrieveURL", "https://images.example/studies/2.25.5/series/2.25.6"))
		}),
		series("kos-no-series-uid", "KO04.instances", "Une série n'a pas d'UID.", "A series has no UID.", func(d dicom.Dataset) dicom.Dataset { return d.Without("SeriesInstanceUID") }),
		series("kos-no-instance-class", "KO04.instance", "L'inventaire ne dit pas la classe des images.", "The inventory does not say the class of the images.", func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "ReferencedSOPSequence", func(_ int, one dicom.Dataset) dicom.Dataset { return one.Without("ReferencedSOPClassUID") })
		}),
		made("kos-image-twice", "XI10.instances", "Une image est dans deux séries.", "An image is in two series.", func(m *kos.Manifest) {
			m.Study.Series = append(append([]kos.Series{}, m.Study.Series...), kos.Series{UID: m.SeriesUID + ".1", Modality: "CT", Instances: m.Study.Series[0].Instances[:1]})
		}),
		written("kos-other-request", "KO08.study", "La demande citée est d'un autre examen.", "The request named is of another study.", func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "ReferencedRequestSequence", func(_ int, one dicom.Dataset) dicom.Dataset {
				return one.With(dicom.Texts("StudyInstanceUID", "2.25.5"))
			})
		}),
		written("kos-other-order", "KO08.accession", "La demande citée a un autre numéro.", "The request named has another number.", func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "ReferencedRequestSequence", func(_ int, one dicom.Dataset) dicom.Dataset {
				return one.With(dicom.Texts("AccessionNumber", "AUTRE-1"))
			})
		}),
	}
}

// imagingEntryMutants are defects of the entry of a manifest.
func imagingEntryMutants() []Mutant {
	entry := func(name string, kills etalon.RuleID, fr, en string, f func(*submission.Object)) Mutant {
		return define(name, kills, fr, en, onEntry(f), etalon.ActFeed)
	}
	type object = *submission.Object
	reference := func(i int, old, with string) func(object) {
		return func(e object) {
			all := append([]string{}, e.Slot(references)...)
			all[i] = strings.Replace(all[i], old, with, 1)
			e.SetSlot(references, all...)
		}
	}
	return []Mutant{
		entry("kos-mime", "XI01.mime", "Le mimeType de la fiche est application/octet-stream.", "The mimeType of the entry is application/octet-stream.", func(e object) { e.MimeType = "application/octet-stream" }),
		entry("kos-unique-id", "XI01.unique", "uniqueId est un identifiant nouveau.", "uniqueId is a new identifier.", func(e object) { e.External(submission.EntryUniqueID).Value = "2.25.44" }),
		entry("kos-format", "XI01.format", "formatCode est celui d'un document quelconque.", "formatCode is that of any document.", func(e object) {
			e.Class(submission.EntryFormat).Code = "urn:ihe:iti:xds:2017:mimeTypeSufficient"
		}),
		entry("kos-format-scheme", "XI01.format", "formatCode est d'une autre nomenclature.", "formatCode is of another scheme.", func(e object) {
			e.Class(submission.EntryFormat).SetSlot("codingScheme", "1.3.6.1.4.1.19376.1.2.3")
		}),
		entry("kos-no-modality", "XI02.modality", "eventCodeList ne donne pas la modalité.", "eventCodeList does not give the modality.", func(e object) { e.DropClass(submission.EntryEvent) }),
		entry("kos-event-ko", "XI02.ko", "eventCodeList donne KO.", "eventCodeList gives KO.", func(e object) { e.Class(submission.EntryEvent).Code = "KO" }),
		entry("kos-event-needless", "XI02.needless", "eventCodeList a une modalité de trop.", "eventCodeList has a modality too many.", func(e object) {
			more := *e.Class(submission.EntryEvent)
			more.Code = "US"
			e.Classifications = append(e.Classifications, more)
		}),
		entry("kos-event-twice", "XI02.once", "La modalité est donnée deux fois.", "The modality is given twice.", func(e object) {
			e.Classifications = append(e.Classifications, *e.Class(submission.EntryEvent))
		}),
		entry("kos-no-accession", "XI03.accession", "referenceIdList n'a pas le numéro de demande.", "referenceIdList does not have the accession number.", func(e object) { e.SetSlot(references, e.Slot(references)[1]) }),
		entry("kos-accession-case", "XI03.accession", "Le numéro de demande est en minuscules dans la fiche.", "The accession number is in lower case in the entry.", reference(0, "ETALON-", "etalon-")),
		entry("kos-accession-more", "XI03.foreign", "La fiche cite une demande de trop.", "The entry names a request too many.", func(e object) {
			all := e.Slot(references)
			e.SetSlot(references, append(append([]string{}, all...), strings.Replace(all[0], "ETALON-", "AUTRE-", 1))...)
		}),
		entry("kos-issuer", "XI03.issuer", "L'autorité du numéro de demande n'est pas celle du manifeste.", "The authority of the accession number is not that of the manifest.", reference(0, sourceOID+".1", sourceOID+".9")),
		entry("kos-reference-study", "XI03.study", "La fiche désigne un autre examen.", "The entry names another study.", reference(1, "2.25.2", "2.25.3")),
		entry("kos-source-patient", "XI03.patient", "sourcePatientId est d'un autre patient.", "sourcePatientId is of another patient.", func(e object) {
			e.SetSlot("sourcePatientId", strings.Replace(e.Slot("sourcePatientId")[0], "IPP-", "IPP-9", 1))
		}),
		entry("kos-source-authority", "XI03.authority", "sourcePatientId est d'une autre autorité que PatientID.", "sourcePatientId is of another authority than PatientID.", func(e object) {
			e.SetSlot("sourcePatientId", strings.Replace(e.Slot("sourcePatientId")[0], sourceOID, sourceOID+".9", 1))
		}),
	}
}

// studyMutants publish another study than the one that was asked for.
func studyMutants() []Mutant {
	param := func(name string, kills etalon.RuleID, fr, en, key, value string) Mutant {
		return define(name, kills, fr, en, func(h *hooks) {
			h.asked = func(_ *LPS, a *etalon.Action) {
				all := map[string]string{}
				for k, v := range a.Params {
					all[k] = v
				}
				all[key] = value
				a.Params = all
			}
		}, etalon.ActFeed)
	}
	return []Mutant{
		param("kos-another-study", "XI10.study", "Le manifeste est d'un autre examen.", "The manifest is of another study.", "study", "2.25.77"),
		param("kos-another-accession", "XI10.accession", "Le manifeste porte un autre numéro de demande.", "The manifest bears another accession number.", "accession", "AUTRE-7"),
		param("kos-more-images", "XI10.instances", "Le manifeste désigne plus d'images que l'examen n'en a.", "The manifest refers to more images than the study has.", "instances", "9"),
		param("kos-another-modality", "XI10.modalities", "L'examen est publié comme une échographie.", "The study is published as ultrasound.", "modalities", "US"),
		param("kos-another-day", "XI10.date", "La date de l'examen est celle d'un autre jour.", "The date of the study is that of another day.", "studyDate", "20261001080000"),
		define("kos-another-name", "XI10.name", "Le manifeste porte un autre nom de patient.", "The manifest bears the name of another patient.", func(h *hooks) {
			h.dataset = func(d dicom.Dataset) dicom.Dataset { return d.With(dicom.Texts("PatientName", "ETALON-AUTRE^Camille")) }
		}, etalon.ActFeed),
		valued("kos-another-birth", "XI10.traits", "Le manifeste porte une autre date de naissance.", "The manifest bears another date of birth.", "PatientBirthDate", "19810101"),
		written("kos-rejected", "XI10.title", "Le manifeste rejette les images au lieu de les publier.", "The manifest rejects the images instead of publishing them.", func(d dicom.Dataset) dicom.Dataset {
			return changed(d, "ConceptNameCodeSequence", func(_ int, one dicom.Dataset) dicom.Dataset { return one.With(dicom.Texts("CodeValue", "113037")) })
		}),
		define("kos-beside", "XI11.one", "Le nouveau manifeste ne remplace pas l'ancien.", "The new manifest does not replace the old one.", func(h *hooks) {
			h.asked = func(_ *LPS, a *etalon.Action) { a.Name = etalon.ActFeed }
		}, etalon.ActReplace),
		define("kos-pdf-instead", "XI10.kos", "Un PDF est envoyé à la place du manifeste.", "A PDF is sent in the place of the manifest.", func(h *hooks) {
			h.asked = func(_ *LPS, a *etalon.Action) {
				for i := range a.Documents {
					a.Documents[i].Body, a.Documents[i].TypeCode = "pdf", "11490-0"
				}
			}
		}, etalon.ActFeed),
	}
}
