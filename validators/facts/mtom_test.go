package facts_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const multipart = `multipart/related; boundary="BB"; type="application/xop+xml"; start="<root@x>"; start-info="application/soap+xml"`

// pdf is just enough of a PDF to carry a PDF/A claim, longer than 4 KiB in base64.
var pdf = "%PDF-1.4\n4 0 obj<</Type/Metadata>>stream\n<rdf:Description><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\nendstream\n" + strings.Repeat("0123456789abcdef\n", 300)

// lot is an ITI-41 request: the envelope, a CDA whose body is a PDF, and one
// part that nothing refers to.
func lot() string {
	body := base64.StdEncoding.EncodeToString([]byte(pdf))
	return crlf(`
--BB
Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"
Content-Transfer-Encoding: binary
Content-ID: <root@x>

<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body>
<ProvideAndRegisterDocumentSetRequest xmlns="urn:ihe:iti:xds-b:2007" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
<rim:ExtrinsicObject id="Document01" mimeType="text/xml"><rim:ExternalIdentifier identificationScheme="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427" value="123456789012345^^^&amp;1.2.3&amp;ISO^NH"/><rim:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="1.2.3.4"/></rim:ExtrinsicObject>
<rim:ExtrinsicObject id="Document02" mimeType="application/dicom"/>
<rim:RegistryPackage id="Lot"><rim:ExternalIdentifier identificationScheme="urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8" value="1.2.3.9"/><rim:ExternalIdentifier identificationScheme="urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832" value="1.2.3.8"/><rim:ExternalIdentifier identificationScheme="urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446" value="123456789012345^^^&amp;1.2.3&amp;ISO^NH"/></rim:RegistryPackage>
<Document id="Document01"><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:doc%31@x"/></Document>
<Document id="Document02">SGVsbG8sIHdvcmxk</Document>
<Document id="Document03"><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:nowhere@x"/></Document>
</ProvideAndRegisterDocumentSetRequest></s:Body></s:Envelope>
--BB
Content-Type: text/xml
Content-Transfer-Encoding: binary
Content-ID: <doc1@x>

<?xml version="1.0"?>
<?xml-stylesheet type="text/xsl" href="#s"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
 <component><nonXMLBody><text mediaType="application/pdf" representation="B64">`) + body + crlf(`</text></nonXMLBody></component>
 <after id="here"/>
</ClinicalDocument>
--BB
Content-Type: application/octet-stream
Content-ID: <spare@x>

`) + "\x00\x01\x02" + "\r\n--BB--\r\n"
}

func TestMTOM(t *testing.T) {
	raw := post("/repository", multipart, lot())
	in := simple(raw)
	e := facts.Exchange(in)
	doc := parse(t, e)
	parts := all(doc, "part")
	if len(parts) != 4 {
		t.Fatalf("%d parts, want 4\n%s", len(parts), e.Text)
	}
	offset := func(s string) string { return itoa(strings.Index(string(raw), s)) }
	want(t, parts[0], "index", "0", "root", "true", "content-id", "root@x", "type", "application/xop+xml", "encoding", "binary",
		"kind", "soap", "offset", offset(`<?xml version="1.0"?><s:`))
	cda := string(e.PartXML("request", 1))
	sum := sha1.Sum([]byte(cda))
	want(t, parts[1], "index", "1", "root", "false", "content-id", "doc1@x", "type", "text/xml", "kind", "cda", "inline", "false",
		"document-id", "Document01", "unique-id", "1.2.3.4", "referenced", "true", "offset", offset("<?xml version=\"1.0\"?>\r\n<?xml-style"),
		"size", itoa(len(cda)), "sha1", hex.EncodeToString(sum[:]))
	if !strings.HasPrefix(cda, `<?xml version="1.0"?>`) || !strings.HasSuffix(cda, "</ClinicalDocument>") {
		t.Errorf("the CDA is not as sent: %.60q", cda)
	}
	want(t, parts[2], "index", "2", "content-id", "spare@x", "kind", "binary", "referenced", "false", "document-id", "", "size", "3",
		"sha1", "0c7a623fd2bbc05b06423be359e4021d36e721ad")
	want(t, parts[3], "index", "3", "inline", "true", "document-id", "Document02", "type", "application/dicom", "kind", "text",
		"referenced", "true", "offset", "-1", "size", "12", "sha1", "e02aa1b106d5c7c6a98def2b13005d5b84fd8dc8")
	includes := all(doc, "include")
	want(t, includes[0], "href", "cid:doc%31@x", "resolves", "true", "part", "1")
	want(t, includes[1], "href", "cid:nowhere@x", "resolves", "false", "part", "")
	pdfSum := sha1.Sum([]byte(pdf))
	want(t, only(t, doc, "attachment"), "media-type", "application/pdf", "kind", "pdf", "pdfa", "1b", "size", itoa(len(pdf)), "sha1", hex.EncodeToString(pdfSum[:]))
	if bytes.Contains(e.Text, []byte("JVBERi0")) {
		t.Error("the PDF is still in the evidence")
	}
	if !bytes.Contains(e.Text, []byte(`<?xml-stylesheet`)) || bytes.Contains(e.Text, []byte(`<?xml version`)) {
		t.Error("an instruction is lost, or an XML declaration kept")
	}

	after := only(t, doc, "after").Attribute("", "id")
	got, _ := e.Locate(after)
	if w := (etalon.Location{Direction: "request", Part: 1, XPath: "/ClinicalDocument/after/@id", Line: 5, Offset: int64(strings.Index(string(raw), `id="here"`))}); got != w {
		t.Errorf("after the cut: %+v, want %+v", got, w)
	}
	got, _ = e.Locate(parts[2])
	if w := (etalon.Location{Direction: "request", Part: 2, Offset: int64(strings.Index(string(raw), "\x00\x01\x02"))}); got != w {
		t.Errorf("binary part: %+v, want %+v", got, w)
	}
	got, _ = e.Locate(parts[3])
	if got.Part != 0 || got.Offset != int64(strings.Index(string(raw), `<Document id="Document02"`)) || !strings.HasSuffix(got.XPath, "/Document[2]") {
		t.Errorf("inline part: %+v", got)
	}
	got, _ = e.Locate(includes[1])
	if !strings.HasSuffix(got.XPath, "/Document[3]/xop:Include") {
		t.Errorf("include: %+v", got)
	}
	got, _ = e.Locate(only(t, doc, "attachment"))
	if got.Part != 1 || got.XPath != "/ClinicalDocument/component/nonXMLBody/text" || got.Line != 4 {
		t.Errorf("attachment: %+v", got)
	}
}

