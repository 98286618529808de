package validate

import (
	"bytes"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const lot = `<p:ProvideAndRegisterDocumentSetRequest xmlns:p="urn:ihe:iti:xds-b:2007" xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">` +
	`<lcm:SubmitObjectsRequest><rim:RegistryObjectList><rim:ExtrinsicObject id="A"/><rim:ExtrinsicObject id="B">` +
	`<rim:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="1.2.3"/></rim:ExtrinsicObject></rim:RegistryObjectList></lcm:SubmitObjectsRequest></p:ProvideAndRegisterDocumentSetRequest>`

func clinical(root string) []byte {
	return []byte(`<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="` + root + `"/></ClinicalDocument>`)
}

// TestASetPutTogether: each document goes to the entry with its identifier, and what
// is left to what is left; the message is read as an ITI-41.
func TestASetPutTogether(t *testing.T) {
	set := Together{
		Metadata:  Piece{"lot.xml", []byte(lot)},
		Documents: []Piece{{"other.xml", []byte("<a/>")}, {"cda.xml", clinical("1.2.3")}},
		Assertion: &Piece{"v.xml", []byte(`<?xml version="1.0"?><s:Assertion xmlns:s="urn:oasis:names:tc:SAML:2.0:assertion" ID="x"/>`)},
	}
	raw, err := set.Message()
	if err != nil {
		t.Fatal(err)
	}
	e := facts.Document(raw)
	if len(e.Parts) != 3 {
		t.Fatalf("%d parts", len(e.Parts))
	}
	text := string(raw)
	for _, want := range []string{`<xdsb:Document id="A"><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:doc0@etalon"`, `id="B"><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:doc1@etalon"`, `ID="x"/></wsse:Security>`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if e.Parts[2].Kind != "cda" {
		t.Errorf("the second document is %s", e.Parts[2].Kind)
	}
}

// TestAManifestPutTogether: a DICOM object goes to the entry with its instance UID, and
// its part says what it is.
func TestAManifestPutTogether(t *testing.T) {
	kos := dicom.Write(dicom.Dataset{dicom.Texts("SOPClassUID", "1.2.840.10008.5.1.4.1.1.88.59"), dicom.Texts("SOPInstanceUID", "1.2.3")}, dicom.ExplicitLittle)
	raw, err := Together{Metadata: Piece{"lot.xml", []byte(lot)}, Documents: []Piece{{"kos.dcm", kos}}}.Message()
	if err != nil {
		t.Fatal(err)
	}
	p := facts.Document(raw).Parts[1]
	if p.Kind != "kos" || p.DocumentID != "B" || p.ContentType != "application/dicom" || !bytes.Equal(p.Raw, kos) {
		t.Errorf("%s of %s, %s", p.Kind, p.DocumentID, p.ContentType)
	}
}

// TestWhatCannotBePutTogether is told with the file and what was expected of it.
func TestWhatCannotBePutTogether(t *testing.T) {
	good := Together{Metadata: Piece{"lot.xml", []byte(lot)}, Documents: []Piece{{"a", clinical("1")}}}
	three := good
	three.Documents = []Piece{{"a", clinical("1")}, {"b", clinical("2")}, {"c.xml", clinical("3")}}
	metadata := good
	metadata.Metadata = Piece{"m.xml", clinical("1")}
	broken := good
	broken.Metadata = Piece{"m.xml", []byte("<a")}
	assertion := good
	assertion.Assertion = &Piece{"v.xml", []byte("<a/>")}
	for want, set := range map[string]Together{
		"c.xml : aucune fiche de lot.xml":           three,
		"m.xml : on attend un SubmitObjectsRequest": metadata,
		"m.xml : on attend des métadonnées XML":     broken,
		"v.xml : on attend une assertion SAML":      assertion,
	} {
		if _, err := set.Message(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
