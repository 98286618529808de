package xmldoc

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse holds Parse to its promises on any bytes: an error is a
// *SyntaxError inside the text, a document is a consistent tree, and what
// encoding/xml finds not well formed is not accepted either.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		letter, "<a/>", "<a>&#x41;&lt;<![CDATA[x]]></a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
		"\xFF\xFE<\x00a\x00/\x00>\x00", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>",
		"<p:a xmlns:p='u' p:b='c'/>", "<a\x00/>", "<a>\r\n<!--x--><?y z?></a>", "<a b='\t&#10;'/>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Parse(b, Limits{Depth: 50, Nodes: 10_000, AllowDTD: true})
		if err != nil {
			var se *SyntaxError
			if !errors.As(err, &se) || se.Line < 1 || se.Column < 1 || se.Offset < 0 {
				t.Fatalf("error %#v", err)
			}
			return
		}
		consistent(t, d)
		if s := string(b); utf8.ValidString(s) && !strings.Contains(s, "<!") && !strings.Contains(s, "<?") {
			dec := xml.NewDecoder(strings.NewReader(s))
			for {
				if tok, err := dec.Token(); tok == nil {
					if se := (*xml.SyntaxError)(nil); errors.As(err, &se) {
						t.Fatalf("accepted %q, encoding/xml says %v", s, err)
					}
					break
				}
			}
		}
	})
}

// consistent checks the arrays against each other.
func consistent(t *testing.T, d *Doc) {
	t.Helper()
	for i := range d.Len() {
		r, s := d.rows[i], d.spans[i]
		if r.end <= int32(i) || int(r.end) > d.Len() || r.parent >= int32(i) || s.start > s.stop || int(s.stop) > len(d.text) {
			t.Fatalf("node %d: %+v %+v", i, r, s)
		}
		if i > 0 && d.rows[r.parent].end < r.end {
			t.Fatalf("node %d leaves its parent", i)
		}
		if n := d.Node(i); n.Kind() == TextNode && (n.Value() == "" || i > 0 && d.rows[i-1].kind == TextNode && d.rows[i-1].parent == r.parent) {
			t.Fatalf("text node %d is empty or follows another", i)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	row := `<observation classCode="OBS" moodCode="EVN"><templateId root="1.2.3"/><code code="X-1" displayName="Numération"/>` + "\n   " + `<value xsi:type="PQ" value="12.5" unit="g/L"/></observation>` + "\n"
	doc := []byte(`<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` + strings.Repeat(row, 1200) + `</ClinicalDocument>`)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(doc, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
