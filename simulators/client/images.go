package client

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/make/submission"
)

// dicomMedia is the media type of an image.
const dicomMedia = "application/dicom"

// imageParams are the parameters of messages that ask for images: UIDs of a study, a
// series, and instances, apart by blanks; manifest names the manifest in a header of
// WADO-RS.
var imageParams = []string{"study", "series", "instance", "manifest"}

func (d *draft) composeImages() error {
	d.images = &submission.Images{
		Study: d.param("study", ""), Series: d.param("series", ""), Repository: d.cfg.ImagingID, Instances: d.list("instance"),
		Syntaxes: []string{dicom.ExplicitLittle},
	}
	return nil
}

// imageCases ask an image source for instances (RAD-69). The errors are those of public
// test plans, which fix the code for an unknown repository alone.
func imageCases() []Case {
	const rad = "IHE RAD TF-3 4.69.4"
	unknown := []string{"XDSDocumentUniqueIdError", "XDSRepositoryError", "XDSIRequestError"}
	needs := []string{"study", "series", "instance"}
	request := "/iherad:RetrieveImagingDocumentSetRequest"
	one := func(name, fr, en string, answer etalon.Want, shape func(*submission.Images), edits ...edit) Case {
		c := Case{Name: name, Text: say(fr, en), Source: rad, Answer: answer, edits: edits}
		if shape != nil {
			c.shape = func(d *draft) error { shape(d.images); return nil }
		}
		return c
	}
	return []Case{
		{Name: etalon.CaseNominal, Needs: needs, Text: say("Les images de params.instance, en Explicit VR Little Endian.", "The images of params.instance, in Explicit VR Little Endian."), Source: rad, Answer: success()},
		one("choice", "Deux syntaxes de transfert, la plus souhaitée inconnue de tous.", "Two transfer syntaxes, the most wanted one unknown to everybody.", success(), func(r *submission.Images) {
			r.Syntaxes = []string{"1.2.840.10008.1.2.4.999", dicom.ExplicitLittle}
		}),
		one("awkward-images", "Même demande : commentaires et blancs entre les éléments.", "The same request: comments and white space between the elements.", success(), nil,
			first(request, "<iherad:x/>"), swapForNoise(request+"/iherad:x"), spaced(request)),
		one("home-community", "La demande porte un HomeCommunityId, à rendre tel quel.", "The request has a HomeCommunityId, to be given back as it is.", success(), nil,
			first("//xdsb:DocumentRequest", "<xdsb:HomeCommunityId>urn:oid:"+sourceOID+"</xdsb:HomeCommunityId>")),
		one("unknown-instance", "Aucune image n'a cet UID.", "No image has that UID.", failure(unknown...), func(r *submission.Images) { r.Instances = []string{nowhere} }),
		one("one-unknown", "Une des images demandées n'existe pas.", "One of the images asked for does not exist.", partial(unknown...), func(r *submission.Images) { r.Instances = append(r.Instances, nowhere) }),
		one("other-series", "Les images sont demandées dans une série qui n'est pas la leur.", "The images are asked for in a series that is not theirs.", failure(unknown...), func(r *submission.Images) { r.Series = nowhere }),
		one("other-study", "Les images sont demandées dans un examen qui n'est pas le leur.", "The images are asked for in a study that is not theirs.", failure(unknown...), func(r *submission.Images) { r.Study = nowhere }),
		one("unknown-repository", "Le RepositoryUniqueId n'est pas celui de la source d'images.", "The RepositoryUniqueId is not that of the image source.", failure("XDSUnknownRepositoryId"), func(r *submission.Images) { r.Repository = "2.25.6" }),
		one("no-study", "L'UID de l'examen est vide.", "The UID of the study is empty.", failure(unknown...), func(r *submission.Images) { r.Study = "" }),
		one("no-series", "L'UID de la série est vide.", "The UID of the series is empty.", failure(unknown...), func(r *submission.Images) { r.Series = "" }),
		one("unknown-syntax", "Une seule syntaxe de transfert, que personne ne connaît.", "One transfer syntax, which nobody knows.", failure(unknown...), func(r *submission.Images) {
			r.Syntaxes = []string{"1.2.840.10008.1.2.4.999"}
		}),
		one("empty-syntax", "La syntaxe de transfert est vide.", "The transfer syntax is empty.", failure(unknown...), func(r *submission.Images) { r.Syntaxes = []string{""} }),
	}
}

// webAsk is a request over HTTP without an envelope.
type webAsk struct {
	method, path string
	query        [][2]string
	accept       string
	headers      [][2]string
	escaped      bool // a slash is written as %2F: RFC 3986 lets it stand (§3.4)
}

// value writes a value of the query.
func (a webAsk) value(v string) string {
	v = url.QueryEscape(v)
	if !a.escaped {
		v = strings.ReplaceAll(v, "%2F", "/")
	}
	return v
}

