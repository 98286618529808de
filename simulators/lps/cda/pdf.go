package cda

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// PDF makes a one-page PDF/A-1b: an empty page, no font and no colour, so that
// nothing needs embedding, and XMP metadata that declares the level. id is the
// 16 bytes of the file identifier.
func PDF(title string, created time.Time, id [16]byte) []byte {
	stamp := created.UTC().Format("2006-01-02T15:04:05Z")
	xmp := `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + soap.Escape(title) + `</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>` + stamp + `</xmp:CreateDate></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`
	objects := []string{
		`<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R >>`,
		`<< /Type /Pages /Kids [3 0 R] /Count 1 >>`,
		`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 5 0 R >>`,
		fmt.Sprintf("<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(xmp), xmp),
		"<< /Length 0 >>\nstream\n\nendstream",
		`<< /Title ` + pdfText(title) + ` /CreationDate (D:` + created.UTC().Format("20060102150405") + `Z) >>`,
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	file := hex.EncodeToString(id[:])
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, file, file, xref)
	return b.Bytes()
}

// pdfText writes a text string as UTF-16 in hexadecimal.
func pdfText(s string) string {
	b := []byte("<FEFF")
	for _, r := range s {
		if r > 0xFFFF {
			r = 0xFFFD
		}
		b = fmt.Appendf(b, "%04X", r)
	}
	return string(append(b, '>'))
}
