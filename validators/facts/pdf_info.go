package facts

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// infoKeys are the entries of the document information dictionary with the property
// of the XMP metadata that says the same. Source: ISO 19005-1:2005, table 1.
var infoKeys = []struct{ key, space, property string }{
	{"Title", nsDC, "title"},
	{"Author", nsDC, "creator"},
	{"Subject", nsDC, "description"},
	{"Keywords", nsAdobePDF, "Keywords"},
	{"Creator", nsXMP, "CreatorTool"},
	{"Producer", nsAdobePDF, "Producer"},
	{"CreationDate", nsXMP, "CreateDate"},
	{"ModDate", nsXMP, "ModifyDate"},
}

const (
	nsDC       = "http://purl.org/dc/elements/1.1/"
	nsAdobePDF = "http://ns.adobe.com/pdf/1.3/"
	nsXMP      = "http://ns.adobe.com/xap/1.0/"
	nsRDF      = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
)

var infoReference = regexp.MustCompile(`/Info[\x00\t\n\f\r ]+([0-9]{1,10})[\x00\t\n\f\r ]+([0-9]{1,5})[\x00\t\n\f\r ]+R\b`)

// infoDiffers lists the entries of the information dictionary that the XMP metadata
// do not say, or say otherwise (ISO 19005-1:2005, 6.7.3). It is empty when either
// cannot be read here: a dictionary in an object stream, metadata that are not XML.
func infoDiffers(pdf, xmp []byte) []string {
	doc, err := xmldoc.Parse(bytes.TrimRight(bytes.TrimSpace(xmp), "\x00"), xmldoc.Limits{})
	if err != nil {
		return nil
	}
	info := infoOf(pdf)
	var out []string
	for _, k := range infoKeys {
		said, is := info[k.key]
		if !is || strings.TrimSpace(said) == "" {
			continue
		}
		if !sameInfo(said, xmpValues(doc, k.space, k.property), strings.HasSuffix(k.key, "Date")) {
			out = append(out, k.key)
		}
	}
	return out
}

// sameInfo compares what the dictionary says with the values of the property. A date
// that is not of its form is let be: another clause speaks of it.
func sameInfo(said string, values []string, date bool) bool {
	said = strings.Join(strings.Fields(said), " ")
	for _, v := range values {
		v = strings.Join(strings.Fields(v), " ")
		if v == said || date && sameInstant(said, v) {
			return true
		}
	}
	all := strings.Join(values, "\x00")
	return len(values) > 1 && (strings.ReplaceAll(all, "\x00", "; ") == said || strings.ReplaceAll(all, "\x00", ", ") == said)
}

// sameInstant compares a date of a PDF with one of ISO 8601, to the second: as the
// clock showed it where one of them does not tell its offset. It is true when one of
// them cannot be read.
func sameInstant(pdf, iso string) bool {
	const clock = "2006-01-02T15:04:05"
	pdf = strings.TrimSuffix(strings.ReplaceAll(strings.TrimPrefix(pdf, "D:"), "'", ""), "Z0000")
	a, errA := time.Parse("20060102150405Z0700", pdf)
	b, errB := time.Parse(time.RFC3339, iso)
	if errA == nil && errB == nil {
		return a.Truncate(time.Second).Equal(b.Truncate(time.Second))
	}
	if errA != nil {
		a, errA = time.Parse("20060102150405", pdf)
	}
	if errB != nil {
		b, errB = time.Parse(clock, iso)
	}
	return errA != nil || errB != nil || a.Format(clock) == b.Format(clock)
}

// xmpValues gives the values of a property: an attribute, text, or the items of an
// array. Source: XMP specification, part 1, 7.
func xmpValues(doc *xmldoc.Doc, space, local string) []string {
	var out []string
	for d := range doc.Document().Descendants() {
		if !d.Is(nsRDF, "Description") {
			continue
		}
		if v, ok := d.LookupAttr(space, local); ok {
			out = append(out, v)
		}
		for p := range d.ChildrenNamed(space, local) {
			array := false
			for li := range p.Descendants() {
				if li.Is(nsRDF, "li") {
					array, out = true, append(out, li.Value())
				}
			}
			if !array {
				out = append(out, p.Value())
			}
		}
	}
	return out
}

// infoOf reads the strings of the information dictionary that the last trailer names,
// where it stands as an object of its own.
func infoOf(pdf []byte) map[string]string {
	all := infoReference.FindAllSubmatch(pdf, -1)
	if len(all) == 0 || bytes.Contains(pdf, []byte("/Encrypt")) {
		return nil
	}
	last := all[len(all)-1]
	head := regexp.MustCompile(`(?:^|[\x00\t\n\f\r ])` + string(last[1]) + `[\x00\t\n\f\r ]+` + string(last[2]) + `[\x00\t\n\f\r ]+obj\b`)
	found := head.FindAllIndex(pdf, -1)
	if len(found) == 0 {
		return nil
	}
	out := map[string]string{}
	key := ""
	for pos := found[len(found)-1][1]; pos < len(pdf); {
		token, next := pdfToken(pdf, pos)
		switch {
		case token == ">>" || token == "endobj":
			return out
		case strings.HasPrefix(token, "/"):
			key = token[1:]
		case token == "()" && key != "":
			out[key], key = pdfText(pdf[pos:next]), ""
		}
		pos = next
	}
	return out
}

// pdfText is the text of a string as it stands in a PDF, in UTF-16 with its mark or
// in the encoding of PDF documents, whose accents are those of Latin-1. Source: ISO
// 32000-1, 7.3.4 and 7.9.2.
func pdfText(raw []byte) string {
	raw = bytes.TrimLeft(raw, "\x00\t\n\f\r ")
	var b []byte
	if bytes.HasPrefix(raw, []byte("<")) {
		var half []byte
		for _, c := range raw {
			if d, ok := hexDigit(c); ok {
				half = append(half, d)
			}
		}
		if len(half)%2 == 1 {
			half = append(half, 0)
		}
		for i := 0; i < len(half); i += 2 {
			b = append(b, half[i]<<4|half[i+1])
		}
	} else {
		b = unescaped(bytes.TrimSuffix(bytes.TrimPrefix(raw, []byte("(")), []byte(")")))
	}
	if wide, is := bytes.CutPrefix(b, []byte{0xFE, 0xFF}); is {
		units := make([]uint16, 0, len(wide)/2)
		for i := 0; i+1 < len(wide); i += 2 {
			units = append(units, uint16(wide[i])<<8|uint16(wide[i+1]))
		}
		return string(utf16.Decode(units))
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// unescaped undoes the escapes of a literal string.
func unescaped(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		if at := strings.IndexByte("nrtbf", b[i]); at >= 0 {
			out = append(out, "\n\r\t\b\f"[at])
			continue
		}
		if b[i] < '0' || b[i] > '7' {
			if b[i] != '\n' && b[i] != '\r' {
				out = append(out, b[i])
			}
			continue
		}
		n := 0
		for k := 0; k < 3 && i < len(b) && b[i] >= '0' && b[i] <= '7'; k++ {
			n = n<<3 | int(b[i]-'0')
			i++
		}
		i--
		out = append(out, byte(n))
	}
	return out
}
