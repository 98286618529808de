package interop

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// signatures are one of each kind that étalon makes, with the documents that they
// refer to.
func signatures(t *testing.T) (all map[string][]byte, documents map[string][]byte) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "ETALON"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	must(t, err)
	by := xmlsec.Signer{Key: key, Chain: [][]byte{der}}
	documents = map[string][]byte{"2.25.1": []byte("<?xml version=\"1.0\"?>\n<a  b='1'>é</a>"), "2.25.2": []byte("%PDF-1.4 \x00\xff")}
	var docs []xmlsec.LotDocument
	for _, id := range []string{"2.25.1", "2.25.2"} {
		docs = append(docs, xmlsec.LotDocument{UniqueID: id, Content: documents[id], XML: id == "2.25.1"})
	}
	all = map[string][]byte{}
	assertion, err := xmlsec.SignAssertion([]byte(`<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a" Version="2.0"><saml:Issuer>CN=é &amp; b</saml:Issuer><saml:Subject><saml:NameID>1</saml:NameID></saml:Subject></saml:Assertion>`), by, xmlsec.Algorithms{})
	must(t, err)
	all["assertion"] = []byte(`<e:Envelope xmlns:e="urn:e" xmlns:x="urn:x"><e:Header>` + string(assertion) + `</e:Header></e:Envelope>`)
	all["lot"], err = xmlsec.SignLot(xmlsec.Lot{UniqueID: "2.25.3", Documents: docs, Time: time.Now()}, by, xmlsec.Algorithms{})
	must(t, err)
	for name, d := range map[string]xmlsec.DSG{"detached": {}, "set": {SetID: "2.25.3"}, "enveloping": {Enveloping: true}} {
		d.Documents, d.Time, d.Purpose = docs, time.Now(), "1.2.840.10065.1.12.1.1"
		all[name], err = xmlsec.SignDSG(d, by, xmlsec.Algorithms{})
		must(t, err)
	}
	return all, documents
}

// corrupted changes a document in one way, drawn by a seed: a byte, a piece taken out,
// doubled or moved, an algorithm, a blank.
func corrupted(doc []byte, dice *mrand.Rand) []byte {
	b := bytes.Clone(doc)
	at := dice.IntN(len(b) - 40)
	n := 1 + dice.IntN(30)
	switch dice.IntN(7) {
	case 0:
		b[at] ^= 1 << dice.IntN(7)
	case 1:
		b = append(b[:at:at], b[at+n:]...)
	case 2:
		b = append(b[:at+n:at+n], doc[at:]...)
	case 3:
		b = bytes.Replace(b, []byte("><"), []byte("> <"), 1+dice.IntN(3))
	case 4:
		pairs := []string{"sha256", "sha1", "rsa-sha256", "rsa-sha512", "c14n11", "c14n12", "xml-exc-c14n#", "xml-exc-c14n#WithComments", "#enveloped-signature", "#base64"}
		i := 2 * dice.IntN(len(pairs)/2)
		b = bytes.Replace(b, []byte(pairs[i]), []byte(pairs[i+1]), 1)
	case 5:
		b = bytes.Replace(b, []byte("</ds:Signature>"), []byte("<!-- c --></ds:Signature>"), 1)
	default:
		letters := "ABCDEFabcdef0123456789+/"
		b[at] = letters[dice.IntN(len(letters))]
	}
	return b
}

// TestDSig puts what étalon signs, and seeded corruptions of it, to étalon and to the
// JDK's javax.xml.crypto: both say the same of each.
func TestDSig(t *testing.T) {
	if os.Getenv("ETALON_INTEROP_DSIG") == "" {
		t.Skip("ETALON_INTEROP_DSIG is not set")
	}
	const most = 60 // of each kind
	all, documents := signatures(t)
	folder := t.TempDir()
	for id, content := range documents {
		must(t, os.WriteFile(filepath.Join(folder, id+".doc"), content, 0o600))
	}
	ours := map[string]string{}
	put := func(name string, doc []byte) {
		must(t, os.WriteFile(filepath.Join(folder, name), doc, 0o600))
		ours[name] = said(doc, documents)
	}
	for kind, doc := range all {
		put(kind+".xml", doc)
		if ours[kind+".xml"] != "valid" {
			t.Fatalf("%s: étalon says %s of its own signature", kind, ours[kind+".xml"])
		}
		dice := mrand.New(mrand.NewPCG(26, uint64(len(kind))))
		for i := range most {
			put(fmt.Sprintf("%s-%03d.xml", kind, i), corrupted(doc, dice))
		}
	}
	out, err := exec.CommandContext(t.Context(), "java", "dsig/Verify.java", folder).Output()
	must(t, err)
	agreed, explained, count := 0, 0, map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		name, says, _ := strings.Cut(line, " ")
		count[says]++
		if ours[name] == says {
			agreed++
			continue
		}
		doc, err := os.ReadFile(filepath.Join(folder, name))
		must(t, err)
		if why := unlike(doc, ours[name], says); why != "" {
			t.Logf("%s: étalon says %s, the JDK %s: %s", name, ours[name], says, why)
			explained++
			continue
		}
		kind, _, _ := strings.Cut(name, "-")
		t.Errorf("%s: étalon says %s, the JDK %s: %s", name, ours[name], says, around(all[kind], doc))
	}
	if agreed+explained < len(ours) {
		t.Errorf("%d of %d agree", agreed, len(ours))
	}
	version, _ := exec.CommandContext(t.Context(), "java", "-version").CombinedOutput() // told, not judged
	t.Logf("javax.xml.crypto, %s: %d signatures, %d agree, %d explained, %v", strings.SplitN(string(version), "\n", 2)[0], len(ours), agreed, explained, count)
	fmt.Printf("javax.xml.crypto (%s) : %d signatures, %d d'accord (agree), %d expliquées (explained), %v\n", strings.SplitN(string(version), "\n", 2)[0], len(ours), agreed, explained, count)
}

var untargeted = regexp.MustCompile(`<ds:SignatureProperty(?: [^>]*)?>`)

// unlike says why étalon and the JDK rightly differ; "" when they should not.
func unlike(doc []byte, ours, theirs string) string {
	r := xmlsec.Verify(doc, xmlsec.Options{})
	if ours == "invalid" && theirs == "valid" && len(r.Signatures) == 1 {
		if _, err := x509.ParseCertificate(r.Signatures[0].Certificate()); err != nil {
			return "the certificate is not DER (" + err.Error() + "): the JDK takes its key all the same, étalon tells that it cannot be read"
		}
	}
	if tag := untargeted.Find(doc); ours == "valid" && theirs == "invalid" && tag != nil && !bytes.Contains(tag, []byte(" Target=")) {
		return "a SignatureProperty has no Target: the JDK refuses the object, core validation (XML-Signature, 3.2) does not read it, and the schema of the pack tells"
	}
	return ""
}

// around shows where a corrupted document first differs.
func around(doc, other []byte) string {
	i := 0
	for i < min(len(doc), len(other)) && doc[i] == other[i] {
		i++
	}
	cut := func(b []byte) []byte { return b[max(0, i-30):min(len(b), i+60)] }
	return fmt.Sprintf("%q, not %q", cut(other), cut(doc))
}

// said is what étalon says of a document with one signature.
func said(doc []byte, documents map[string][]byte) string {
	r := xmlsec.Verify(doc, xmlsec.Options{Documents: documents})
	switch {
	case r.Problem != "":
		return "unread"
	case len(r.Signatures) == 1 && r.Signatures[0].Valid():
		return "valid"
	}
	return "invalid"
}
