package xmlsec_test

import (
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// bare puts the signer's key where its certificate was.
func bare(t *testing.T, doc []byte, modulus, exponent []byte) []byte {
	t.Helper()
	b64 := base64.StdEncoding.EncodeToString
	key := `<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>` + b64(modulus) + `</ds:Modulus><ds:Exponent>` + b64(exponent) + `</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`
	return regexp.MustCompile(`(?s)<ds:KeyInfo>.*</ds:KeyInfo>`).ReplaceAllLiteral(doc, []byte(key))
}

// A key without a certificate tells that nothing changed, and not who signed.
func TestABareKeyVerifies(t *testing.T) {
	public, ok := signer().Key.Public().(*rsa.PublicKey)
	if !ok {
		t.Fatal("not an RSA key")
	}
	modulus, exponent := public.N.Bytes(), big.NewInt(int64(public.E)).Bytes()
	doc := bare(t, envelope(signed(t, xmlsec.Algorithms{})), modulus, exponent)
	s := only(t, xmlsec.Verify(doc, xmlsec.Options{}))
	if !s.Valid() || !s.BareKey || len(s.Certificates) != 0 || s.Certificate() != nil {
		t.Errorf("%+v", s)
	}
	for name, doc := range map[string][]byte{
		"another key":       bare(t, doc, append([]byte{modulus[0] ^ 1}, modulus[1:]...), exponent),
		"no modulus":        bare(t, doc, nil, exponent),
		"a giant exponent":  bare(t, doc, modulus, []byte(strings.Repeat("\xff", 64))),
		"a giant modulus":   bare(t, doc, []byte(strings.Repeat("\xff", 1<<16)), exponent),
		"an even modulus":   bare(t, doc, []byte{2, 2, 2, 2}, exponent),
		"an exponent of 1":  bare(t, doc, modulus, []byte{1}),
		"an altered method": []byte(strings.Replace(string(doc), "rsa-sha256", "rsa-sha512", 1)),
	} {
		if s := only(t, xmlsec.Verify(doc, xmlsec.Options{})); s.Valid() || len(s.Problems) == 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
