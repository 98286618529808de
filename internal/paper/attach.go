package paper

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"
)

// files attaches them, and gives the pairs of the tree of names, and the file
// specifications.
func (w *writer) files(p Paper) (named string, all []int) {
	var b strings.Builder
	for _, f := range slices.SortedFunc(slices.Values(p.Files), func(a, b File) int { return strings.Compare(text(a.Name), text(b.Name)) }) {
		stream := w.stream(fmt.Sprintf("/Type /EmbeddedFile /Subtype /%s /Params << /Size %d /ModDate (%s) >>", media(f.Media), len(f.Bytes), p.At.UTC().Format(instant)), f.Bytes)
		n := w.add("<< /Type /Filespec /F %s /UF %s /Desc %s /AFRelationship /Data /EF << /F %d 0 R /UF %d 0 R >> >>", text(f.Name), text(f.Name), text(f.About), stream, stream)
		fmt.Fprintf(&b, "%s %d 0 R ", text(f.Name), n)
		all = append(all, n)
	}
	return b.String(), all
}

// media is a media type as a name: what is not plain in a name is written by its number
// (ISO 32000-1, 7.3.5).
func media(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}

// metadata is what the file says of itself, in XMP (ISO 16684-1).
func metadata(p Paper) []byte {
	escaped := func(s string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s)) // to memory: it cannot fail
		return b.String()
	}
	return fmt.Appendf(nil, `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%s</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`, escaped(p.Title), escaped(p.Author), escaped(p.Lang), p.At.UTC().Format(time.RFC3339))
}
