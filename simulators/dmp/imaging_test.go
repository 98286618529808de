package dmp_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

const (
	scan    = "2.25.77"
	imgOne  = scan + ".1.1"
	lostOne = scan + ".1.2"
	dcm     = "application/dicom"
)

// imaged is a plain community with a study of three images, the second one lost, and an
// earlier manifest.
func imaged(t *testing.T) *world {
	w := beginAs(t, everybody(), true)
	given := everybody()
	given.Environment, given.Documents = etalon.EnvironmentIHE, nil
	given.Studies = []etalon.Study{{
		ID: "SCANNER", Patient: given.Patients[0].ID, UID: scan, Title: "Scanner", Accession: "A-1", Modalities: "CT MR", Begun: "20261101090000",
		Images: 3, Manifest: "2.25.78", Earlier: "2.25.79", Lost: []int{2},
	}}
	w.dmp.Reset(given)
	return w
}

// get asks for a path and gives status, media type and body.
func (w *world) get(path string, headers ...string) (int, string, []byte) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.dmp.BaseURL()+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := w.client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	w.arrived()
	return resp.StatusCode, resp.Header.Get("Content-Type"), b
}

// The answers of WADO-URI are those of the standard (DICOM PS3.18, 9; public test plans).
func TestWADOURI(t *testing.T) {
	w := imaged(t)
	whole := "/xds/wado?requestType=WADO&studyUID=" + scan + "&seriesUID=" + scan + ".1&objectUID=" + imgOne
	for query, want := range map[string]int{
		whole + "&contentType=application/dicom":                                       200,
		whole + "&contentType=application/dicom&transferSyntax=1.2.840.10008.1.2":      200,
		whole + "&contentType=application/dicom&transferSyntax=1.2.840.10008.1.2.4.50": 406,
		whole + "&contentType=image/png":                                               406,
		strings.Replace(whole, imgOne, lostOne, 1) + "&contentType=application/dicom":  404,
		strings.Replace(whole, scan+".1&", scan+".2&", 1):                              404,
		strings.Replace(whole, "studyUID="+scan, "studyUID=2.25.5", 1):                 404,
		strings.Replace(whole, "studyUID="+scan, "studyUID=", 1):                       404,
		strings.Replace(whole, "&objectUID="+imgOne, "", 1):                            400,
		strings.Replace(whole, "WADO&", "PACS&", 1):                                    400,
		"/xds/wado": 400,
	} {
		if status, _, _ := w.get(query, "Accept", "*/*"); status != want {
			t.Errorf("%s: %d, want %d", query, status, want)
		}
	}
	status, media, b := w.get(whole+"&contentType=application/dicom&transferSyntax=1.2.840.10008.1.2", "Accept", dcm)
	f := dicom.Read(b)
	if status != 200 || media != dcm || f.Data.Text(0x00080018) != imgOne || f.Meta.Text(0x00020010) != "1.2.840.10008.1.2" || len(f.Anomalies) > 0 {
		t.Errorf("%d %s %s %v", status, media, f.Data.Text(0x00080018), f.Anomalies)
	}
	if status, media, b = w.get(whole, "Accept", "image/*"); status != 200 || media != "image/jpeg" || !bytes.HasPrefix(b, []byte{0xff, 0xd8}) {
		t.Errorf("%d %s", status, media)
	}
	if status, _, _ = w.get(whole, "Accept", "text/html"); status != 406 {
		t.Errorf("%d", status)
	}
	if arrival, _ := w.record.last(); arrival.Protocol != etalon.ProtocolHTTP || arrival.Transaction != etalon.RAD55 || arrival.Fields[etalon.FieldUniqueIDs] != imgOne {
		t.Errorf("%+v", arrival)
	}
}

// images are the instances of a multipart answer.
func images(t *testing.T, media string, b []byte) (files []dicom.File, err error) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(media)
	if err != nil || kind != "multipart/related" || params["type"] != dcm {
		t.Fatalf("%s: %v", media, err)
	}
	for r := multipart.NewReader(bytes.NewReader(b), params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return files, err
		}
		content, err := io.ReadAll(p)
		if err != nil {
			return files, err
		}
		files = append(files, dicom.Read(content))
	}
}

func TestWADORS(t *testing.T) {
	w := imaged(t)
	related := `multipart/related; type="application/dicom"`
	for _, c := range []struct {
		path, accept, manifest string
		status, count          int
	}{
		{"/studies/" + scan, related, "", 200, 2},
		{"/studies/" + scan, "*/*", "2.25.78", 200, 2},
		{"/studies/" + scan, related, "2.25.79", 404, 0}, // replaced
		{"/studies/" + scan + "/series/" + scan + ".2", related, "", 200, 1},
		{"/studies/" + scan + "/series/" + scan + ".1/instances/" + imgOne, related + "; transfer-syntax=1.2.840.10008.1.2", "", 200, 1},
		{"/studies/" + scan + "/series/" + scan + ".1/instances/" + lostOne, related, "", 404, 0},
		{"/studies/" + scan, related + "; transfer-syntax=1.2.840.10008.1.2.4.90", "", 406, 0},
		{"/studies/" + scan, "application/dicom+json", "", 406, 0},
		{"/studies/2.25.5", related, "", 404, 0},
		{"/studies", related, "", 404, 0},
		{"/studies/" + scan + "/thing/1", related, "", 404, 0},
	} {
		headers := []string{"Accept", c.accept}
		if c.manifest != "" {
			headers = append(headers, "KOS-SOPInstanceUID", c.manifest)
		}
		status, media, b := w.get("/xds"+c.path, headers...)
		if status != c.status {
			t.Errorf("%s %s: %d, want %d", c.path, c.accept, status, c.status)
		}
		if status != 200 {
			continue
		}
		if files, err := images(t, media, b); err != nil || len(files) != c.count {
			t.Errorf("%s: %d images, %v", c.path, len(files), err)
		}
	}
}

