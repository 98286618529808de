package imaging_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/imaging"
)

const scan = "2.25.7"

func source() *imaging.Source {
	s := imaging.New("1.2.3")
	s.Hold(etalon.Given{
		Patients: []etalon.Patient{{ID: "ACTIF", Family: "ETALON-ACTIF", Given: "Camille", Birth: "19800214", Gender: "F"}},
		Studies:  []etalon.Study{{ID: "SCANNER", Patient: "ACTIF", UID: scan, Accession: "A-1", Modalities: "CT MR", Begun: "20261101090000", Images: 5, Manifest: "2.25.8", Lost: []int{2}}},
	})
	return s
}

func operation(t testing.TB, s *imaging.Source, name etalon.Transaction) actor.Operation {
	o, ok := actor.Find([]actor.Actor{s.Actor(nil)}, name)
	if !ok {
		t.Fatal(name)
	}
	return o
}

func ask(t testing.TB, s *imaging.Source, name etalon.Transaction, r *actor.Request) actor.Reply {
	return operation(t, s, name).Answer(&actor.Call{Request: r, NewID: func() string { return "id" }})
}

// The images are shared out among the series, the first ones having one more.
func TestStudiesAreSharedOut(t *testing.T) {
	h := source().Held()
	if len(h) != 1 || len(h[0].Series) != 2 || len(h[0].Series[0].Images) != 3 || len(h[0].Series[1].Images) != 2 || !h[0].Series[0].Images[1].Lost ||
		h[0].Series[1].Images[1].UID != "2.25.7.2.2" {
		t.Errorf("%+v", h)
	}
}

// An image that cannot be made is not held.
func TestStudyThatCannotBeMade(t *testing.T) {
	s := imaging.New("1.2.3")
	s.Hold(etalon.Given{Patients: []etalon.Patient{{ID: "A"}}, Studies: []etalon.Study{
		{Patient: "A", UID: "2.25.1", Modalities: "XX", Begun: "20261101090000", Images: 1},
		{Patient: "A", UID: "2.25.2", Modalities: "CT", Begun: "hier", Images: 1},
		{Patient: "A", UID: "2.25.3", Modalities: "CT", Begun: "20261101090000"},
	}})
	if len(s.Studies()) != 0 {
		t.Errorf("%+v", s.Studies())
	}
}

// FuzzObject asks for anything over WADO-URI: the answer is one of the standard, and an
// image is the one asked for.
func FuzzObject(f *testing.F) {
	s := source()
	f.Add("GET", "requestType=WADO&studyUID=2.25.7&seriesUID=2.25.7.1&objectUID=2.25.7.1.1&contentType=application/dicom", "application/dicom")
	f.Add("POST", "requestType=WADO&studyUID=&seriesUID=%zz&&&=;", "*/*;q=")
	f.Add("GET", strings.Repeat("a=b&", 1000), strings.Repeat("a/b,", 1000))
	f.Fuzz(func(t *testing.T, method, query, accept string) {
		values, _ := url.ParseQuery(query)
		r := ask(t, s, etalon.RAD55, &actor.Request{Method: method, Path: "/wado", Query: values, Header: map[string][]string{"Accept": {accept}}})
		if !slices.Contains([]int{0, 400, 404, 405, 406}, r.Status) {
			t.Fatalf("%d", r.Status)
		}
		if r.Status == 0 && r.Media == "application/dicom" && dicom.Read([]byte(r.Payload)).Data.Text(0x00080018) != values.Get("objectUID") {
			t.Fatal("another image")
		}
	})
}

// FuzzStudies asks for anything over WADO-RS.
func FuzzStudies(f *testing.F) {
	s := source()
	f.Add("/studies/2.25.7/series/2.25.7.1", `multipart/related; type="application/dicom"`)
	f.Add("/studies//series/", "*/*")
	f.Add("/studies/2.25.7/series/../..", `multipart/related; type="`)
	f.Fuzz(func(t *testing.T, path, accept string) {
		r := ask(t, s, etalon.RAD107, &actor.Request{Method: "GET", Path: path, Header: map[string][]string{"Accept": {accept}}})
		if !slices.Contains([]int{0, 404, 406}, r.Status) || (r.Status == 0) != (len(r.Parts) > 0) || len(r.Parts) > 4 {
			t.Fatalf("%d, %d parts", r.Status, len(r.Parts))
		}
	})
}

// FuzzSet asks for anything by RAD-69: each image asked for is given or refused.
func FuzzSet(f *testing.F) {
	s := source()
	f.Add(`<i:RetrieveImagingDocumentSetRequest xmlns:i="urn:ihe:rad:xdsi-b:2009" xmlns:x="urn:ihe:iti:xds-b:2007"><i:StudyRequest studyInstanceUID="2.25.7"><i:SeriesRequest seriesInstanceUID="2.25.7.1"><x:DocumentRequest><x:RepositoryUniqueId>1.2.3</x:RepositoryUniqueId><x:DocumentUniqueId>2.25.7.1.1</x:DocumentUniqueId></x:DocumentRequest></i:SeriesRequest></i:StudyRequest><i:TransferSyntaxUIDList><i:TransferSyntaxUID>1.2.840.10008.1.2.1</i:TransferSyntaxUID></i:TransferSyntaxUIDList></i:RetrieveImagingDocumentSetRequest>`)
	f.Add(`<a/>`)
	f.Fuzz(func(t *testing.T, payload string) {
		doc, err := xmldoc.Parse([]byte(payload), xmldoc.Limits{})
		if err != nil {
			return
		}
		r := &actor.Request{}
		r.SOAP.Payload = doc.Root()
		if reply := ask(t, s, etalon.RAD69, r); !strings.Contains(reply.Payload, "RegistryResponse") || strings.Count(reply.Payload, "<xop:Include") != len(reply.Parts) {
			t.Fatal(reply.Payload)
		}
	})
}
