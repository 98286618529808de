package facts_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// PDFs that are made to be read for ever are read once, up to the bounds, and what the
// bound hides is said.
func TestPDFsThatWouldNotEnd(t *testing.T) {
	for name, c := range map[string]struct {
		pdf  string
		want []string
	}{
		"a bomb in an object stream": {pdfOf(deflated(strings.Repeat(" ", 64<<20))), []string{"object-streams", "true", "problem", "a stream does not unfold"}},
		"a script behind a bomb":     {pdfOf(deflated(strings.Repeat(" ", 64<<20)) + "<</S/JavaScript>>"), []string{"javascript", "true"}},
		"a stream in a stream":       {pdfOf(deflated(deflated("5 0 <</S/JavaScript>>"))), []string{"object-streams", "true"}},
		"a table before itself":      {"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 40>>\nstartxref\n40\n%%EOF\n", []string{"complete", "true", "catalog", "true", "problem", ""}},
		"a page that holds itself":   {pdfOf("2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\n"), []string{"pages", "1", "problem", ""}},
		"an object that is itself":   {pdfOf("7 0 obj 7 0 R endobj\n<</Length 7 0 R>>stream\nx\nendstream\n"), []string{"pages", "1", "problem", ""}},
		"a length beyond the end":    {pdfOf("<</Length 99999999999999>>stream\nx\nendstream\n"), []string{"pages", "1"}},
		"a string without end":       {pdfOf("<</Title(" + strings.Repeat("(", 1<<20)), []string{"catalog", "true"}},
	} {
		t.Run(name, func(t *testing.T) {
			var pdf xmldoc.Node
			for n := range body(t, `representation="B64"`, base64.StdEncoding.EncodeToString([]byte(c.pdf))).Descendants() {
				pdf = n
			}
			want(t, pdf, c.want...)
		})
	}
}

// A PDF of 200 MB is one part with its size: nothing of it is kept twice.
func TestAPDFOfTwoHundredMegabytes(t *testing.T) {
	raw := append([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n"), make([]byte, 200<<20)...)
	part := only(t, parse(t, facts.Document(raw)), "part")
	want(t, part, "kind", "pdf", "size", "209715240")
}
