package xsd

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Where the published schemas of messages are in the sources of Open eHealth
// IPF, below commons/ihe.
const (
	iheHL7  = "hl7v3/src/main/resources/schema/"
	iheXDS  = "xds/src/main/resources/wsdl/schema/"
	iheSAML = "xacml20/src/main/resources/schema/"
)

// publishedMessages is a driver over those schemas, as ours is over ours.
func publishedMessages(t *testing.T, dir string) fs.FS {
	t.Helper()
	interactions, err := filepath.Glob(filepath.Join(dir, iheHL7, "HL7V3/NE2008/multicacheschemas/*_IN*.xsd"))
	if err != nil || len(interactions) < 8 {
		t.Fatalf("%d interactions in %s, %v", len(interactions), dir, err)
	}
	schema := func(body string) []byte {
		return []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"` + body + "</xs:schema>")
	}
	hl7 := ` targetNamespace="urn:hl7-org:v3">`
	for _, f := range interactions {
		hl7 += `<xs:include schemaLocation="` + iheHL7 + "HL7V3/NE2008/multicacheschemas/" + path.Base(f) + `"/>`
	}
	driver := ">"
	for _, s := range [][2]string{
		{"http://www.w3.org/2003/05/soap-envelope", iheHL7 + "soap-1.2-envelope.xsd"},
		{"http://www.w3.org/2000/09/xmldsig#", iheSAML + "xmldsig-core-schema.xsd"},
		{"http://www.w3.org/2001/04/xmlenc#", iheSAML + "xenc-schema.xsd"},
		{"urn:oasis:names:tc:SAML:2.0:assertion", iheSAML + "sstc-saml-schema-assertion-2.0.xsd"},
		{"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0", iheXDS + "ebRS30/rim.xsd"},
		{"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0", iheXDS + "ebRS30/rs.xsd"},
		{"urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0", iheXDS + "ebRS30/lcm.xsd"},
		{"urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0", iheXDS + "ebRS30/query.xsd"},
		{"urn:ihe:iti:xds-b:2007", iheXDS + "IHE/IHEXDSB.xsd"},
		{"urn:ihe:rad:xdsi-b:2009", iheXDS + "IHE/IHEXDSIB.xsd"},
		{"urn:hl7-org:v3", "hl7.xsd"},
	} {
		driver += `<xs:import namespace="` + s[0] + `" schemaLocation="` + s[1] + `"/>`
	}
	return overlay{os.DirFS(dir), map[string][]byte{
		"driver.xsd": schema(driver), "hl7.xsd": schema(hl7),
		// What is encrypted is not looked into here.
		iheSAML + "xenc-schema.xsd": schema(` targetNamespace="http://www.w3.org/2001/04/xmlenc#"><xs:element name="EncryptedData"/><xs:element name="EncryptedKey"/>`),
		// One import of a namespace is all that a processor reads; this file imports XDS.b for one element.
		iheXDS + "IHE/xcf.xsd": schema(` targetNamespace="urn:ihe:iti:xds-b:2007"><xs:include schemaLocation="IHEXDSB.xsd"/><xs:element name="Document" type="xs:base64Binary"/>`),
	}}
}

// overlay is a file system with some files of its own.
type overlay struct {
	fs.FS
	own map[string][]byte
}

func (o overlay) Open(name string) (fs.File, error) {
	if b, ok := o.own[name]; ok {
		return memory{name: b}.Open(name)
	}
	return o.FS.Open(name)
}

// inBoth tells the elements that both sets of schemas speak of.
func inBoth(e xmldoc.Node) bool { return ofPublished(e) && ofPublished(e.Parent()) }

func ofPublished(e xmldoc.Node) bool {
	switch e.Space() {
	case "http://www.w3.org/2005/08/addressing", "asip:ci-sis:gdp:2010", "urn:si-dmp-habilitations", "http://www.w3.org/2001/10/xml-exc-c14n#":
		return false
	}
	return !strings.Contains(e.Space(), "oasis-200401")
}

// asPublished takes out what our schemas allow on purpose and the published ones
// do not, which would hide every other difference: parts left nil.
var asPublished = regexp.MustCompile(`<telecom[^>]* xsi:nil="true"[^>]*/>`)

// Our schemas of messages and the published ones give every message the same
// verdict, but for what testdata/differences.yaml says and why.
func TestOurSchemasOfMessagesAreThePublishedOnes(t *testing.T) {
	dir := os.Getenv("ETALON_IHE_SCHEMAS")
	if dir == "" {
		t.Skip("ETALON_IHE_SCHEMAS is not set (commons/ihe of the sources of IPF): there are no published schemas to compare with")
	}
	docs := samples(t, "message")
	for name := range docs {
		if strings.HasPrefix(name, "td02") || strings.HasPrefix(name, "td11") || strings.HasPrefix(name, "set-") {
			delete(docs, name) // interactions whose schemas are not in that folder
		}
	}
	docs["lot.xml"] = samples(t, "xades")["lot.xml"]
	for name, b := range docs {
		docs[name] = asPublished.ReplaceAll(b, nil)
	}
	share := shareAsked(t, 40)
	l := newLedger(t, "message")
	l.mutated(docs, share, inBoth,
		side{"ours", firstEngine(t, schemasOfTests()), "message.xsd"},
		side{"official", firstEngine(t, publishedMessages(t, dir)), "driver.xsd"})
	l.settle(share == 0)
}
