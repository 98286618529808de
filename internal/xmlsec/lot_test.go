package xmlsec_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

const (
	lotID = "1.2.250.1.999.1.1"
	docID = "1.2.250.1.999.2.1"
	pdfID = "1.2.250.1.999.2.2"
)

func lotSignature(t *testing.T, a xmlsec.Algorithms) []byte {
	t.Helper()
	b, err := xmlsec.SignLot(xmlsec.Lot{
		UniqueID: lotID,
		Documents: []xmlsec.LotDocument{
			{UniqueID: docID, Content: []byte("<?xml version=\"1.0\"?>\n<a  b='1'/>"), XML: true},
			{UniqueID: pdfID, Content: []byte("%PDF")},
		},
		Time: time.Date(2026, 11, 22, 11, 0, 0, 0, time.FixedZone("", 3600)),
	}, signer(), a)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLotSignatureHolds(t *testing.T) {
	doc := lotSignature(t, xmlsec.Algorithms{})
	s := only(t, xmlsec.Verify(doc, xmlsec.Options{Documents: map[string][]byte{
		docID: []byte("<?xml version=\"1.0\"?>\n<a  b='1'/>"), pdfID: []byte("%PDF"),
	}}))
	if !s.Valid() {
		t.Fatalf("%+v", s)
	}
	want := []struct {
		uri      string
		digest   xmlsec.DigestState
		manifest bool
		covers   string
	}{
		{"#IHEManifest", xmlsec.DigestValid, false, "Manifest"},
		{"#S0-SignedProperties", xmlsec.DigestValid, false, "SignedProperties"},
		{"urn:oid:" + lotID, xmlsec.DigestDummy, true, ""},
		{"urn:oid:" + docID, xmlsec.DigestValid, true, ""},
		{"urn:oid:" + pdfID, xmlsec.DigestValid, true, ""},
	}
	if len(s.References) != len(want) {
		t.Fatalf("%d references", len(s.References))
	}
	for i, w := range want {
		r := s.References[i]
		if r.Signed != r.Manifest {
			t.Errorf("reference %d: signed %v", i, r.Signed)
		}
		if r.URI != w.uri || r.Digest != w.digest || r.Manifest != w.manifest || r.Covers != w.covers {
			t.Errorf("reference %d: %+v", i, r)
		}
	}
	x := s.XAdES
	if x == nil || x.Namespace != "http://uri.etsi.org/01903/v1.1.1#" || x.SigningTime != "2026-11-22T10:00:00Z" ||
		!x.PolicyImplied || !x.SignedProperties {
		t.Fatalf("XAdES %+v", x)
	}
	if len(x.Certificates) != 1 || x.Certificates[0].Matches != 0 || x.Certificates[0].Serial != "4711" ||
		x.Certificates[0].Issuer != `CN=ESSAI,O=CABINET\, TEST,C=FR` {
		t.Errorf("certificates %+v", x.Certificates)
	}
	// The canonical form of the XML document is known by hand.
	sum := sha256.Sum256([]byte(`<a b="1"></a>`))
	if !strings.Contains(string(doc), base64.StdEncoding.EncodeToString(sum[:])) {
		t.Error("the manifest does not hold the digest of the canonical form")
	}
}

func TestLotManifestFacts(t *testing.T) {
	doc := lotSignature(t, xmlsec.Algorithms{Signature: xmlsec.RSASHA1, Digest: xmlsec.SHA1})
	s := only(t, xmlsec.Verify(doc, xmlsec.Options{Documents: map[string][]byte{pdfID: []byte("%PDF-other")}}))
	if !s.Valid() {
		t.Error("the signature itself holds")
	}
	if got := s.References[3]; got.Digest != xmlsec.DigestUnresolved || got.Resolves || got.Problem == "" {
		t.Errorf("missing document: %+v", got)
	}
	if got := s.References[4]; got.Digest != xmlsec.DigestInvalid || !got.Resolves {
		t.Errorf("other document: %+v", got)
	}
	if s.References[0].DigestMethod != "http://www.w3.org/2000/09/xmldsig#sha1" {
		t.Errorf("digest method %q", s.References[0].DigestMethod)
	}
}

// TestManifestBesideTheSignedOne: what stands in a manifest that nothing signs is
// told apart, and so are properties whose digest is wrong.
func TestManifestBesideTheSignedOne(t *testing.T) {
	doc := string(lotSignature(t, xmlsec.Algorithms{}))
	decoy := `<ds:Object><ds:Manifest Id="other"><ds:Reference URI="urn:oid:` + pdfID + `"/></ds:Manifest></ds:Object></ds:Signature>`
	s := only(t, xmlsec.Verify([]byte(strings.Replace(doc, "</ds:Signature>", decoy, 1)), xmlsec.Options{}))
	if last := s.References[len(s.References)-1]; !last.Manifest || last.Signed || !s.References[2].Signed {
		t.Errorf("%+v", s.References)
	}
	s = only(t, xmlsec.Verify([]byte(strings.Replace(doc, "<xad:SigningTime>2026", "<xad:SigningTime>2025", 1)), xmlsec.Options{}))
	if s.XAdES.SignedProperties || !s.References[2].Signed {
		t.Error("properties changed after they were signed are taken as signed")
	}
	s = only(t, xmlsec.Verify([]byte(strings.Replace(doc, `<ds:Manifest Id="IHEManifest">`, `<ds:Manifest Id="IHEManifest" >`+" ", 1)), xmlsec.Options{}))
	if s.References[2].Signed {
		t.Error("a manifest changed after it was signed is taken as signed")
	}
}
