package facts_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const xmpStream = "4 0 obj<</Type/Metadata/Subtype/XML/Length 0>>stream\n<x pdfaid:part='1' pdfaid:conformance='B'/>\nendstream endobj\n"

// pdfOf is a small PDF with these objects beside a catalog and a page.
func pdfOf(objects string) string {
	return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>endobj\n3 0 obj<</Type /Page>>endobj\n" + objects +
		"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
}

// deflated is an object stream that holds objects.
func deflated(objects string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(objects))
	_ = z.Close()
	return "9 0 obj<</Type/ObjStm/Filter/FlateDecode/N 1/First 0>>stream\r\n" + b.String() + "\r\nendstream endobj\n"
}

// body gives the facts of the text of a level 1 document.
func body(t *testing.T, attributes, text string) xmldoc.Node {
	t.Helper()
	doc := parse(t, facts.Document([]byte(`<ClinicalDocument xmlns="urn:hl7-org:v3"><component><nonXMLBody><text `+attributes+`>`+text+
		`</text></nonXMLBody></component></ClinicalDocument>`)))
	return only(t, doc, "attachment")
}

func TestPDF(t *testing.T) {
	for name, c := range map[string]struct {
		pdf  string
		want []string
	}{
		"plain":           {pdfOf(""), []string{"version", "1.4", "complete", "true", "catalog", "true", "pages", "1", "encrypted", "false", "javascript", "false", "embedded-files", "false", "object-streams", "false", "actions", "", "problem", ""}},
		"link":            {pdfOf("<</A<</S/URI/URI(http://x)>>>>"), []string{"actions", "URI"}},
		"launch":          {pdfOf("<</OpenAction<</S /Launch/F(x)>>>>"), []string{"actions", "Launch"}},
		"script":          {pdfOf("<</S/JavaScript/JS(app.alert)>>"), []string{"javascript", "true", "actions", "JavaScript"}},
		"escaped script":  {pdfOf("<</S/J#61vaScript/JS(app.alert)>>"), []string{"javascript", "true"}},
		"packed script":   {pdfOf(deflated("5 0 <</S/JavaScript>>")), []string{"javascript", "true", "object-streams", "true"}},
		"encrypted":       {pdfOf("trailer<</Encrypt 7 0 R>>"), []string{"encrypted", "true"}},
		"file inside":     {pdfOf("<</Type/Filespec/EF<</F 8 0 R>>>>"), []string{"embedded-files", "true"}},
		"data elsewhere":  {pdfOf("<</F(x.bin)/Length 0>>stream\n\nendstream"), []string{"external-streams", "true"}},
		"in a comment":    {pdfOf("% <</S/JavaScript/Encrypt 1>>\n"), []string{"javascript", "false", "encrypted", "false"}},
		"in a string":     {pdfOf("<</Title(/JavaScript \\) /Encrypt (x))>>"), []string{"javascript", "false", "encrypted", "false"}},
		"in a stream":     {pdfOf("<</Length 12>>stream\n/JavaScript \nendstream"), []string{"javascript", "false"}},
		"truncated":       {pdfOf("")[:60], []string{"complete", "false"}},
		"endless stream":  {pdfOf("<<>>stream\n"), []string{"problem", "a stream has no end"}},
		"deep":            {pdfOf(strings.Repeat("<<", 5000)), []string{"problem", "dictionaries too deep"}},
		"bad compression": {pdfOf("<</Type/ObjStm/Filter/FlateDecode>>stream\nxx\nendstream"), []string{"problem", "a stream does not unfold"}},
		"no page":         {"%PDF-1.7\n", []string{"version", "1.7", "pages", "0", "catalog", "false"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := body(t, `representation="B64" mediaType="application/pdf"`, base64.StdEncoding.EncodeToString([]byte(c.pdf)))
			want(t, got, "kind", "pdf", "error", "")
			var pdf xmldoc.Node
			for n := range got.Descendants() {
				pdf = n
			}
			want(t, pdf, c.want...)
		})
	}
}