func TestChunkedOffsets(t *testing.T) {
	head := "POST /r HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/soap+xml\r\n\r\n"
	cutAt := strings.Index(query, "MessageID>urn") + 4 // inside a name
	raw := head + hex4(cutAt) + "\r\n" + query[:cutAt] + "\r\n" + hex4(len(query)-cutAt) + ";ext=1\r\n" + query[cutAt:] + "\r\n0\r\n\r\n"
	e := facts.Exchange(simple([]byte(raw)))
	doc := parse(t, e)
	got, _ := e.Locate(all(doc, "Slot")[1])
	if w := int64(strings.Index(raw, `<r:Slot name="$XDSDocumentEntryStatus"`)); got.Offset != w || got.Line != 9 {
		t.Errorf("offset %d line %d, want %d line 9", got.Offset, got.Line, w)
	}
	if string(e.PartXML("request", 0)) != query {
		t.Error("the chunks were not put together")
	}
	if n := len(all(doc, "anomaly")); n != 0 {
		t.Errorf("%d anomalies\n%s", n, e.Text)
	}
}

func hex4(n int) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[n>>12&15], digits[n>>8&15], digits[n>>4&15], digits[n&15]})
}

func TestOtherEncodings(t *testing.T) {
	latin := `<?xml version="1.0" encoding="ISO-8859-1"?>` + "\n<a><b>\xe9\xe8\xe0</b><c d='\xe9'/></a>"
	wide := "\ufeff" + `<a><b>éè😀</b><c d='é'/></a>`
	var utf16 []byte
	for _, r := range wide {
		if r > 0xFFFF {
			r -= 0x10000
			utf16 = append(utf16, byte(0xD800+r>>10), byte((0xD800+r>>10)>>8), byte(0xDC00+r&0x3FF), byte((0xDC00+r&0x3FF)>>8))
			continue
		}
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for _, c := range []struct {
		name, body string
		offset     int
		line       int
	}{
		{"latin-1", latin, strings.Index(latin, "<c"), 2},
		{"utf-16", string(utf16), strings.Index(string(utf16), "<\x00c\x00"), 1},
		{"utf-8 with a mark", "\ufeff<a>\n<c/></a>", len("\ufeff<a>\n"), 2},
	} {
		raw := post("/r", "text/xml", c.body)
		e := facts.Exchange(simple(raw))
		doc := parse(t, e)
		got, _ := e.Locate(only(t, doc, "c"))
		w := etalon.Location{Direction: "request", XPath: "/a/c", Line: c.line, Offset: int64(len(raw) - len(c.body) + c.offset)}
		if got != w {
			t.Errorf("%s: %+v, want %+v", c.name, got, w)
		}
		if string(e.PartXML("request", 0)) != c.body {
			t.Errorf("%s: PartXML is not what was received", c.name)
		}
	}
}
