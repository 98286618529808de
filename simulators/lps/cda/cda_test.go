package cda_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
)

func document(t *testing.T) *cda.Document {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	typ, class, ok := cda.Type("11490-0")
	if !ok {
		t.Fatal("11490-0 is not known")
	}
	return &cda.Document{
		UniqueID: "2.25.1", SetID: "2.25.1", Version: 1, Title: `Lettre <"A" & B>`, Type: typ, Class: class,
		Format: cda.Format(false), Patient: etalon.Patient{
			INS: "280029999900134", OID: "1.2.250.1.213.1.4.10",
			Family: "ETALON-ACTIF", Given: "Camille", Birth: "19800214", Gender: "F", City: "VILLE", PostalCode: "99999",
		},
		IPP: "42", IPPSystem: "2.25.9", Author: cda.Person{ID: "899900000017", Family: "NOM", Given: "Prénom", Specialty: cda.Generalist()},
		Where: cda.Organization{ID: "1990000012", Name: "CABINET"}, Language: "fr-FR", Confidence: cda.Normal(),
		Facility: cda.SoloPractice(), Practice: cda.Ambulatory(), Location: paris,
		Created: time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), Start: time.Date(2026, 7, 1, 9, 30, 0, 0, time.UTC),
		Stop: time.Date(2026, 7, 1, 9, 50, 0, 0, time.UTC),
	}
}

func TestHeader(t *testing.T) {
	d := document(t)
	x, err := xmldoc.Parse(d.XML([]byte("%PDF")), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	const v3 = "urn:hl7-org:v3"
	root := x.Root()
	for path, want := range map[string]string{
		"id/@root":                               "2.25.1",
		"code/@code":                             "11490-0",
		"code/@displayName":                      "Lettre de liaison à la sortie d'un établissement de soins",
		"effectiveTime/@value":                   "20260701120000+0200",
		"title":                                  `Lettre <"A" & B>`,
		"languageCode/@code":                     "fr-FR",
		"versionNumber/@value":                   "1",
		"confidentialityCode/@code":              "N",
		"recordTarget/patientRole/id/@extension": "280029999900134",
		"recordTarget/patientRole/patient/birthplace/place/addr/county":                                                 "99999",
		"legalAuthenticator/signatureCode/@code":                                                                        "S",
		"documentationOf/serviceEvent/effectiveTime/low/@value":                                                         "20260701113000+0200",
		"documentationOf/serviceEvent/performer/assignedEntity/representedOrganization/standardIndustryClassCode/@code": "AMBULATOIRE",
		"componentOf/encompassingEncounter/location/healthCareFacility/code/@code":                                      "SA07",
		"component/nonXMLBody/text":                                                                                     "JVBERg==",
	} {
		element, attr, _ := strings.Cut(path, "/@")
		n := root.Path(v3, strings.Split(element, "/")...)
		got := n.Value()
		if attr != "" {
			got = n.Attr("", attr)
		}
		if got != want {
			t.Errorf("%s = %q, want %q", path, got, want)
		}
	}
	templates := 0
	for range root.ChildrenNamed(v3, "templateId") {
		templates++
	}
	if templates != 3 {
		t.Errorf("%d templateIds: a level 1 document has exactly three", templates)
	}
}

func TestMetadataForms(t *testing.T) {
	d := document(t)
	for got, want := range map[string]string{
		cda.UTC(d.Created):                       "20260701100000",
		d.Author.XCN():                           "899900000017^NOM^Prénom^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS",
		d.Where.XON():                            "CABINET^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1990000012",
		d.SourcePatientID():                      "42^^^&2.25.9&ISO^PI",
		strings.Join(d.SourcePatientInfo(), " "): "PID-5|ETALON-ACTIF^Camille^^^^^L PID-7|19800214 PID-8|F",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPDFDeclaresItsLevel(t *testing.T) {
	pdf := cda.PDF("Lettre é", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), [16]byte{1})
	for _, want := range []string{"<pdfaid:part>1</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>", "%PDF-1.4"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	// The cross-reference table must point at its objects.
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	n, err := strconv.Atoi(strings.SplitN(string(pdf[at+10:]), "\n", 2)[0])
	if err != nil || !bytes.HasPrefix(pdf[n:], []byte("xref\n0 7\n")) {
		t.Fatalf("startxref %d %v", n, err)
	}
	for i := 1; i <= 6; i++ {
		entry := pdf[n+9+20*i : n+9+20*i+10]
		offset, err := strconv.Atoi(string(entry))
		if err != nil || !bytes.HasPrefix(pdf[offset:], []byte(strconv.Itoa(i)+" 0 obj\n")) {
			t.Errorf("object %d is not at %q", i, entry)
		}
	}
}
