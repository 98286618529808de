package client

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// objectRequest asks for one instance (WADO-URI).
func objectRequest(m etalon.Sending) webAsk {
	return webAsk{method: "GET", accept: dicomMedia, query: [][2]string{
		{"requestType", "WADO"},
		{"studyUID", m.Params["study"]},
		{"seriesUID", m.Params["series"]},
		{"objectUID", strings.Join(strings.Fields(m.Params["instance"]), " ")},
		{"contentType", dicomMedia},
	}}
}

// objectRequests are the cases of RAD-55. What is missing or cannot be understood is
// 400, what does not exist 404 (public test plans); what cannot be given as asked 406,
// or another refusal.
func objectRequests() []webCase {
	value := func(name, v string) func(*webAsk, etalon.Sending) {
		return func(a *webAsk, _ etalon.Sending) { a.with(name, v) }
	}
	leave := func(name string) func(*webAsk, etalon.Sending) {
		return func(a *webAsk, _ etalon.Sending) { a.without(name) }
	}
	bad, absent, never := declined(400), declined(404, 410), declined(406, 400, 415)
	return []webCase{
		{etalon.CaseNominal, say("L'image params.instance, comme fichier DICOM.", "The image params.instance, as a DICOM file."), success(), nil},
		{"explicit", say("transferSyntax : Explicit VR Little Endian.", "transferSyntax: Explicit VR Little Endian."), success(), value("transferSyntax", dicom.ExplicitLittle)},
		{"escaped", say("contentType est écrit avec %2F.", "contentType is written with %2F."), success(), func(a *webAsk, _ etalon.Sending) { a.escaped = true }},
		{"any-type", say("Accept : tous les types.", "Accept: any type."), success(), func(a *webAsk, _ etalon.Sending) { a.accept = "*/*" }},
		{"jpeg", say("L'image rendue en JPEG.", "The image rendered as a JPEG."), success(), func(a *webAsk, _ etalon.Sending) {
			a.with("contentType", "image/jpeg")
			a.accept = "image/jpeg"
		}},
		{"reordered", say("Les paramètres dans un autre ordre.", "The parameters in another order."), success(), func(a *webAsk, _ etalon.Sending) {
			q := a.query
			a.query = [][2]string{q[4], q[3], q[2], q[1], q[0]}
		}},
		{"unknown-instance", say("Aucune image n'a cet UID.", "No image has that UID."), absent, value("objectUID", nowhere)},
		{"other-series", say("L'image est demandée dans une autre série.", "The image is asked for in another series."), absent, value("seriesUID", nowhere)},
		{"other-study", say("L'image est demandée dans un autre examen.", "The image is asked for in another study."), absent, value("studyUID", nowhere)},
		{"empty-study", say("studyUID est vide.", "studyUID is empty."), declined(404, 400), value("studyUID", "")},
		{"no-request-type", say("requestType manque.", "requestType is missing."), bad, leave("requestType")},
		{"other-request-type", say("requestType n'est pas WADO.", "requestType is not WADO."), bad, value("requestType", "PACS")},
		{"no-object", say("objectUID manque.", "objectUID is missing."), bad, leave("objectUID")},
		{"no-study", say("studyUID manque.", "studyUID is missing."), bad, leave("studyUID")},
		{"no-accept", say("Accept manque.", "Accept is missing."), bad, func(a *webAsk, _ etalon.Sending) { a.accept = "" }},
		{"unknown-type", say("contentType que personne ne connaît.", "A contentType that nobody knows."), never, func(a *webAsk, _ etalon.Sending) {
			a.with("contentType", "application/x-etalon")
			a.accept = "application/x-etalon"
		}},
		{"unknown-syntax", say("transferSyntax que personne ne connaît.", "A transferSyntax that nobody knows."), never, value("transferSyntax", "1.2.840.10008.1.2.4.999")},
	}
}

// related is the range that WADO-RS is asked with.
const related = `multipart/related; type="application/dicom"`

// studyRequest asks for the instances of a study, of a series, or for one (WADO-RS).
func studyRequest(m etalon.Sending) webAsk {
	path := "/" + m.Params["study"]
	if s := m.Params["series"]; s != "" {
		path += "/series/" + s
		if i := m.Params["instance"]; i != "" {
			path += "/instances/" + i
		}
	}
	a := webAsk{method: "GET", path: path, accept: related}
	if named := m.Params["manifest"]; named != "" {
		a.headers = [][2]string{{"KOS-SOPInstanceUID", named}}
	}
	return a
}

// studyRequests are the cases of RAD-107.
func studyRequests() []webCase {
	take := func(accept string) func(*webAsk, etalon.Sending) {
		return func(a *webAsk, _ etalon.Sending) { a.accept = accept }
	}
	absent, never := declined(404, 410), declined(406, 400, 415)
	return []webCase{
		{etalon.CaseNominal, say("Les images de l'examen, de la série ou l'image que nomment les paramètres.", "The images of the study or the series, or the image, that the parameters name."), success(), nil},
		{"explicit", say("transfer-syntax : Explicit VR Little Endian.", "transfer-syntax: Explicit VR Little Endian."), success(), take(related + "; transfer-syntax=" + dicom.ExplicitLittle)},
		{"any-syntax", say("transfer-syntax : celle que la source a.", "transfer-syntax: the one that the source has."), success(), take(related + "; transfer-syntax=*")},
		{"choice", say("Deux types acceptés, le premier inconnu de tous.", "Two types accepted, the first unknown to everybody."), success(), take(related + "; transfer-syntax=1.2.840.10008.1.2.4.999, " + related + "; transfer-syntax=" + dicom.ExplicitLittle)},
		{"unknown-study", say("Aucun examen n'a cet UID.", "No study has that UID."), absent, func(a *webAsk, m etalon.Sending) { a.path = strings.Replace(a.path, m.Params["study"], nowhere, 1) }},
		{"unknown-series", say("Aucune série n'a cet UID.", "No series has that UID."), absent, func(a *webAsk, m etalon.Sending) { a.path = "/" + m.Params["study"] + "/series/" + nowhere }},
		{"unknown-instance", say("Aucune image n'a cet UID.", "No image has that UID."), absent, func(a *webAsk, m etalon.Sending) {
			a.path = "/" + m.Params["study"] + "/series/" + m.Params["study"] + ".1/instances/" + nowhere
		}},
		{"unknown-type", say("Un type que personne ne connaît.", "A type that nobody knows."), never, take("application/x-etalon")},
		{"unknown-syntax", say("Une syntaxe de transfert que personne ne connaît.", "A transfer syntax that nobody knows."), never, take(related + "; transfer-syntax=1.2.840.10008.1.2.4.999")},
	}
}
