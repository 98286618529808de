//go:build unix

package bench

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// One operation is a pass over every example of the pack, so that each run does
// the same work; µs/doc is the mean over them.

func perDocument(b *testing.B, t *tree) {
	var bytes int64
	for _, d := range t.docs {
		bytes += int64(len(d.raw))
	}
	b.SetBytes(bytes)
	b.ReportAllocs()
	b.Cleanup(func() {
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(t.docs)), "µs/doc")
	})
}

// schemas compiles entries once each.
type schemas map[string]*schematron.Schema

func (s schemas) load(b *testing.B, t *tree, e ans.Entry) *schematron.Schema {
	b.Helper()
	if s[e.File] == nil {
		schema, _, err := schematron.Load(t.ans.FS, e.File, schematron.Options{})
		if err != nil {
			b.Fatalf("%s: %v", e.File, err)
		}
		s[e.File] = schema
	}
	return s[e.File]
}

func general(b *testing.B, t *tree) []ans.Entry {
	b.Helper()
	all, err := t.ans.Select("general")
	if err != nil {
		b.Fatal(err)
	}
	return all
}

// calls is what the tables call an entry.
func calls(e ans.Entry) string {
	if e.Kind == ans.Volet {
		return "volet"
	}
	name := strings.TrimPrefix(e.Name, "CI-SIS_")
	return name[strings.LastIndex(name, "-")+1:]
}

func run(b *testing.B, s *schematron.Schema, d *xmldoc.Doc) *schematron.Report {
	r, err := s.Run(context.Background(), d)
	if err != nil {
		b.Error(err)
	}
	return r
}

func parse(b *testing.B, raw []byte) *xmldoc.Doc {
	d, err := xmldoc.Parse(raw, xmldoc.Limits{AllowDTD: true})
	if err != nil {
		b.Error(err)
	}
	return d
}

func BenchmarkParse(b *testing.B) {
	t := pack(b)
	perDocument(b, t)
	for b.Loop() {
		for _, d := range t.docs {
			parse(b, d.raw)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	t := pack(b)
	for _, e := range general(b, t) {
		b.Run("entry="+calls(e), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				schemas{}.load(b, t, e)
			}
		})
	}
}

func BenchmarkSchematron(b *testing.B) {
	t := pack(b)
	for _, e := range general(b, t) {
		s := schemas{}.load(b, t, e)
		b.Run("entry="+calls(e), func(b *testing.B) {
			perDocument(b, t)
			for b.Loop() {
				for _, d := range t.docs {
					run(b, s, d.doc)
				}
			}
		})
	}
	volets := chosen(b, t, schemas{})
	for i := range volets {
		volets[i] = volets[i][len(general(b, t)):]
	}
	b.Run("entry=volet", func(b *testing.B) {
		perDocument(b, t)
		for b.Loop() {
			for i, d := range t.docs {
				for _, s := range volets[i] {
					run(b, s, d.doc)
				}
			}
		}
	})
}

// chosen gives the schemas that speak for each document, general ones first.
func chosen(b *testing.B, t *tree, loaded schemas) [][]*schematron.Schema {
	b.Helper()
	out := make([][]*schematron.Schema, len(t.docs))
	for i, d := range t.docs {
		for _, e := range t.ans.For(d.doc) {
			out[i] = append(out[i], loaded.load(b, t, e))
		}
	}
	return out
}

// BenchmarkAll parses each document once and judges it by all that speaks for
// it: five general entries and the volet.
func BenchmarkAll(b *testing.B) {
	t := pack(b)
	speak := chosen(b, t, schemas{})
	for _, jobs := range []int{1, 2} {
		b.Run(fmt.Sprintf("jobs=%d", jobs), func(b *testing.B) {
			perDocument(b, t)
			for b.Loop() {
				var next atomic.Int64
				var wg sync.WaitGroup
				for range jobs {
					wg.Go(func() {
						for i := int(next.Add(1)) - 1; i < len(t.docs); i = int(next.Add(1)) - 1 {
							d := parse(b, t.docs[i].raw)
							for _, s := range speak[i] {
								run(b, s, d)
							}
						}
					})
				}
				wg.Wait()
			}
		})
	}
}

func BenchmarkXSD(b *testing.B) {
	t := pack(b)
	helium := xsd.Helium(os.DirFS(t.dir))
	engines := map[string]xsd.Engine{"helium": helium}
	if xsd.HasLibxml2 {
		engines["libxml2"] = xsd.Libxml2Child(spawn, os.DirFS(t.dir))
		engines["both"] = xsd.Both(xsd.Libxml2Child(spawn, os.DirFS(t.dir)), helium)
	}
	for _, name := range []string{"libxml2", "helium", "both"} {
		e := engines[name]
		if e == nil {
			continue
		}
		b.Cleanup(func() { _ = e.Close() })
		valid(b, e, t, t.docs[0]) // compiles the schema
		b.Run("engine="+name, func(b *testing.B) {
			perDocument(b, t)
			for b.Loop() {
				for _, d := range t.docs {
					valid(b, e, t, d)
				}
			}
		})
	}
}

func valid(b *testing.B, e xsd.Engine, t *tree, d document) {
	b.Helper()
	v, err := e.Validate(context.Background(), xsd.SchemaRef(t.ans.Schema), d.raw)
	if err != nil || !v.Valid {
		b.Fatalf("%s: %+v, %v", d.file, v.Violations, err)
	}
}
