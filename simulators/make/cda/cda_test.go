package cda_test

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	lps "github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
)

const hl7 = "urn:hl7-org:v3"

func document() *cda.Document {
	typ, class, _ := cda.Type("11490-0")
	at := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	return &cda.Document{
		UniqueID: "2.25.1", SetID: "2.25.2", Version: 2, Replaces: "2.25.2", Title: `Lettre <"A" & B>`, Type: typ, Class: class, Format: cda.Format(false),
		Patient: etalon.Patient{INS: "280029999900134", OID: "1.2.250.1.213.1.4.10", Family: "ETALON", Given: "Camille", Birth: "19800214", Gender: "F"},
		IPP:     "42", IPPSystem: "2.25.9", Author: cda.Person{ID: "899900000017", Family: "NOM", Given: "Prénom", Specialty: cda.Generalist()},
		Where: cda.Organization{ID: "1990000012", Name: "CABINET"}, Created: at, Start: at.Add(-time.Hour), Stop: at,
		Language: "fr-FR", Confidence: cda.Normal(), Facility: cda.SoloPractice(), Practice: cda.Ambulatory(), MimeType: "text/xml",
		Location: time.FixedZone("", 7200),
	}
}

func TestDocumentSaysItsFacts(t *testing.T) {
	for _, structured := range []bool{false, true} {
		d := document()
		d.Structured = structured
		x, err := xmldoc.Parse(d.XML([]byte("%PDF")), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		root := x.Root()
		role := root.Path(hl7, "recordTarget", "patientRole")
		for got, want := range map[string]string{
			root.Child(hl7, "title").Value():                                                   d.Title,
			root.Child(hl7, "effectiveTime").Attr("", "value"):                                 "20260701120000+0200",
			root.Child(hl7, "code").Attr("", "displayName"):                                    d.Type.Label,
			role.Child(hl7, "id").Attr("", "extension"):                                        d.Patient.INS,
			role.Path(hl7, "patient", "birthplace", "place", "addr", "county").Value():         "99999",
			root.Path(hl7, "relatedDocument", "parentDocument", "id").Attr("", "root"):         "2.25.2",
			root.Path(hl7, "component", "nonXMLBody", "text").Value():                          map[bool]string{false: "JVBERg=="}[structured],
			root.Path(hl7, "legalAuthenticator", "assignedEntity", "id").Attr("", "extension"): d.Author.ID,
		} {
			if got != want {
				t.Errorf("structured %v: %q, want %q", structured, got, want)
			}
		}
		if sections := root.Path(hl7, "component", "structuredBody"); structured != sections.OK() {
			t.Errorf("structured %v: sections are the other way", structured)
		}
	}
}

// The reference product and this builder share no code. What they must agree
// on, they agree on because both are right.
func TestBothBuildersWriteTheSameMetadata(t *testing.T) {
	d := document()
	other := &lps.Document{IPP: d.IPP, IPPSystem: d.IPPSystem, Patient: d.Patient}
	for got, want := range map[string]string{
		d.Author.XCN():                       lps.Person{ID: d.Author.ID, Family: d.Author.Family, Given: d.Author.Given}.XCN(),
		d.Where.XON():                        lps.Organization{ID: d.Where.ID, Name: d.Where.Name}.XON(),
		d.SourcePatientID():                  other.SourcePatientID(),
		fmt.Sprint(d.SourcePatientInfo()):    fmt.Sprint(other.SourcePatientInfo()),
		fmt.Sprint(cda.Generalist()):         fmt.Sprint(lps.Generalist()),
		fmt.Sprint(cda.Format(true)):         fmt.Sprint(lps.Format(true)),
		fmt.Sprint(cda.Format(false)):        fmt.Sprint(lps.Format(false)),
		both(cda.Type("57833-6")):            both(lps.Type("57833-6")),
		fmt.Sprint(cda.InvisibleToPatient()): fmt.Sprint(lps.InvisibleToPatient()),
	} {
		if got != want {
			t.Errorf("%q, the reference product writes %q", got, want)
		}
	}
}

func TestPDFPointsAtItsObjects(t *testing.T) {
	pdf := cda.PDF("Lettre é 🙂", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), [16]byte{1}, 1000)
	for _, want := range []string{"%PDF-1.4\n", "<pdfaid:part>1</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>", "/Title <FEFF004C", "00E90020D83DDE42>"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	n, err := strconv.Atoi(strings.SplitN(string(pdf[at+10:]), "\n", 2)[0])
	if err != nil || !bytes.HasPrefix(pdf[n:], []byte("xref\n0 7\n")) {
		t.Fatalf("startxref %d %v", n, err)
	}
	for i := 1; i <= 6; i++ {
		entry := pdf[n+9+20*i : n+9+20*i+10]
		place, err := strconv.Atoi(string(entry))
		if err != nil || !bytes.HasPrefix(pdf[place:], []byte(strconv.Itoa(i)+" 0 obj\n")) {
			t.Errorf("object %d is not at %s", i, entry)
		}
	}
}

// both words what a lookup gives.
func both[T any](typ, class T, ok bool) string { return fmt.Sprint(typ, class, ok) }
