package registry_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// everyone knows every patient.
type everyone struct{}

func (everyone) Known(string) bool      { return true }
func (everyone) Feedable(string) string { return "" }

func cxOf(n int) string { return fmt.Sprintf("P%d^^^&1.2.250.1.213.1.4.10&ISO", n) }

// filledWith has documents of one lot each: ten for each patient, and a
// thousand for patient 0.
func filledWith(b *testing.B, documents int) *world {
	b.Helper()
	w := begin(b, registry.IHE())
	w.Registry = registry.New(registry.Config{Patients: everyone{}, NewID: w.id, Clock: w.clock, Policy: registry.IHE()})
	for i := range documents {
		w.must(one(i, patientOf(i)))
	}
	return w
}

func patientOf(i int) string { return cxOf(max(0, (i-1000)/10)) }

func one(i int, cx string) []*ebrim.Object {
	n := 10_000_000 + i
	return lot(n, cx, entry("Document01", oid(i+1), cx))
}

// BenchmarkQuery asks a registry of 100,000 documents.
func BenchmarkQuery(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w := filledWith(b, 100_000)
	runtime.GC()
	runtime.ReadMemStats(&after)
	perDocument := float64(after.HeapAlloc-before.HeapAlloc) / 100_000
	for name, args := range map[string][]string{
		"patient-10":   {ebrim.FindDocuments, dEntry + "PatientId", "'" + cxOf(500) + "'", dEntry + "Status", approvedOnly},
		"patient-1000": {ebrim.FindDocuments, dEntry + "PatientId", "'" + cxOf(0) + "'", dEntry + "Status", approvedOnly, dEntry + "ClassCode", "('10^^1.1')"},
		"uniqueId":     {ebrim.GetDocuments, dEntry + "UniqueId", "('" + oid(77_777) + "')"},
		"associations": {ebrim.GetAssociations, "$uuid", "('" + uuid(10_077_776) + "')"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			found := 0
			for b.Loop() {
				found = len(w.find(args[0], args[1:]...))
			}
			b.ReportMetric(float64(found), "found")
			b.ReportMetric(perDocument, "B/stored-document")
		})
	}
}

// BenchmarkRegister registers a lot of one document into an empty registry and
// into one of 100,000 documents: the cost must not depend on what is there.
func BenchmarkRegister(b *testing.B) {
	for _, there := range []int{0, 100_000} {
		b.Run(fmt.Sprint("with-", there), func(b *testing.B) {
			w := filledWith(b, there)
			b.ReportAllocs()
			i := 1_000_000
			for b.Loop() {
				w.must(one(i, patientOf(5000)))
				i++
			}
		})
	}
}