func TestImagesAreSpoiltAsTold(t *testing.T) {
	w := imaged(t)
	path := "/xds/studies/" + scan + "/series/" + scan + ".2"
	for behaviour, holds := range map[etalon.BehaviourName]func(status int, media string, b []byte) bool{
		etalon.BehaveOtherInstance: func(_ int, media string, b []byte) bool {
			files, err := images(t, media, b)
			return err == nil && len(files) == 1 && files[0].Data.Text(0x0020000D) == scan+".9"
		},
		etalon.BehaveOtherSyntax: func(_ int, media string, b []byte) bool {
			files, err := images(t, media, b)
			return err == nil && len(files) == 1 && files[0].Meta.Text(0x00020010) == "1.2.840.10008.1.2" && strings.Contains(string(b), "transfer-syntax=1.2.840.10008.1.2.1")
		},
		etalon.BehaveWrongCount: func(status int, _ string, _ []byte) bool { return status == 200 },
		etalon.BehaveTruncatedMultipart: func(_ int, media string, b []byte) bool {
			_, err := images(t, media, b)
			return err != nil
		},
		etalon.BehaveHTTP503: func(status int, _ string, _ []byte) bool { return status == 503 },
		etalon.BehaveWrongContentType: func(status int, media string, b []byte) bool {
			return status == 200 && strings.HasPrefix(media, "text/html") && len(b) > 500
		},
	} {
		w.dmp.Arm(etalon.Reply{Transaction: etalon.RAD107, Behaviour: behaviour})
		status, media, b := w.get(path, "Accept", "*/*")
		if !holds(status, media, b) {
			t.Errorf("%s: %d %s, %d bytes", behaviour, status, media, len(b))
		}
		if _, answer := w.record.last(); answer.Behaviour != string(behaviour) {
			t.Errorf("%q is on record", answer.Behaviour)
		}
	}
}

func TestRAD69(t *testing.T) {
	w := imaged(t)
	const repository = "1.2.250.1.213.4.1.1.1.2.7"
	ask := func(study, series, repository, uid, syntax string) seen {
		payload := `<i:RetrieveImagingDocumentSetRequest xmlns:i="urn:ihe:rad:xdsi-b:2009" xmlns:x="urn:ihe:iti:xds-b:2007"><i:StudyRequest studyInstanceUID="` + study +
			`"><i:SeriesRequest seriesInstanceUID="` + series + `"><x:DocumentRequest><x:RepositoryUniqueId>` + repository + `</x:RepositoryUniqueId><x:DocumentUniqueId>` + uid +
			`</x:DocumentUniqueId></x:DocumentRequest></i:SeriesRequest></i:StudyRequest><i:TransferSyntaxUIDList><i:TransferSyntaxUID>` + syntax + `</i:TransferSyntaxUID></i:TransferSyntaxUIDList></i:RetrieveImagingDocumentSetRequest>`
		const action = "urn:ihe:rad:2009:RetrieveImagingDocumentSet"
		body := mtom.Outgoing{Boundary: "B", Parts: []mtom.OutPart{mtom.RootPart("root@x", []byte(envelope(action, payload)))}}.Bytes()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.dmp.BaseURL()+"/xds/imaging", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", mtom.ContentType("B", "root@x", action))
		resp, err := w.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		w.arrived()
		s := seen{status: resp.StatusCode, header: resp.Header}
		s.body, s.cut = io.ReadAll(resp.Body)
		return s
	}
	for want, c := range map[string][5]string{
		":Success":                 {scan, scan + ".1", repository, imgOne, "1.2.840.10008.1.2.1"},
		"XDSDocumentUniqueIdError": {scan, scan + ".2", repository, imgOne, "1.2.840.10008.1.2.1"},
		"XDSUnknownRepositoryId":   {scan, scan + ".1", "1.2.3", imgOne, "1.2.840.10008.1.2.1"},
		"XDSIRequestError":         {"", scan + ".1", repository, imgOne, "1.2.840.10008.1.2.1"},
		"XDSRepositoryError":       {scan, scan + ".1", repository, imgOne, "1.2.840.10008.1.2.4.50"},
	} {
		s := ask(c[0], c[1], c[2], c[3], c[4])
		root, documents, _, err := s.related(t)
		if err != nil || s.status != 200 || !bytes.Contains(root, []byte(want)) || (len(documents) == 1) != (want == ":Success") {
			t.Errorf("%s: %d %v %s", want, s.status, err, root)
		}
		if want == ":Success" && dicom.Read(documents[0]).Data.Text(0x00080018) != imgOne {
			t.Error("another image")
		}
	}
}

// What the source holds, and the manifests that refer to it, are told to the rules.
func TestStudiesAreHeld(t *testing.T) {
	w := imaged(t)
	h := w.dmp.Held()
	if len(h.Studies) != 1 || len(h.Documents) != 2 || h.Studies[0].Source != "1.2.250.1.213.4.1.1.1.2.7" || len(h.Studies[0].Series) != 2 ||
		!h.Studies[0].Series[0].Images[1].Lost || !h.Studies[0].Series[0].Images[2].Past {
		t.Errorf("%+v", h.Studies)
	}
}