// TestPDFForAnArchive: what PDF/A-1 asks and can be told without rendering.
func TestPDFForAnArchive(t *testing.T) {
	const whole = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n" +
		"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/ID[<00><00>]>>\nstartxref\n46\n%%EOF\n"
	for name, c := range map[string]struct {
		pdf  string
		want []string
	}{
		"whole":           {whole, []string{"xref", "true", "trailer-id", "true", "binary-mark", "true", "trailing", "0", "forbidden", "", "fonts", "0", "output-intent", "false"}},
		"bytes after":     {whole + "more", []string{"trailing", "4"}},
		"no table":        {strings.Replace(whole, "startxref\n46", "startxref\n4600", 1), []string{"xref", "false"}},
		"lost object":     {strings.Replace(whole, "0 1\n0000000000 65535 f \n", "0 2\n0000000000 65535 f \n0000000020 00000 n \n", 1), []string{"xref", "false"}},
		"found object":    {strings.Replace(whole, "0 1\n0000000000 65535 f \n", "0 2\n0000000000 65535 f \n0000000015 00000 n \n", 1), []string{"xref", "true"}},
		"endless table":   {strings.Replace(whole, "0 1\n", "0 99999999\n", 1), []string{"xref", "false"}},
		"table of stream": {"%PDF-1.4\n12 0 obj<</Type/XRef/Length 0>>stream\n\nendstream\nstartxref\n9\n%%EOF", []string{"xref", "true"}},
		"other stream":    {"%PDF-1.4\n12 0 obj<</Type/X/Length 0>>stream\n\nendstream\nstartxref\n9\n%%EOF", []string{"xref", "false"}},
		"blend":           {pdfOf("<</Type/ExtGState/BM/Multiply/TR2/Default>>"), []string{"forbidden", "BM"}},
		"blend of many":   {pdfOf("<</Type/ExtGState/BM[/Normal]/TR2/Default>>"), []string{"forbidden", ""}},
		"transfer":        {pdfOf("<</Type/ExtGState/TR/Identity>>"), []string{"forbidden", "TR"}},
		"interpolated":    {pdfOf("<</Subtype/Image/Interpolate true>><</Subtype/Image/Interpolate false>>"), []string{"forbidden", "Interpolate"}},
		"foreign page":    {pdfOf("<</Subtype/Form/Ref<</F(x)>>>>"), []string{"forbidden", "Ref"}},
		"PostScript":      {pdfOf("<</Subtype/Form/Subtype2/PS>>"), []string{"forbidden", "PS"}},
		"film":            {pdfOf("<</Type/Annot/Subtype/Movie/F 4>>"), []string{"forbidden", "Movie"}},
		"hidden note":     {pdfOf("<</Type/Annot/Subtype/Text/F 6>>"), []string{"forbidden", "Annot/F"}},
		"note unsaid":     {pdfOf("<</Type/Annot/Subtype/Link>>"), []string{"forbidden", "Annot/F"}},
		"printed note":    {pdfOf("<</Type/Annot/Subtype/Text/F 4/A<</S/Named/N/NextPage>>>><</Type/Annot/Subtype/Popup>>"), []string{"forbidden", ""}},
		"named action":    {pdfOf("<</A<</S/Named/N/Print>>>>"), []string{"forbidden", "Named"}},
		"form redrawn":    {pdfOf("<</AcroForm<</NeedAppearances true>>>>"), []string{"forbidden", "NeedAppearances"}},
		"foreign filter":  {pdfOf("<</Length 0/FFilter/FlateDecode>>stream\n\nendstream"), []string{"forbidden", "FFilter"}},
		"text header":     {strings.Replace(whole, "%\xe2\xe3", "%ab", 1), []string{"binary-mark", "false"}},
		"no ID":           {pdfOf(""), []string{"trailer-id", "false"}},
		"LZW":             {pdfOf("<</Filter[/LZWDecode]/Length 0>>"), []string{"forbidden", "LZWDecode"}},
		"mask":            {pdfOf("<</Subtype/Image/SMask 7 0 R>>"), []string{"forbidden", "SMask"}},
		"no mask":         {pdfOf("<</Type/ExtGState/SMask/None/ca 1.0>>"), []string{"forbidden", ""}},
		"opacity":         {pdfOf("<</Type/ExtGState/ca .5/CA 0.5>>"), []string{"forbidden", "CA ca"}},
		"group":           {pdfOf("<</Group<</S/Transparency>>>>"), []string{"forbidden", "Transparency"}},
		"layers":          {pdfOf("<</Type/Catalog/OCProperties<<>>/AA<<>>>>"), []string{"forbidden", "AA OCProperties"}},
		"standard font":   {pdfOf("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"), []string{"fonts", "1", "fonts-missing", "1"}},
		"font inside":     {pdfOf("<</Type/Font/Subtype/TrueType/FontDescriptor 8 0 R>><</Type/FontDescriptor/FontFile2 9 0 R>>"), []string{"fonts", "1", "fonts-missing", "0"}},
		"font elsewhere":  {pdfOf("<</Type/FontDescriptor/Flags 32>>"), []string{"fonts", "1", "fonts-missing", "1"}},
		"device colours":  {pdfOf("<</ColorSpace/DeviceRGB>><</ColorSpace/DeviceGray>>"), []string{"device-colours", "DeviceGray DeviceRGB", "default-colours", "false"}},
		"output intent":   {pdfOf("<</OutputIntents[<</S/GTS_PDFA1>>]/DefaultRGB 3 0 R>>"), []string{"output-intent", "true", "default-colours", "true"}},
		"packed metadata": {pdfOf(strings.Replace(deflated("<x pdfaid:part='1' pdfaid:conformance='B'/>"), "ObjStm", "Metadata", 1)), []string{"filtered-metadata", "true"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := body(t, `representation="B64" mediaType="application/pdf"`, base64.StdEncoding.EncodeToString([]byte(c.pdf)))
			for n := range got.Descendants() {
				want(t, n, c.want...)
			}
		})
	}
}

