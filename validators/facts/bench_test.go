package facts_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// BenchmarkOneExchange measures what it costs to have both documents of one
// exchange: from messages taken apart for each, and from messages taken apart once.
func BenchmarkOneExchange(b *testing.B) {
	large := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("%PDF-1.4 "), 20_000))
	in := simple(post("/r", "application/soap+xml", strings.Replace(query, "<r:Slot", "<r:Held>"+large+"</r:Held><r:Slot", 1)))
	in.Response = answer("200", "application/soap+xml", soapAnswer(fault))
	b.Run("apart", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = facts.Exchange(in), facts.Summarise(in)
		}
	})
	b.Run("once", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			taken := facts.Take(in)
			_, _ = taken.Evidence(), taken.Summary()
		}
	})
}