func (a webAsk) bytes(at *url.URL) []byte {
	target := strings.TrimSuffix(at.Path, "/") + a.path
	for i, q := range a.query {
		target += map[bool]string{true: "?", false: "&"}[i == 0] + url.QueryEscape(q[0]) + "=" + a.value(q[1])
	}
	var b bytes.Buffer
	b.WriteString(a.method + " " + target + " HTTP/1.1\r\nHost: " + at.Host + "\r\nUser-Agent: Etalon\r\n")
	if a.accept != "" {
		b.WriteString("Accept: " + a.accept + "\r\n")
	}
	for _, h := range a.headers {
		b.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	b.WriteString("Connection: close\r\n\r\n")
	return b.Bytes()
}

// without leaves a parameter out, with replaces its value.
func (a *webAsk) without(name string) {
	a.query = append([][2]string{}, a.query...)
	for i, q := range a.query {
		if q[0] == name {
			a.query = append(a.query[:i:i], a.query[i+1:]...)
			return
		}
	}
}

func (a *webAsk) with(name, value string) {
	a.query = append([][2]string{}, a.query...)
	for i, q := range a.query {
		if q[0] == name {
			a.query[i][1] = value
			return
		}
	}
	a.query = append(a.query, [2]string{name, value})
}

// webCases ask an image source over HTTP (RAD-55, RAD-107).
func webCases(t etalon.Transaction) []Case {
	var all []Case
	list := objectRequests()
	source := "DICOM PS3.18 §9 ; IHE RAD TF-2 4.55"
	needs := []string{"study", "series", "instance"}
	if t == etalon.RAD107 {
		list, source, needs = studyRequests(), "DICOM PS3.18 §10.4 ; IHE RAD TF-2 4.107", []string{"study"}
	}
	for i, w := range list {
		c := Case{Transaction: t, Name: w.name, Text: w.text, Source: source, Answer: w.answer}
		if i == 0 {
			c.Needs = needs
		} else {
			c.Base = etalon.CaseNominal
		}
		all = append(all, c)
	}
	return all
}

// webCase is a variation of a request over HTTP.
type webCase struct {
	name   string
	text   etalon.Text
	answer etalon.Want
	shape  func(*webAsk, etalon.Sending)
}

func declined(statuses ...int) etalon.Want {
	var codes []string
	for _, s := range statuses {
		codes = append(codes, strconv.Itoa(s))
	}
	return failure(codes...)
}

// fetchWeb asks over HTTP without an envelope, and records both messages.
func (c *Client) fetchWeb(ctx context.Context, m etalon.Sending) (etalon.Sent, error) {
	if m.Case == "" {
		m.Case = etalon.CaseNominal
	}
	variant, ok := find(m.Transaction, m.Case)
	if !ok {
		return etalon.Sent{}, fmt.Errorf("client: %s: no such case %q", m.Transaction, m.Case)
	}
	if err := check(m, variant); err != nil {
		return etalon.Sent{}, fmt.Errorf("client: %s: %w", m.Transaction, err)
	}
	address := c.cfg.Services[m.Transaction]
	if address == "" {
		return etalon.Sent{}, fmt.Errorf("client: the system under test declares no address of %s", m.Transaction)
	}
	at, err := url.Parse(address)
	if err != nil {
		return etalon.Sent{}, err
	}
	if m.To == "" {
		m.To = m.Transaction.Actor()
	}
	a := objectRequest(m)
	list := objectRequests()
	if m.Transaction == etalon.RAD107 {
		a, list = studyRequest(m), studyRequests()
	}
	for _, w := range list {
		if w.name == m.Case && w.shape != nil {
			w.shape(&a, m)
		}
	}
	ctx, stop := context.WithTimeout(ctx, c.cfg.Timeout)
	defer stop()
	fields := etalon.Fields{}
	put(fields, etalon.FieldUniqueIDs, strings.Fields(m.Params["instance"])...)
	return c.exchange(ctx, &draft{Client: c, message: m, now: c.cfg.Clock(), fields: fields, packet: &packet{url: at}, web: true}, a.bytes(at))
}

// tellWeb adds to the fields what an answer over HTTP says.
func (a *answer) tellWeb(f etalon.Fields) {
	if a.status == 0 {
		return
	}
	if a.status/100 != http.StatusOK/100 {
		put(f, etalon.FieldStatus, "Failure")
		put(f, etalon.FieldCodes, strconv.Itoa(a.status))
		return
	}
	put(f, etalon.FieldStatus, "Success")
	message := mtom.Read(a.media, a.body, 0, mtom.Limits{Bytes: a.limit})
	f[etalon.FieldCount] = strconv.Itoa(len(message.Parts))
}
