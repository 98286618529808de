package facts

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Whatever a part of a message is, its kind is one of the list and what is said of it
// is XML.
func FuzzMedia(f *testing.F) {
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj<</Kids[1 0 R]/Count 9999999999>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"))
	f.Add([]byte("%PDF-1.7\n1 0 obj<</Length 1 0 R/Filter[/FlateDecode/FlateDecode]>>stream\nx\x9c\x03\x00\nendstream endobj"))
	f.Add([]byte("<?xml version=\"1.0\"?><x/>"))
	f.Add(append(make([]byte, 128), "DICM\x02\x00\x00\x00UL\x04\x00\xff\xff\xff\xff"...))
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x10JFIF"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := newComposer(ExchangeInput{})
		c.begin("part", "kind", sniff(b), "pdfa", claim("pdf", b))
		if facts, ok := readPDF(b); ok {
			c.pdf(facts)
		}
		if facts := readDICOM(b); facts != nil {
			c.dicom(facts, func(string, int64) etalon.Location { return etalon.Location{} })
		}
		c.end()
		if _, err := xmldoc.Parse(c.buf, xmldoc.Limits{}); err != nil {
			t.Errorf("%v in %s", err, c.buf)
		}
	})
}

// Whatever stands where a certificate should, what is said of it is XML.
func FuzzCertificate(f *testing.F) {
	f.Add([]byte("not a certificate"), []byte{0x30, 0x80})
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	one := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "A", OrganizationalUnit: []string{"B"}},
		NotBefore: time.Unix(1_700_000_000, 0), NotAfter: time.Unix(1_900_000_000, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, one, one, key.Public(), key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(der, der)
	f.Fuzz(func(t *testing.T, der, authority []byte) {
		w := &writer{}
		w.begin("tls")
		certificateFacts{"client", 0, der, [][]byte{der, authority}, time.Unix(1_800_000_000, 0)}.write(w, [][]byte{authority})
		w.end()
		if _, err := xmldoc.Parse(w.buf, xmldoc.Limits{}); err != nil {
			t.Errorf("%v in %s", err, w.buf)
		}
		if c, err := x509.ParseCertificate(der); err == nil {
			_ = readName(c.RawSubject)
		}
	})
}
