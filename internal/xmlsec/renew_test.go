package xmlsec_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// What was signed by the key stays as it is: nothing had to change.
func TestRenewingWhatHoldsChangesNothing(t *testing.T) {
	documents := map[string][]byte{docID: []byte("<?xml version=\"1.0\"?>\n<a  b='1'/>"), pdfID: []byte("%PDF")}
	for name, doc := range map[string][]byte{
		"assertion": envelope(signed(t, xmlsec.Algorithms{})), "lot": lotSignature(t, xmlsec.Algorithms{}), "none": []byte("<a/>"),
	} {
		got, err := xmlsec.Renew(doc, signer(), xmlsec.Renewal{Documents: documents})
		if err != nil || !bytes.Equal(got, doc) {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
}

// What changed below a signature holds again, and nothing else is written anew.
func TestRenewedSignaturesHold(t *testing.T) {
	doc := bytes.Replace(envelope(signed(t, xmlsec.Algorithms{})), []byte("Médecin"), []byte("Sage-femme"), 1)
	if only(t, xmlsec.Verify(doc, xmlsec.Options{})).Valid() {
		t.Fatal("the change is not covered")
	}
	got, err := xmlsec.Renew(doc, signer(), xmlsec.Renewal{})
	if err != nil || !only(t, xmlsec.Verify(got, xmlsec.Options{})).Valid() {
		t.Fatalf("%v\n%s", err, got)
	}
	if len(got) != len(doc) {
		t.Errorf("%d bytes became %d: more than digests and values changed", len(doc), len(got))
	}
	documents := map[string][]byte{docID: []byte("<a>other</a>"), pdfID: []byte("%PDF-1.7")}
	lot, err := xmlsec.Renew(lotSignature(t, xmlsec.Algorithms{}), signer(), xmlsec.Renewal{Documents: documents})
	if err != nil {
		t.Fatal(err)
	}
	s := only(t, xmlsec.Verify(lot, xmlsec.Options{Documents: documents}))
	if !s.Valid() {
		t.Errorf("%+v", s)
	}
	for _, r := range s.References {
		if r.Digest != xmlsec.DigestValid && r.Digest != xmlsec.DigestDummy {
			t.Errorf("%s: %s", r.URI, r.Digest)
		}
	}
}

// Values alone: a digest that is wrong on purpose stays wrong under a value that
// holds.
func TestRenewingValuesOnly(t *testing.T) {
	whole := string(envelope(signed(t, xmlsec.Algorithms{})))
	from := strings.Index(whole, "<ds:DigestValue>") + len("<ds:DigestValue>")
	doc := []byte(whole[:from] + "AAAA" + whole[from+4:])
	got, err := xmlsec.Renew(doc, signer(), xmlsec.Renewal{ValuesOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	s := only(t, xmlsec.Verify(got, xmlsec.Options{}))
	if !s.ValueValid || s.References[0].Digest != xmlsec.DigestInvalid {
		t.Errorf("%+v", s)
	}
}

// A document that cannot be taken apart is an error, not a signature that is
// silently left as it is.
func TestRenewingWhatIsNoXML(t *testing.T) {
	if got, err := xmlsec.Renew([]byte("<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><"), signer(), xmlsec.Renewal{}); err == nil {
		t.Errorf("%s", got)
	}
}
