package gitb_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/gitb"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

// Whatever a product puts in its messages, the report can be read, and is as it would be
// of any other text: as many parts, in the same places.
func FuzzWrite(f *testing.F) {
	f.Add("")
	f.Add(sample.Hostile)
	f.Add(sample.Unspeakable)
	f.Add("]]><x/>\x1b[2J\u202e\"}")
	f.Fuzz(func(t *testing.T, evil string) {
		if got, want := shape(t, sample.Poisoned("x"+evil)), shape(t, sample.Poisoned("x")); got != want {
			t.Errorf("%q makes of the report\n%s\nand not\n%s", evil, got, want)
		}
	})
}

// shape is the names of the elements of a report, in order.
func shape(t *testing.T, r etalon.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := gitb.Write(&b, reports.Input{Result: r}); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	d := xml.NewDecoder(&b)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, out.String())
		}
		if e, ok := token.(xml.StartElement); ok {
			out.WriteString(e.Name.Local + " ")
		}
	}
}
