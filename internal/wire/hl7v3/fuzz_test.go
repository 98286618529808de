package hl7v3_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Whatever a message holds, a query is read of it.
func FuzzQuery(f *testing.F) {
	f.Add([]byte(find))
	f.Add([]byte(`<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"><controlActProcess><queryByParameter/></controlActProcess></PRPA_IN201305UV02>`))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if doc, err := xmldoc.Parse(b, xmldoc.Limits{}); err == nil {
			_ = hl7v3.ReadQuery(doc.Root())
		}
	})
}
