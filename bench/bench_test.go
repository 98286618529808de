package bench

import (
	"bytes"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

func TestSyntheticDocumentsHaveTheSizeAskedAndAreWellFormed(t *testing.T) {
	for _, size := range []int{0, 10 << 10, 300 << 10} {
		b := Synthetic(size)
		if len(b) < size || len(b) > size+8<<10 {
			t.Errorf("asked %d bytes, got %d", size, len(b))
		}
		d, err := xmldoc.Parse(b, xmldoc.Limits{})
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		acts := 0
		for n := range d.Root().Descendants() {
			if n.Local() == "act" {
				acts++
			}
		}
		if want := bytes.Count(b, []byte("<act ")); acts != want || acts == 0 {
			t.Errorf("%d bytes: %d acts read, %d written", size, acts, want)
		}
	}
	if !bytes.Equal(Synthetic(20<<10), Synthetic(20<<10)) {
		t.Error("one size, two documents")
	}
}

func TestStatistics(t *testing.T) {
	if got := Median([]time.Duration{9, 1, 5, 7}); got != 5 {
		t.Errorf("median %d, want 5", got)
	}
	if got := Median(nil); got != 0 {
		t.Errorf("median of nothing: %d", got)
	}
	got := Ratios([]time.Duration{100, 300, 80, 5}, []time.Duration{10, 10, 10, 0})
	if (got != Spread{Median: 10, Least: 8, Most: 30}) {
		t.Errorf("%+v", got)
	}
	if got := Ratios([]time.Duration{1}, []time.Duration{0}); got != (Spread{}) {
		t.Errorf("ratio to nothing: %+v", got)
	}
}
