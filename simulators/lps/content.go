package lps

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

const nsXDSB = "urn:ihe:iti:xds-b:2007"

// documentOf gives the bytes of a document of an ITI-43 answer, inline or
// attached: the one with the uniqueId asked for.
func documentOf(a answer, uniqueID string) ([]byte, bool) {
	if !a.payload.OK() {
		return nil, false
	}
	for r := range a.payload.ChildrenNamed(nsXDSB, "DocumentResponse") {
		if strings.TrimSpace(r.Child(nsXDSB, "DocumentUniqueId").Value()) != uniqueID {
			continue
		}
		d := r.Child(nsXDSB, "Document")
		include := d.Child("http://www.w3.org/2004/08/xop/include", "Include")
		if !include.OK() {
			b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(d.Value()), ""))
			return b, err == nil && len(b) > 0
		}
		part, ok := a.parts.Resolve(include.Attr("", "href"))
		if !ok {
			return nil, false
		}
		b, err := part.Content()
		return b, err == nil
	}
	return nil, false
}

// broken tells of an answer that is not whole, or in which a part is named
// twice: what it says cannot be relied on.
func broken(m mtom.Message) bool {
	return slices.ContainsFunc(m.Anomalies, func(a etalon.Anomaly) bool {
		return a.Code == mtom.CodeClosingMissing || a.Code == mtom.CodeContentIDDuplicate || a.Code == mtom.CodeBoundaryNotFound
	})
}
