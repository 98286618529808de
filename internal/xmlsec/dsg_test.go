package xmlsec_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

func dsg(t *testing.T, enveloping bool, set string) []byte {
	t.Helper()
	b, err := xmlsec.SignDSG(xmlsec.DSG{
		Enveloping: enveloping, SetID: set, Time: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), Purpose: "1.2.840.10065.1.12.1.1",
		Documents: []xmlsec.LotDocument{{UniqueID: docID, Content: []byte("<?xml version=\"1.0\"?>\n<a  b='1'/>"), XML: true}, {UniqueID: pdfID, Content: []byte("%PDF")}},
	}, signer(), xmlsec.Algorithms{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A signature of IHE's form holds over the exact octets, and over nothing else.
func TestDSG(t *testing.T) {
	right := map[string][]byte{docID: []byte("<?xml version=\"1.0\"?>\n<a  b='1'/>"), pdfID: []byte("%PDF")}
	respaced := map[string][]byte{docID: []byte("<?xml version=\"1.0\"?>\n<a b='1'/>"), pdfID: []byte("%PDF")}
	for name, doc := range map[string][]byte{"detached": dsg(t, false, ""), "set": dsg(t, false, "1.2.3"), "enveloping": dsg(t, true, "")} {
		s := only(t, xmlsec.Verify(doc, xmlsec.Options{Documents: right}))
		if !s.Valid() || s.C14N != xmlsec.C14N11Comment || s.XAdES == nil || !s.XAdES.SignedProperties || s.XAdES.Namespace != xmlsec.NamespaceXAdES132 {
			t.Errorf("%s: %+v", name, s)
		}
		seen := 0
		for _, r := range s.References {
			if r.Digest == xmlsec.DigestValid && (r.Covers == "" || r.Covers == "Object") {
				seen++
			}
		}
		if seen != 2 {
			t.Errorf("%s: %d documents hold: %+v", name, seen, s.References)
		}
		if name == "enveloping" {
			continue
		}
		for _, r := range only(t, xmlsec.Verify(doc, xmlsec.Options{Documents: respaced})).References {
			if r.URI == "urn:oid:"+docID && r.Digest != xmlsec.DigestInvalid {
				t.Errorf("%s: a blank less makes no difference: %+v", name, r)
			}
		}
	}
	altered := bytes.Replace(dsg(t, true, ""), []byte("JVBERg=="), []byte("JVBERw=="), 1)
	if only(t, xmlsec.Verify(altered, xmlsec.Options{})).Valid() {
		t.Error("an enveloped document may be changed")
	}
}
