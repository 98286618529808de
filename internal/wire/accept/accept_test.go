package accept_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/accept"
)

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		"application/dicom":           "application/dicom[]1",
		"Image/JPEG;q=0.5, */*;q=0.1": "image/jpeg[]0.5 */*[]0.1",
		`multipart/related; type="application/dicom"; transfer-syntax=*, image/jpeg`: `multipart/related[{type application/dicom} {transfer-syntax *}]1 image/jpeg[]1`,
		`multipart/related; type="a,b/c"`:                                            `multipart/related[{type a,b/c}]1`,
		"text/html;q=2, nothing":                                                     "text/html[]0 !nothing",
		`image/*;q="`:                                                                `!image/*;q="`,
	} {
		ranges, odd := accept.Read(text)
		var got []string
		for _, r := range ranges {
			got = append(got, fmt.Sprintf("%s%v%v", r.Type, r.Params, r.Q))
		}
		for _, o := range odd {
			got = append(got, "!"+o)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestTakes(t *testing.T) {
	ranges, _ := accept.Read("image/*, application/dicom;q=0")
	for media, want := range map[string]bool{"image/jpeg": true, "application/dicom": false, "text/html": false} {
		got := false
		for _, r := range ranges {
			got = got || r.Takes(media)
		}
		if got != want {
			t.Errorf("%s: %v", media, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`multipart/related; type="application/dicom"; q=.5, a/b`)
	f.Add(`"\`)
	f.Fuzz(func(t *testing.T, s string) {
		ranges, odd := accept.Read(s)
		if len(ranges) > accept.Most {
			t.Fatalf("%d ranges", len(ranges))
		}
		for _, r := range ranges {
			if !strings.Contains(r.Type, "/") || r.Q < 0 || r.Q > 1 {
				t.Fatalf("%q: %+v", s, r)
			}
		}
		_ = odd
	})
}
