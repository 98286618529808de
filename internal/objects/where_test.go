package objects_test

import (
	"errors"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/objects"
)

// An address has no keys in it, and is without TLS on this machine alone.
func TestAnAddressIsAPlaceAndNoSecret(t *testing.T) {
	w, err := objects.Parse("s3://seau/etalon/a?endpoint=https://s3.example:9000&region=fr-1&lock=3650")
	if err != nil || w != (objects.Where{Endpoint: "https://s3.example:9000", Region: "fr-1", Bucket: "seau", Prefix: "etalon/a/", Lock: 3650 * 24 * time.Hour}) {
		t.Errorf("%+v %v", w, err)
	}
	if w, err := objects.Parse("s3://seau?endpoint=http://127.0.0.1:9000"); err != nil || w.Prefix != "" || w.Lock != 0 || w.Region == "" {
		t.Errorf("%+v %v", w, err)
	}
	for _, bad := range []string{
		"", "seau", "https://seau", "s3://", "s3://seau", "s3://clef:secret@seau?endpoint=https://a", "s3://seau?endpoint=http://s3.example", "s3://seau?endpoint=https://u:p@a",
		"s3://seau?endpoint=ftp://a", "s3://seau?endpoint=https://a&lock=0", "s3://seau?endpoint=https://a&lock=x", "s3://seau?endpoint=https://a&acces=1", "s3://seau?endpoint=https://a/chemin",
	} {
		if w, err := objects.Parse(bad); !errors.Is(err, objects.ErrWhere) {
			t.Errorf("%q: %+v %v", bad, w, err)
		}
	}
}
