package community

import (
	"bytes"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// spoilsWeb is what a mutant does to an answer over HTTP without an envelope; nil for
// one that does nothing.
func spoilsWeb(name string) func(actor.Route, *actor.Request, *fronthttp.Reply) {
	i := slices.IndexFunc(Mutants(), func(m Mutant) bool { return m.Name == name })
	if i < 0 || Mutants()[i].web == nil {
		return nil
	}
	m := Mutants()[i]
	return func(to actor.Route, r *actor.Request, reply *fronthttp.Reply) {
		if to.Transaction == m.transaction {
			materialise(reply)
			m.web(r, reply)
		}
	}
}

// imageMutants are the defects of an image source: RAD-69, RAD-55, RAD-107.
func imageMutants() []Mutant {
	all := slices.Concat(setMutants(), objectMutants(), studyMutants(), alteredMutants())
	for i := range all {
		all[i].Imaging = true
	}
	return all
}

// refiled is a DICOM file written otherwise: its data set changed, its meta information
// as that then says, in a syntax.
func refiled(raw []byte, syntax string, f func(dicom.Dataset) dicom.Dataset) []byte {
	d := dicom.Read(raw).Data
	if f != nil {
		d = f(d)
	}
	return dicom.Write(d, syntax)
}

func text(keyword, value string) func(dicom.Dataset) dicom.Dataset {
	return func(d dicom.Dataset) dicom.Dataset { return d.With(dicom.Texts(keyword, value)) }
}

// meta is a DICOM file whose meta information says something else.
func meta(raw []byte, keyword, value string) []byte {
	f := dicom.Read(raw)
	return dicom.WriteMeta(f.Meta.Without("FileMetaInformationGroupLength").With(dicom.Texts(keyword, value)), f.Data, f.Meta.Text(0x00020010))
}

// eachFile changes the DICOM files of a multipart body.
func eachFile(r *fronthttp.Reply, f func(i int, raw []byte) []byte) {
	m := mtom.Read(r.ContentType, r.Body, 0, mtom.Limits{})
	boundary, _ := m.Media.Param("boundary")
	out := mtom.Outgoing{Boundary: boundary}
	n := 0
	for _, p := range m.Parts {
		o := mtom.OutPart{Headers: p.Headers, Body: p.Body}
		if dicom.Is(p.Body) {
			o.Body = f(n, p.Body)
			n++
		}
		if o.Body != nil {
			out.Parts = append(out.Parts, o)
		}
	}
	r.Body = out.Bytes()
}

const (
	otherUID   = "2.25.99999"
	otherClass = "1.2.840.10008.5.1.4.1.1.7" // secondary capture
)

func setMutants() []Mutant {
	some := func(s etalon.Sending) bool {
		return s.Transaction == etalon.RAD69 && s.Answer.Status == etalon.WantSuccess
	}
	filed := func(name string, kills etalon.RuleID, fr, en string, f func(i int, raw []byte) []byte) Mutant {
		return Mutant{
			Name: name, Kills: kills, transaction: etalon.RAD69, Shows: some, Summary: etalon.Text{FR: fr, EN: en},
			spoil: func(r *fronthttp.Reply) { eachFile(r, f) },
		}
	}
	explicit := dicom.ExplicitLittle
	return []Mutant{
		filed("images-other-instance", "IS01.instance", "Chaque image est une autre que celle dont elle porte le nom.", "Each image is another one than the one whose name it has.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("SOPInstanceUID", otherUID)) }),
		filed("images-other-series", "IS01.series", "Les images sont d'une autre série.", "The images are of another series.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("SeriesInstanceUID", otherUID)) }),
		filed("images-other-study", "IS01.study", "Les images sont d'un autre examen.", "The images are of another study.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("StudyInstanceUID", otherUID)) }),
		filed("images-other-syntax", "IS01.syntax", "Les images sont en VR implicite, qui n'est pas demandé.", "The images are in implicit VR, which is not asked for.", func(_ int, b []byte) []byte { return refiled(b, dicom.ImplicitLittle, nil) }),
		filed("images-header-class", "IS02.header", "L'en-tête nomme une autre classe.", "The header names another class.", func(_ int, b []byte) []byte {
			return meta(b, "MediaStorageSOPClassUID", "1.2.840.10008.5.1.4.1.1.7")
		}),
		filed("images-header-instance", "IS02.header", "L'en-tête nomme une autre image.", "The header names another instance.", func(_ int, b []byte) []byte { return meta(b, "MediaStorageSOPInstanceUID", otherUID) }),
		filed("images-truncated", "IS02.whole", "Les fichiers sont tronqués.", "The files are truncated.", func(_ int, b []byte) []byte { return b[:len(b)-100] }),
		filed("images-no-preamble", "IS01.file", "Les fichiers n'ont ni préambule ni DICM.", "The files have neither preamble nor DICM.", func(_ int, b []byte) []byte { return b[132:] }),
		filed("images-no-pixels", "IS02.pixels", "Les images n'ont pas de pixels.", "The images have no pixels.", func(_ int, b []byte) []byte {
			return refiled(b, explicit, func(d dicom.Dataset) dicom.Dataset { return d.Without("PixelData") })
		}),
		filed("images-other-class", "IS01.class", "Les images sont d'une autre classe SOP.", "The images are of another SOP class.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("SOPClassUID", otherClass)) }),
		filed("images-no-implementation", "IS02.implementation", "L'en-tête ne dit pas quel logiciel a écrit.", "The header does not say which software wrote.", func(_ int, b []byte) []byte { return meta(b, "ImplementationClassUID", "") }),
		written("images-mime", "IS01.mime", etalon.RAD69, some, "Les images sont annoncées comme du XML.", "The images are announced as XML.", swap("<xdsb:mimeType>application/dicom</xdsb:mimeType>", "<xdsb:mimeType>text/xml</xdsb:mimeType>")),
		written("images-action", "W01", etalon.RAD69, some, "wsa:Action de la réponse est celle de la requête.", "wsa:Action of the answer is that of the request.", swap("urn:ihe:iti:2007:RetrieveDocumentSetResponse</wsa:Action>", "urn:ihe:rad:2009:RetrieveImagingDocumentSet</wsa:Action>")),
		written("images-no-errors", "RR01", etalon.RAD69, refused(etalon.RAD69), "Un échec ne dit pas d'erreur.", "A failure tells no error.", without("<rs:RegistryErrorList", "</rs:RegistryErrorList>")),
		written("images-always-success", "AN02", etalon.RAD69, refused(etalon.RAD69), "Un échec se dit une réussite.", "A failure says success.", swap(statusType+"Failure", statusType+"Success")),
		deaf("images-any-series", "AN02", etalon.RAD69, on(etalon.RAD69, "other-series"), "La série demandée est ignorée.", "The series asked for is ignored.", func(s string) string {
			return strings.ReplaceAll(s, `seriesInstanceUID="2.25.99999999999999999999999999999999999999"`, `seriesInstanceUID="2.25.284937023847102938471029384710293847901.1"`)
		}),
		deaf("images-any-repository", "AN02", etalon.RAD69, on(etalon.RAD69, "unknown-repository"), "Le RepositoryUniqueId est ignoré.", "The RepositoryUniqueId is ignored.", swap(">2.25.6<", ">"+ImagingID()+"<")),
		deaf("images-any-syntax", "AN02", etalon.RAD69, on(etalon.RAD69, "unknown-syntax"), "La syntaxe de transfert demandée est ignorée.", "The transfer syntax asked for is ignored.", swap("1.2.840.10008.1.2.4.999", dicom.ExplicitLittle)),
	}
}

// webbed makes a mutant of the answers over HTTP.
func webbed(name string, kills etalon.RuleID, t etalon.Transaction, fr, en string, shows func(etalon.Sending) bool, f func(*actor.Request, *fronthttp.Reply)) Mutant {
	return Mutant{Name: name, Kills: kills, transaction: t, Shows: shows, Summary: etalon.Text{FR: fr, EN: en}, web: f}
}

// fine picks the requests of WADO-URI that a right server serves.
func fine(s etalon.Sending) bool {
	return s.Transaction == etalon.RAD55 && s.Answer.Status == etalon.WantSuccess
}

func objectMutants() []Mutant {
	file := func(name string, kills etalon.RuleID, fr, en string, f func([]byte) []byte) Mutant {
		return webbed(name, kills, etalon.RAD55, fr, en, fine, func(_ *actor.Request, r *fronthttp.Reply) {
			if dicom.Is(r.Body) {
				r.Body = f(r.Body)
			}
		})
	}
	status := func(name, fr, en string, from, to int) Mutant {
		return webbed(name, "IS07.status", etalon.RAD55, fr, en, refused(etalon.RAD55), func(_ *actor.Request, r *fronthttp.Reply) {
			if r.Status == from {
				r.Status = to
			}
		})
	}
	explicit := dicom.ExplicitLittle
	return []Mutant{
		file("wado-other-instance", "IS04.instance", "Une autre image est rendue.", "Another instance is given.", func(b []byte) []byte { return refiled(b, explicit, text("SOPInstanceUID", otherUID)) }),
		file("wado-other-series", "IS04.series", "L'image est d'une autre série.", "The image is of another series.", func(b []byte) []byte { return refiled(b, explicit, text("SeriesInstanceUID", otherUID)) }),
		file("wado-other-study", "IS04.study", "L'image est d'un autre examen.", "The image is of another study.", func(b []byte) []byte { return refiled(b, explicit, text("StudyInstanceUID", otherUID)) }),
		file("wado-other-syntax", "IS04.syntax", "L'image n'est pas dans la syntaxe demandée.", "The image is not in the syntax asked for.", func(b []byte) []byte { return refiled(b, dicom.ImplicitLittle, nil) }),
		file("wado-other-class", "IS04.class", "L'image est d'une autre classe SOP.", "The image is of another SOP class.", func(b []byte) []byte { return refiled(b, explicit, text("SOPClassUID", otherClass)) }),
		file("wado-truncated", "IS06.whole", "Le fichier est tronqué.", "The file is truncated.", func(b []byte) []byte { return b[:len(b)-100] }),
		webbed("wado-html", "IS04.type", etalon.RAD55, "L'image est annoncée comme text/html.", "The image is announced as text/html.", fine, func(_ *actor.Request, r *fronthttp.Reply) { r.ContentType = "text/html" }),
		webbed("wado-no-type", "IS04.type", etalon.RAD55, "La réponse n'a pas de Content-Type.", "The answer has no Content-Type.", fine, func(_ *actor.Request, r *fronthttp.Reply) { r.ContentType = "" }),
		webbed("wado-not-dicom", "IS04.file", etalon.RAD55, "Le corps annoncé application/dicom est du texte.", "The body announced as application/dicom is text.", fine, func(_ *actor.Request, r *fronthttp.Reply) {
			if dicom.Is(r.Body) {
				r.Body = []byte("IMAGE FICTIVE\n")
			}
		}),
		webbed("wado-jpeg-is-dicom", "IS04.rendered", etalon.RAD55, "Le JPEG annoncé est un fichier DICOM.", "The JPEG announced is a DICOM file.", on(etalon.RAD55, "jpeg"), func(_ *actor.Request, r *fronthttp.Reply) {
			if r.ContentType == "image/jpeg" {
				r.Body = append(make([]byte, 128), "DICM"...)
			}
		}),
		webbed("wado-multipart", "IS04.type", etalon.RAD55, "L'image vient dans un multipart.", "The image comes in a multipart.", fine, func(_ *actor.Request, r *fronthttp.Reply) {
			r.ContentType, r.Body = `multipart/related; type="application/dicom"; boundary=B`, mtom.Outgoing{Boundary: "B", Parts: []mtom.OutPart{mtom.BinaryPart("a", "application/dicom", r.Body)}}.Bytes()
		}),
		status("wado-missing-500", "Une image inconnue donne HTTP 500.", "An unknown instance gives HTTP 500.", 404, 500),
		status("wado-missing-200", "Une image inconnue donne HTTP 200.", "An unknown instance gives HTTP 200.", 404, 200),
		status("wado-bad-404", "Une requête fautive donne HTTP 404.", "A faulty request gives HTTP 404.", 400, 404),
		status("wado-never-200", "Ce qui ne peut être donné comme demandé donne HTTP 200.", "What cannot be given as asked gives HTTP 200.", 406, 200),
	}
}

func studyMutants() []Mutant {
	several := func(s etalon.Sending) bool {
		return s.Transaction == etalon.RAD107 && s.Answer.Status == etalon.WantSuccess && s.Params["instance"] == ""
	}
	file := func(name string, kills etalon.RuleID, fr, en string, f func(i int, raw []byte) []byte) Mutant {
		return webbed(name, kills, etalon.RAD107, fr, en, several, func(_ *actor.Request, r *fronthttp.Reply) {
			if r.Status == 200 {
				eachFile(r, f)
			}
		})
	}
	typed := func(name string, kills etalon.RuleID, fr, en, old, with string) Mutant {
		return webbed(name, kills, etalon.RAD107, fr, en, several, func(_ *actor.Request, r *fronthttp.Reply) {
			r.ContentType = strings.Replace(r.ContentType, old, with, 1)
		})
	}
	explicit := dicom.ExplicitLittle
	return []Mutant{
		file("rs-other-study", "IS05.study", "Les images sont d'un autre examen.", "The images are of another study.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("StudyInstanceUID", otherUID)) }),
		file("rs-other-series", "IS05.series", "Les images sont d'une autre série.", "The images are of another series.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("SeriesInstanceUID", otherUID)) }),
		file("rs-twice", "IS05.twice", "La même image est rendue plusieurs fois.", "One image is given several times.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("SOPInstanceUID", otherUID)) }),
		file("rs-other-syntax", "IS05.syntax", "Les images sont en VR implicite, qui n'est pas accepté.", "The images are in implicit VR, which is not accepted.", func(_ int, b []byte) []byte { return refiled(b, dicom.ImplicitLittle, nil) }),
		file("rs-other-class", "IS05.class", "Les images sont d'une autre classe SOP.", "The images are of another SOP class.", func(_ int, b []byte) []byte { return refiled(b, explicit, text("SOPClassUID", otherClass)) }),
		file("rs-incomplete", "IS05.complete", "Une image manque.", "An image is missing.", func(i int, b []byte) []byte {
			if i == 1 {
				return nil
			}
			return b
		}),
		file("rs-truncated", "IS06.whole", "Les fichiers sont tronqués.", "The files are truncated.", func(_ int, b []byte) []byte { return b[:len(b)-100] }),
		file("rs-text-part", "IS05.file", "Une partie est du texte.", "A part is text.", func(i int, b []byte) []byte {
			if i == 0 {
				return []byte("IMAGE FICTIVE\n")
			}
			return b
		}),
		typed("rs-mixed", "IS05.multipart", "Le corps est annoncé multipart/mixed.", "The body is announced as multipart/mixed.", "multipart/related", "multipart/mixed"),
		typed("rs-no-type", "IS05.type", "Le paramètre type manque.", "The parameter type is missing.", `type="application/dicom"; `, ""),
		typed("rs-type-json", "IS05.type", "Le paramètre type annonce du JSON.", "The parameter type announces JSON.", `type="application/dicom"`, `type="application/dicom+json"`),
		typed("rs-no-boundary", "IS05.whole", "boundary manque.", "boundary is missing.", "boundary=", "border="),
		webbed("rs-cut", "IS05.whole", etalon.RAD107, "Le multipart n'a pas de fin.", "The multipart has no end.", several, func(_ *actor.Request, r *fronthttp.Reply) {
			if r.Status == 200 {
				r.Body = bytes.TrimSuffix(r.Body, []byte("--\r\n"))
				r.Body = r.Body[:len(r.Body)-200]
			}
		}),
		webbed("rs-single", "IS05.multipart", etalon.RAD107, "La première image est rendue seule, hors d'un multipart.", "The first image is given alone, out of a multipart.", several, func(_ *actor.Request, r *fronthttp.Reply) {
			if m := mtom.Read(r.ContentType, r.Body, 0, mtom.Limits{}); r.Status == 200 && len(m.Parts) > 0 {
				r.ContentType, r.Body = "application/dicom", m.Parts[0].Body
			}
		}),
		webbed("rs-missing-200", "IS07.status", etalon.RAD107, "Un examen inconnu donne HTTP 200.", "An unknown study gives HTTP 200.", refused(etalon.RAD107), func(_ *actor.Request, r *fronthttp.Reply) {
			if r.Status == 404 {
				r.Status = 200
			}
		}),
		webbed("rs-never-500", "IS07.status", etalon.RAD107, "Une syntaxe impossible donne HTTP 500.", "An impossible syntax gives HTTP 500.", refused(etalon.RAD107), func(_ *actor.Request, r *fronthttp.Reply) {
			if r.Status == 406 {
				r.Status = 500
			}
		}),
	}
}