// TestPDFAClaim: the claim is that of the metadata, not of a text that looks like it.
func TestPDFAClaim(t *testing.T) {
	for pdf, claim := range map[string]string{
		pdfOf(xmpStream): "1b",
		pdfOf(strings.Replace(xmpStream, "part='1'", "part='3'", 1)): "3b",
		pdfOf("% pdfaid:part='1'\n"):                                 "",
		pdfOf("<</Title(pdfaid:part='1')>>"):                         "",
	} {
		want(t, body(t, `representation="B64"`, base64.StdEncoding.EncodeToString([]byte(pdf))), "pdfa", claim)
	}
}

// TestBodyText: what an element declares as base64 has its facts whatever it holds.
func TestBodyText(t *testing.T) {
	wrapped := base64.StdEncoding.EncodeToString([]byte("Compte rendu"))
	want(t, body(t, `representation="B64"`, wrapped[:8]+"\n  "+wrapped[8:]), "error", "", "size", "12", "kind", "text", "holder", "text", "declared", "true")
	want(t, body(t, `representation="B64"`, wrapped[:8]+"<!-- c -->"+wrapped[8:]), "error", "", "size", "12")
	want(t, body(t, `representation="B64"`, ""), "error", "", "size", "0")
	for _, bad := range []string{"Zm9v!", "Zm9vYg=", "Zm9v\u00a0YmFy", "Z"} {
		got := body(t, `representation="B64"`, bad)
		if got.Attr("", "error") == "" {
			t.Errorf("%q is taken for base64", bad)
		}
	}
}

// TestWholeContent: images and RTF say themselves whether they end.
func TestWholeContent(t *testing.T) {
	const tiff = "II*\x00\x08\x00\x00\x00\x01\x00123456789012"
	for content, want := range map[string]string{
		"\xff\xd8\xff\xe0data\xff\xd9": "true", "\xff\xd8\xff\xe0data": "false",
		"\x89PNG\r\n\x1a\ndataIEND\xaeB`\x82": "true", "\x89PNG\r\n\x1a\ndata": "false",
		tiff: "true", tiff[:20]: "false", "II*\x00\xff\xff\xff\xff": "false", "MM\x00*": "false",
		`{\rtf1 text}`: "true", `{\rtf1 text`: "false", "text": "",
	} {
		got := body(t, `representation="B64"`, base64.StdEncoding.EncodeToString([]byte(content)))
		if w := got.Attr("", "whole"); w != want {
			t.Errorf("%q: %q, want %q", content, w, want)
		}
	}
}

// TestIntegrityCheck: a digest that is announced is that of the decoded octets.
func TestIntegrityCheck(t *testing.T) {
	for attributes, want := range map[string]string{
		``: "", `integrityCheck="hvfkN/qlp/zhXR3cuerq6jd2Z7g="`: "true", `integrityCheck="AAAA"`: "false",
		`integrityCheck="ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=" integrityCheckAlgorithm="SHA-256"`: "true",
	} {
		got := body(t, `representation="B64" `+attributes, base64.StdEncoding.EncodeToString([]byte("a")))
		if i := got.Attr("", "integrity"); i != want {
			t.Errorf("%s: %q, want %q", attributes, i, want)
		}
	}
}

// TestPDFInformation: the information dictionary says what the metadata say (ISO
// 19005-1, 6.7.3), in any of the forms that a string, a date and a property have.
func TestPDFInformation(t *testing.T) {
	const meta = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="1" pdfaid:conformance="B" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="Étalon (1)"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Été</rdf:li></rdf:Alt></dc:title>` +
		`<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator><xmp:CreateDate>2026-07-01T12:01:00+02:00</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>`
	for info, differs := range map[string]string{
		`/Title(\311t\351)/Producer(\311talon \(1\))/Author(A; B)`:       "",
		`/Title<FEFF00C9007400E9>/CreationDate(D:20260701120100+02'00')`: "",
		`/CreationDate(D:20260701100100Z)/ModDate()`:                     "",
		`/CreationDate(D:20260701100101Z)`:                               "CreationDate",
		`/Title(Autre)/Producer(Autre)`:                                  "Title Producer",
		`/Subject(Dans Info seul)/CreationDate(hier)`:                    "Subject",
		`/Custom(Rien de XMP)`:                                           "",
	} {
		pdf := pdfOf("7 0 obj<<" + info + ">>endobj 8 0 obj<</Type/Metadata/Length " + strconv.Itoa(len(meta)) + ">>stream\n" + meta + "\nendstream endobj trailer<</Info 7 0 R>>")
		for n := range body(t, `representation="B64"`, base64.StdEncoding.EncodeToString([]byte(pdf))).Descendants() {
			want(t, n, "info-differs", differs)
		}
	}
}
