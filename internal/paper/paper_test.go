package paper_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/paper"
)

func sample() paper.Paper {
	p := paper.Paper{
		Lang: "fr", Title: "Décision n° 1", Author: "Autorité", At: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), Foot: "Étalon",
		Blocks: []paper.Block{{Tag: paper.Title, Text: "Décision n° 1"}, {Tag: paper.Heading, Text: "Ce qui a été établi"}},
		Files:  []paper.File{{Name: "verdict.json", Media: "application/json", About: "le verdict", Bytes: []byte(`{"verdict":"PASS"}`)}, {Name: "a é.jws", Media: "application/jose", Bytes: []byte("a.b.c")}},
	}
	for i := range 80 {
		p.Blocks = append(p.Blocks, paper.Block{Tag: paper.Paragraph, Label: "Profil " + strconv.Itoa(i), Text: "PASS " + strings.Repeat("œuvre ", i%30) + strings.Repeat("f", i*3)})
	}
	return p
}

// The table of objects names the byte at which each begins, and the same text gives the
// same bytes.
func TestWhereObjectsBegin(t *testing.T) {
	raw, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	again, err := sample().PDF()
	if err != nil || !bytes.Equal(raw, again) {
		t.Error("the same text gives other bytes")
	}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(raw)
	if m == nil {
		t.Fatal("no startxref")
	}
	start, err := strconv.Atoi(string(m[1]))
	if err != nil || !bytes.HasPrefix(raw[start:], []byte("xref\n")) {
		t.Fatalf("no table at %s", m[1])
	}
	rows := regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllSubmatch(raw[start:], -1)
	if len(rows) < 90 {
		t.Fatalf("%d objects", len(rows))
	}
	for i, r := range rows {
		at, err := strconv.Atoi(string(r[1]))
		if want := strconv.Itoa(i+1) + " 0 obj\n"; err != nil || !bytes.HasPrefix(raw[at:], []byte(want)) {
			t.Errorf("object %d is not at %s", i+1, r[1])
		}
	}
}

// Each block is one element of the structure with the words of its own, over as many
// pages as it takes, and each attached file is there byte for byte.
func TestWhatAReaderFinds(t *testing.T) {
	raw, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	for tag, n := range map[string]int{"H1": 1, "H2": 1, "P": 80, "Document": 1} {
		if got := bytes.Count(raw, []byte("/StructElem /S /"+tag+" ")); got != n {
			t.Errorf("%s: %d elements, not %d", tag, got, n)
		}
	}
	for _, want := range []string{"/Lang (fr)", "/Marked true", "/DisplayDocTitle true", "/Subtype /application#2Fjson", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Décision n° 1</rdf:li>"} {
		if !bytes.Contains(raw, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	if n := bytes.Count(raw, []byte("/Type /Page ")); n < 3 {
		t.Errorf("%d pages", n)
	}
	var texts []string
	for _, part := range bytes.Split(raw, []byte("\nstream\n"))[1:] {
		body, _, _ := bytes.Cut(part, []byte("\nendstream"))
		if z, err := zlib.NewReader(bytes.NewReader(body)); err == nil {
			b, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(b))
		}
	}
	all := strings.Join(texts, "\n")
	for _, want := range []string{`{"verdict":"PASS"}`, "a.b.c", "/H1 << /MCID 0 >> BDC", "/Artifact BMC"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in any stream", want)
		}
	}
	if opened, closed := strings.Count(all, " BDC\n")+strings.Count(all, "BMC "), strings.Count(all, "EMC\n"); opened != closed {
		t.Errorf("%d marked contents begin, %d end", opened, closed)
	}
}
