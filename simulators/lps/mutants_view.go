package lps

import (
	"net/http"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// viewMutants are the defects of an imaging consumer: by RAD-69, WADO-URI and WADO-RS.
func viewMutants() []Mutant {
	all := slices.Concat(viewSetMutants(), viewURIMutants(), viewRSMutants())
	for i := range all {
		all[i].Imaging = true
	}
	return all
}

// viewing makes a mutant of how a study is viewed.
func viewing(name string, kills etalon.RuleID, fr, en string, install func(*hooks)) Mutant {
	return define(name, kills, fr, en, install, etalon.ActViewStudy)
}

// misled makes the defect of a misconduct.
func misled(f func(*flow)) func(*hooks) { return func(h *hooks) { f(&h.flow) } }

// after makes a mutant that shows when the source behaves so.
func after(b etalon.BehaviourName, name string, kills etalon.RuleID, fr, en string, f func(*flow)) Mutant {
	m := viewing(name, kills, fr, en, misled(f))
	m.Behaviour = b
	return m
}

func warns(m Mutant) Mutant { m.Warns = true; return m }

// read makes a mutant of what is read of a manifest.
func read(name string, kills etalon.RuleID, fr, en string, f func([]kos.Reference) []kos.Reference) Mutant {
	return viewing(name, kills, fr, en, func(h *hooks) { h.referred = f })
}

// eachRef changes every reference.
func eachRef(f func(*kos.Reference)) func([]kos.Reference) []kos.Reference {
	return func(all []kos.Reference) []kos.Reference {
		for i := range all {
			f(&all[i])
		}
		return all
	}
}

func firstImage(all []kos.Reference) []kos.Reference { return all[:1] }

func firstSeries(all []kos.Reference) []kos.Reference {
	return slices.DeleteFunc(all, func(r kos.Reference) bool { return r.Series != all[0].Series })
}

func otherStudy(r *kos.Reference)    { r.Study += ".9" }
func otherSeries(r *kos.Reference)   { r.Series += ".9" }
func otherInstance(r *kos.Reference) { r.UID += ".9" }

func viewSetMutants() []Mutant {
	set := func(name string, kills etalon.RuleID, fr, en string, f func(*submission.Images)) Mutant {
		return viewing(name, kills, fr, en, func(h *hooks) { h.images = func(_ *call, r *submission.Images) { f(r) } })
	}
	return []Mutant{
		set("view-set-study-urn", "IR01.study", "studyInstanceUID a un préfixe urn:oid:.", "studyInstanceUID has a prefix urn:oid:.", func(r *submission.Images) { r.Study = "urn:oid:" + r.Study }),
		set("view-set-no-series", "IR01.series", "seriesInstanceUID est vide.", "seriesInstanceUID is empty.", func(r *submission.Images) { r.Series[0].UID = "" }),
		set("view-set-instance", "IR01.instance", "L'image est nommée par son numéro.", "The image is named by its number.", func(r *submission.Images) { r.Series[0].Images[0] = "IM0001" }),
		set("view-set-source-urn", "IR01.source", "RepositoryUniqueId a un préfixe urn:oid:.", "RepositoryUniqueId has a prefix urn:oid:.", func(r *submission.Images) { r.Series[0].Repository = "urn:oid:" + r.Series[0].Repository }),
		set("view-set-no-syntax", "IR01.syntaxes", "Aucune syntaxe de transfert n'est demandée.", "No transfer syntax is asked for.", func(r *submission.Images) { r.Syntaxes = nil }),
		set("view-set-syntax-name", "IR01.syntax", "La syntaxe de transfert est nommée en toutes lettres.", "The transfer syntax is named in words.", func(r *submission.Images) { r.Syntaxes = []string{"ExplicitVRLittleEndian"} }),
		warns(set("view-set-twice", "IR01.twice", "Une image est demandée deux fois.", "An image is asked for twice.", func(r *submission.Images) { r.Series[0].Images = append(r.Series[0].Images, r.Series[0].Images[0]) })),
		warns(set("view-set-syntax-twice", "IR01.syntax-twice", "La même syntaxe est demandée deux fois.", "One syntax is asked for twice.", func(r *submission.Images) { r.Syntaxes = append(r.Syntaxes[:1:1], r.Syntaxes[0]) })),
		set("view-set-other-study", "IR02.study", "Un autre examen est demandé.", "Another study is asked for.", func(r *submission.Images) { r.Study += ".9" }),
		set("view-set-other-series", "IR02.series", "Une série inconnue est demandée.", "An unknown series is asked for.", func(r *submission.Images) { r.Series[0].UID += ".9" }),
		set("view-set-foreign", "IR02.instance", "Une image que le manifeste ne désigne pas est demandée.", "An image that the manifest does not refer to is asked for.", func(r *submission.Images) { r.Series[0].Images[0] += ".9" }),
		set("view-set-repository", "IR02.source", "Les images sont demandées à l'entrepôt du manifeste.", "The images are asked of the manifest's repository.", func(r *submission.Images) { r.Series[0].Repository = repositoryOID }),
		viewing("view-set-without-mtom", "T06", "RAD-69 est envoyé sans MTOM.", "RAD-69 is sent without MTOM.", func(h *hooks) {
			h.packaging = func(c *call, o *outgoing) {
				if c.transaction == etalon.RAD69 {
					o.MTOM = false
				}
			}
		}),
		viewing("view-set-old-manifest", "IR02.instance", "Un manifeste remplacé est lu.", "A manifest that was replaced is read.", misled(func(f *flow) { f.anyManifest = true })),
		read("view-set-one-series", "IM01.all", "Seule la première série est obtenue.", "Only the first series is obtained.", firstSeries),
		read("view-set-first-image", "IM01.all", "Seule la première image est obtenue.", "Only the first image is obtained.", firstImage),
		viewing("view-set-lost", "IM01.lost", "Un examen incomplet est montré comme complet.", "A study that is not whole is shown as whole.", misled(func(f *flow) { f.showAnything, f.ignorePartial = true, true })),
		after(etalon.BehaveRegistryError, "view-set-again", "S02", "La demande refusée est refaite aussitôt.", "The request that was refused is made again at once.", func(f *flow) { f.retryBlindly = true }),
		after(etalon.BehaveOtherInstance, "view-set-trust-other", "S02", "Une image est montrée sans regarder laquelle.", "An image is shown without a look at which.", func(f *flow) { f.trustImages = true }),
		after(etalon.BehaveOtherSyntax, "view-set-trust-syntax", "S02", "Une syntaxe non demandée est montrée.", "A syntax that was not asked for is shown.", func(f *flow) { f.manySyntaxes = true }),
		after(etalon.BehaveWrongCount, "view-set-trust-count", "S02", "Une image absente n'est pas remarquée.", "A missing image is not noticed.", func(f *flow) { f.showAnything = true }),
	}
}

// webbed makes a mutant of a request over HTTP.
func webbed(name string, kills etalon.RuleID, fr, en string, f func(*webRequest)) Mutant {
	return viewing(name, kills, fr, en, func(h *hooks) { h.web = f })
}

func (r *webRequest) set(name, value string) {
	for i := range r.Query {
		if r.Query[i][0] == name {
			r.Query[i][1] = value
			return
		}
	}
	r.Query = append(r.Query, [2]string{name, value})
}

func (r *webRequest) drop(name string) {
	r.Query = slices.DeleteFunc(r.Query, func(q [2]string) bool { return q[0] == name })
}

func viewURIMutants() []Mutant {
	value := func(name string, kills etalon.RuleID, fr, en, param, v string) Mutant {
		return webbed(name, kills, fr, en, func(r *webRequest) { r.set(param, v) })
	}
	drop := func(name string, kills etalon.RuleID, fr, en, param string) Mutant {
		return webbed(name, kills, fr, en, func(r *webRequest) { r.drop(param) })
	}
	return []Mutant{
		webbed("view-uri-post", "IR03.method", "La demande est un POST.", "The request is a POST.", func(r *webRequest) { r.Method = http.MethodPost }),
		value("view-uri-type", "IR03.type", "requestType est en minuscules.", "requestType is in lower case.", "requestType", "wado"),
		drop("view-uri-no-study", "IR03.study", "studyUID manque.", "studyUID is missing.", "studyUID"),
		drop("view-uri-no-series", "IR03.series", "seriesUID manque.", "seriesUID is missing.", "seriesUID"),
		value("view-uri-object", "IR03.object", "objectUID est vide.", "objectUID is empty.", "objectUID", ""),
		drop("view-uri-no-content", "IR03.content", "contentType manque.", "contentType is missing.", "contentType"),
		webbed("view-uri-no-accept", "IR03.accept", "Accept manque.", "Accept is missing.", func(r *webRequest) { r.Header.Del("Accept") }),
		webbed("view-uri-accept-html", "IR03.compatible", "Accept ne prend que du HTML.", "Accept takes HTML alone.", func(r *webRequest) { r.Header.Set("Accept", "text/html") }),
		value("view-uri-syntax", "IR03.syntax", "transferSyntax n'est pas un UID.", "transferSyntax is no UID.", "transferSyntax", "explicit"),
		value("view-uri-rows", "IR03.number", "rows est zéro.", "rows is zero.", "rows", "0"),
		value("view-uri-anonymize", "IR03.anonymize", "anonymize est « true ».", "anonymize is “true”.", "anonymize", "true"),
		value("view-uri-presentation", "IR03.presentation", "presentationUID est seul.", "presentationUID is alone.", "presentationUID", "2.25.4"),
		webbed("view-uri-escape", "IR03.whole", "Un codage de l'URL est faux.", "A coding of the URL is wrong.", func(r *webRequest) { r.Tail = "&charset=%zz" }),
		warns(value("view-uri-unknown", "IR03.known", "Un paramètre est inconnu.", "A parameter is unknown.", "patientID", "1")),
		read("view-uri-other-study", "IR04.study", "Un autre examen est demandé.", "Another study is asked for.", eachRef(otherStudy)),
		read("view-uri-other-series", "IR04.series", "Une série inconnue est demandée.", "An unknown series is asked for.", eachRef(otherSeries)),
		read("view-uri-foreign", "IR04.instance", "Une image que le manifeste ne désigne pas est demandée.", "An image that the manifest does not refer to is asked for.", eachRef(otherInstance)),
		viewing("view-uri-old-manifest", "IR04.instance", "Un manifeste remplacé est lu.", "A manifest that was replaced is read.", misled(func(f *flow) { f.anyManifest = true })),
		read("view-uri-first-image", "IM01.all", "Seule la première image est obtenue.", "Only the first image is obtained.", firstImage),
		viewing("view-uri-no-manifest", "IM01.manifest", "Les images sont demandées sans lire le manifeste.", "The images are asked for without reading the manifest.", misled(func(f *flow) { f.guessImages = true })),
		viewing("view-uri-lost", "IM01.lost", "Un examen incomplet est montré comme complet.", "A study that is not whole is shown as whole.", misled(func(f *flow) { f.ignoreStatus, f.trustImages = true, true })),
		after(etalon.BehaveHTTP503, "view-uri-ignore-status", "S02", "Un refus est pris pour une image.", "A refusal is taken for an image.", func(f *flow) { f.ignoreStatus, f.trustImages = true, true }),
		after(etalon.BehaveOtherInstance, "view-uri-trust-other", "S02", "Une image est montrée sans regarder laquelle.", "An image is shown without a look at which.", func(f *flow) { f.trustImages = true }),
		warns(after(etalon.BehaveHTTP503, "view-uri-again", "IM01.again", "La demande refusée est refaite aussitôt.", "The request that was refused is made again at once.", func(f *flow) { f.retryBlindly = true })),
	}
}

func viewRSMutants() []Mutant {
	accept := func(name string, kills etalon.RuleID, fr, en, value string) Mutant {
		return webbed(name, kills, fr, en, func(r *webRequest) { r.Header.Set("Accept", value) })
	}
	named := func(r *webRequest, uid string) { r.Header["KOS-SOPInstanceUID"] = []string{uid} }
	return []Mutant{
		webbed("view-rs-post", "IR05.method", "La demande est un POST.", "The request is a POST.", func(r *webRequest) { r.Method = http.MethodPost }),
		webbed("view-rs-path", "IR05.path", "Le chemin nomme des trames.", "The path names frames.", func(r *webRequest) { r.Path += "/frames/1" }),
		webbed("view-rs-uid", "IR05.path", "Un UID du chemin a un préfixe.", "A UID of the path has a prefix.", func(r *webRequest) { r.Path = strings.Replace(r.Path, "studies/", "studies/urn:oid:", 1) }),
		accept("view-rs-json", "IR05.accept", "Accept ne prend que du JSON.", "Accept takes JSON alone.", "application/dicom+json"),
		accept("view-rs-bare", "IR05.accept", "Accept prend application/dicom, hors d'un multipart.", "Accept takes application/dicom, out of a multipart.", "application/dicom"),
		accept("view-rs-syntax", "IR05.syntax", "transfer-syntax n'est pas un UID.", "transfer-syntax is no UID.", `multipart/related; type="application/dicom"; transfer-syntax=explicit`),
		accept("view-rs-odd", "IR05.odd", "Une partie d'Accept est illisible.", "A part of Accept cannot be read.", `multipart/related; type="application/dicom", dicom`),
		warns(webbed("view-rs-no-manifest-header", "IR05.manifest", "KOS-SOPInstanceUID manque.", "KOS-SOPInstanceUID is missing.", func(r *webRequest) { delete(r.Header, "KOS-SOPInstanceUID") })),
		warns(webbed("view-rs-other-manifest", "IR06.manifest", "KOS-SOPInstanceUID nomme un autre manifeste.", "KOS-SOPInstanceUID names another manifest.", func(r *webRequest) { named(r, "2.25.9") })),
		read("view-rs-other-study", "IR06.study", "Un autre examen est demandé.", "Another study is asked for.", eachRef(otherStudy)),
		read("view-rs-other-series", "IR06.series", "Une série inconnue est demandée.", "An unknown series is asked for.", eachRef(otherSeries)),
		webbed("view-rs-foreign", "IR06.instance", "Une image que le manifeste ne désigne pas est demandée.", "An image that the manifest does not refer to is asked for.", func(r *webRequest) { r.Path += "/instances/2.25.9" }),
		read("view-rs-one-series", "IM01.all", "Seule la première série est obtenue.", "Only the first series is obtained.", firstSeries),
		viewing("view-rs-lost", "IM01.lost", "Un examen incomplet est montré comme complet.", "A study that is not whole is shown as whole.", misled(func(f *flow) { f.showAnything = true })),
		after(etalon.BehaveTruncatedMultipart, "view-rs-trust-broken", "S02", "Un multipart coupé est montré comme entier.", "A multipart that is cut is shown as whole.", func(f *flow) { f.trustBroken, f.trustImages = true, true }),
		after(etalon.BehaveWrongCount, "view-rs-trust-count", "S02", "Une image absente n'est pas remarquée.", "A missing image is not noticed.", func(f *flow) { f.showAnything = true }),
		after(etalon.BehaveOtherSyntax, "view-rs-trust-syntax", "S02", "Une syntaxe non demandée est montrée.", "A syntax that was not asked for is shown.", func(f *flow) { f.manySyntaxes = true }),
	}
}
