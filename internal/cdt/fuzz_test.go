package cdt_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/etalon-dmp/etalon/internal/cdt"
)

// Whatever is given as a workbook, it is read or said not to be one, and no line of it
// is told of more than once.
func FuzzReadBook(f *testing.F) {
	var b bytes.Buffer
	if err := cdt.WriteSheet(&b, "Cas", [][]string{{"DMP_2.1_0010", "Envoyer un document"}, {"", "sans code"}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()/2])
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) // .xls
	f.Fuzz(func(t *testing.T, text []byte) {
		book, err := cdt.ReadBook(bytes.NewReader(text))
		if err != nil {
			if !errors.Is(err, cdt.ErrBook) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		met := map[string]int{}
		for _, r := range book.Rows {
			if at, again := met[r.Sheet]; again && r.Line <= at {
				t.Errorf("%s: line %d after line %d", r.Sheet, r.Line, at)
			}
			met[r.Sheet] = r.Line
		}
	})
}
