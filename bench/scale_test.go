//go:build unix

package bench

import (
	"fmt"
	"testing"
)

// BenchmarkScale shows time against size: ns/B stays as it is when time grows
// with the size and no faster.
func BenchmarkScale(b *testing.B) {
	t := pack(b)
	loaded := schemas{}
	entries := general(b, t)
	for _, size := range []struct {
		name  string
		bytes int
	}{{"10KB", 10e3}, {"100KB", 100e3}, {"1MB", 1e6}, {"5MB", 5e6}, {"20MB", 20e6}} {
		for _, e := range entries {
			loaded.load(b, t, e)
		}
		raw := Synthetic(size.bytes)
		measure := func(step string, once func()) {
			b.Run(fmt.Sprintf("step=%s/size=%s", step, size.name), func(b *testing.B) {
				b.SetBytes(int64(len(raw)))
				b.ReportAllocs()
				once() // fills what is kept between documents
				for b.Loop() {
					once()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(raw)), "ns/B")
			})
		}
		measure("parse", func() { parse(b, raw) })
		measure("all", func() {
			d := parse(b, raw)
			for _, e := range entries {
				run(b, loaded.load(b, t, e), d)
			}
		})
	}
}
