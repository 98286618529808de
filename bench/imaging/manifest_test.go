package imaging

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/simulators/make/study"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// manifest is the manifest of an invented study of so many images.
func manifest(b *testing.B, images int) []byte {
	b.Helper()
	s, err := study.Make(
		etalon.Study{ID: "BANC", Patient: "BANC", UID: "2.25.7", Accession: "ETALON-BANC", Modalities: "CT MR", Begun: "20261120101000", Images: images, Manifest: "2.25.8"},
		etalon.Patient{ID: "BANC", Family: "ETALON-BANC", Given: "Camille", Birth: "19800214", Gender: "F"})
	if err != nil {
		b.Fatal(err)
	}
	return s.Manifest(study.Manifest{UID: "2.25.8", Created: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC), Location: "2.25.9", Title: "ETALON"})
}

// BenchmarkManifest judges a manifest as a file, read anew each time, by all rules of
// xds-i: ten times the instances should cost ten times as much.
func BenchmarkManifest(b *testing.B) {
	own, err := schemas.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	packs, err := own.Of("xds-i")
	if err != nil {
		b.Fatal(err)
	}
	book, err := judge.Compile(packs)
	if err != nil {
		b.Fatal(err)
	}
	engine := judge.Schemas{Engine: xsd.Helium(messages.FS()), Files: messages.FS()}
	for _, images := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("instances=%d", images), func(b *testing.B) {
			raw := manifest(b, images)
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := book.File(context.Background(), facts.CaptureInput{Raw: raw}, engine)
				if err != nil {
					b.Fatal(err)
				}
				if r.Verdict != etalon.Pass {
					b.Fatalf("%s, %d bytes", r.Verdict, len(raw))
				}
			}
		})
	}
}
