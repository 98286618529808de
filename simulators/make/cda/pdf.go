package cda

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// file is a PDF that is being written: its objects are numbered as they come.
type file struct {
	bytes.Buffer
	places []int // of the objects, in bytes
}

func (f *file) object(dictionary, stream string, isStream bool) {
	f.places = append(f.places, f.Len())
	fmt.Fprintf(f, "%d 0 obj\n%s\n", len(f.places), dictionary)
	if isStream {
		fmt.Fprintf(f, "stream\n%s\nendstream\n", stream)
	}
	f.WriteString("endobj\n")
}

// PDF makes a PDF/A-1b of one empty page: no font and no colour, so that nothing
// needs embedding, and XMP metadata that declare the level. id is the 16 bytes
// of the file identifier; content is how many bytes of white space the page
// holds, for a document as large as one wants.
func PDF(title string, created time.Time, id [16]byte, content int) []byte {
	created = created.UTC()
	about := xmp(title, created)
	f := &file{}
	f.WriteString("%PDF-1.4\n%\xc3\xa9\xc3\xa8\n") // bytes over 127 say that the file is binary
	f.object("<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>", "", false)
	f.object("<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>", "", false)
	f.object("<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents 4 0 R /Resources << >> >>", "", false)
	f.object(fmt.Sprintf("<< /Length %d >>", content), strings.Repeat(" ", content), true)
	f.object(fmt.Sprintf("<< /Type /Metadata /Subtype /XML /Length %d >>", len(about)), about, true)
	f.object(fmt.Sprintf("<< /Title <%s> /CreationDate (D:%sZ) >>", utf16Hex(title), created.Format("20060102150405")), "", false)
	table := f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.places)+1)
	for _, place := range f.places {
		fmt.Fprintf(f, "%010d 00000 n \n", place)
	}
	fmt.Fprintf(f, "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R /ID [ <%x> <%x> ] >>\nstartxref\n%d\n%%%%EOF\n", len(f.places)+1, id, id, table)
	return f.Bytes()
}

// xmp is the metadata packet; its title is that of the document information.
func xmp(title string, created time.Time) string {
	var escaped strings.Builder
	_ = xml.EscapeText(&escaped, []byte(title)) // to memory: it cannot fail
	return "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">` +
		`<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escaped.String() + `</rdf:li></rdf:Alt></dc:title>` +
		`<xmp:CreateDate>` + created.Format(time.RFC3339) + `</xmp:CreateDate>` +
		`</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

// utf16Hex is a text string of PDF, in hexadecimal.
func utf16Hex(s string) string {
	var b strings.Builder
	b.WriteString("FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}
