package lps_test

import (
	"bytes"
	"testing"

	"github.com/etalon-dmp/etalon/simulators/lps"
)

// TestSamples: the same seed gives the same bytes, another seed others, and each
// defect changes them.
func TestSamples(t *testing.T) {
	for _, kind := range lps.SampleKinds() {
		sound, err := lps.Sample(kind, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := lps.Sample(kind, "", 1)
		other, _ := lps.Sample(kind, "", 2)
		if !bytes.Equal(sound, again) || bytes.Equal(sound, other) {
			t.Errorf("%s: the seed does not decide", kind)
		}
		defects := lps.SampleDefects(kind)
		if len(defects) < 8 {
			t.Errorf("%s: %d ways of being wrong", kind, len(defects))
		}
		for _, m := range defects {
			if wrong, err := lps.Sample(kind, m.Name, 1); err != nil || bytes.Equal(wrong, sound) {
				t.Errorf("%s like %s: %v", kind, m.Name, err)
			}
		}
	}
	if _, err := lps.Sample(lps.SamplePDF, "header-class", 1); err == nil {
		t.Error("a defect of the header was put into a PDF")
	}
	if _, err := lps.Sample("nothing", "", 1); err == nil {
		t.Error("an unknown kind was made")
	}
}
