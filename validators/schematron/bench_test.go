package schematron

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// general are the schemas that every document is held against.
var general = []string{"IHE", "ANS", "MDC", "STRUCMIN", "TERM"}

// examples are the published documents, parsed.
func examples(b *testing.B, dir string) (docs []*xmldoc.Doc, sources [][]byte) {
	b.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "ExemplesCDA", "*.xml"))
	if err != nil || len(names) == 0 {
		b.Fatal("no examples", err)
	}
	slices.Sort(names)
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		d, err := xmldoc.Parse(src, xmldoc.Limits{})
		if err != nil {
			b.Fatal(name, err)
		}
		docs, sources = append(docs, d), append(sources, src)
	}
	return docs, sources
}

// BenchmarkRun judges the examples in turn: one operation is one document.
func BenchmarkRun(b *testing.B) {
	dir := packDir(b)
	docs, sources := examples(b, dir)
	entry := entries(b, dir)
	var all []*Schema
	for _, name := range general {
		s, _, err := Load(packFS(dir), entry[name], Options{})
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, s)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				judge(b, docs[i%len(docs)], s)
			}
		})
	}
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := xmldoc.Parse(sources[i%len(sources)], xmldoc.Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			d, err := xmldoc.Parse(sources[i%len(sources)], xmldoc.Limits{})
			if err != nil {
				b.Fatal(err)
			}
			judge(b, d, all...)
		}
	})
	b.Run("all/parallel", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				d, err := xmldoc.Parse(sources[i%len(sources)], xmldoc.Limits{})
				if err != nil {
					b.Error(err)
					return
				}
				judge(b, d, all...)
			}
		})
	})
}

func judge(b *testing.B, d *xmldoc.Doc, schemas ...*Schema) {
	for _, s := range schemas {
		if _, err := s.Run(context.Background(), d); err != nil {
			b.Error(err)
		}
	}
}

// BenchmarkLoad reads and compiles a schema from its files.
func BenchmarkLoad(b *testing.B) {
	dir := packDir(b)
	entry := entries(b, dir)
	for _, name := range general {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Load(packFS(dir), entry[name], Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
