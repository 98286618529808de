package signatures

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/token"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// bare is a signature by the standard library, and what it is over.
type bare struct {
	key   *rsa.PublicKey
	sum   [sha256.Size]byte
	value []byte
}

func newBare(b *testing.B, c *pki.Credential) bare {
	b.Helper()
	out := bare{sum: sha256.Sum256([]byte("étalon"))}
	var ok bool
	if out.key, ok = c.Certificate.PublicKey.(*rsa.PublicKey); !ok {
		b.Fatal("not an RSA key")
	}
	var err error
	if out.value, err = c.Key.Sign(rand.Reader, out.sum[:], crypto.SHA256); err != nil {
		b.Fatal(err)
	}
	return out
}

// verify is one RSA verification, and SHA-256 over some documents.
func (s bare) verify(b *testing.B, documents ...[]byte) {
	for _, d := range documents {
		sha256.Sum256(d)
	}
	if err := rsa.VerifyPKCS1v15(s.key, crypto.SHA256, s.sum[:], s.value); err != nil {
		b.Fatal(err)
	}
}

func keys(b *testing.B) *pki.Set {
	b.Helper()
	set, err := pki.New(rand.Reader, time.Now(), []string{"127.0.0.1"})
	if err != nil {
		b.Fatal(err)
	}
	return set
}

func each(b *testing.B, what string, once func()) {
	b.ReportAllocs()
	for b.Loop() {
		once()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), what+"/s")
}

// valid fails the benchmark unless the only signature of a document holds.
func valid(b *testing.B, doc []byte, documents map[string][]byte) {
	r := xmlsec.Verify(doc, xmlsec.Options{Documents: documents})
	if len(r.Signatures) != 1 || !r.Signatures[0].Valid() {
		b.Fatalf("not valid: %+v", r)
	}
	if _, err := x509.ParseCertificate(r.Signatures[0].Certificate()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkVIHF verifies the assertion of a whole request.
func BenchmarkVIHF(b *testing.B) {
	set := keys(b)
	envelope, _, err := token.Make(token.Order{Like: token.Valid, Keys: set, Clock: time.Now, Rand: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	doc := []byte(envelope)
	s := newBare(b, set.Get(pki.StructureSign))
	b.Run("etalon", func(b *testing.B) { each(b, "assertions", func() { valid(b, doc, nil) }) })
	// Two digests: of the assertion, and of SignedInfo.
	b.Run("bare", func(b *testing.B) { each(b, "assertions", func() { s.verify(b, doc, doc[:1024]) }) })
}

// BenchmarkLot verifies the signature of a lot of twenty documents of 100 KB.
func BenchmarkLot(b *testing.B) {
	set := keys(b)
	content := []byte(strings.Repeat("0123456789", 10<<10))
	lot := xmlsec.Lot{UniqueID: "2.25.1", Time: time.Now()}
	documents := map[string][]byte{}
	var all [][]byte
	for i := range 20 {
		id := "2.25.1" + strconv.Itoa(i)
		documents[id] = content
		all = append(all, content)
		lot.Documents = append(lot.Documents, xmlsec.LotDocument{UniqueID: id, Content: content})
	}
	signer := set.Get(pki.StructureSign)
	doc, err := xmlsec.SignLot(lot, xmlsec.Signer{Key: signer.Key, Chain: signer.Chain()}, xmlsec.Algorithms{})
	if err != nil {
		b.Fatal(err)
	}
	s := newBare(b, signer)
	b.Run("etalon", func(b *testing.B) { each(b, "lots", func() { valid(b, doc, documents) }) })
	b.Run("bare", func(b *testing.B) { each(b, "lots", func() { s.verify(b, append(all, doc)...) }) })
}
