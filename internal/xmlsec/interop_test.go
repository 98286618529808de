package xmlsec_test

import (
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// xmlsec1 verifies with an implementation that shares no line with ours.
func xmlsec1(t *testing.T, doc []byte, more ...string) (ok bool, said string) {
	t.Helper()
	tool, err := exec.LookPath("xmlsec1")
	if err != nil {
		t.Skip("xmlsec1 is not installed")
	}
	dir := t.TempDir()
	cert := filepath.Join(dir, "cert.pem")
	file := filepath.Join(dir, "doc.xml")
	for name, b := range map[string][]byte{
		cert: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signer().Chain[0]}), file: doc,
	} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{"--verify", "--pubkey-cert-pem", cert}, more...)
	out, err := exec.Command(tool, append(args, file)...).CombinedOutput()
	return err == nil, string(out)
}

func TestInteropXmlsec1AcceptsOurAssertion(t *testing.T) {
	id := []string{"--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"}
	doc := envelope(signed(t, xmlsec.Algorithms{}))
	if ok, said := xmlsec1(t, doc, id...); !ok {
		t.Errorf("xmlsec1 refuses what we signed: %s", said)
	}
	altered := []byte(strings.Replace(string(doc), "899700000001", "899700000002", 1))
	if ok, _ := xmlsec1(t, altered, id...); ok {
		t.Error("xmlsec1 accepts an altered assertion: the comparison proves nothing")
	}
}

// What IHE's form of a signature is made of: inside the document for xmlsec1, which has
// no way to be given detached documents.
func TestInteropXmlsec1AcceptsOurEnvelopingSignature(t *testing.T) {
	doc := dsg(t, true, "")
	id := []string{"--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Object", "--id-attr:Id", xmlsec.NamespaceXAdES132 + ":SignedProperties"}
	if ok, said := xmlsec1(t, doc, id...); !ok {
		t.Errorf("xmlsec1 refuses what we signed: %s", said)
	}
	altered := []byte(strings.Replace(string(doc), "JVBERg==", "JVBERw==", 1))
	if ok, _ := xmlsec1(t, altered, id...); ok {
		t.Error("xmlsec1 accepts an altered document: the comparison proves nothing")
	}
}
