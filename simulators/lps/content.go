package lps

import (
	"encoding/base64"
	"strings"
)

// firstDocument gives the bytes of the first document of an ITI-43 answer,
// inline or attached.
func firstDocument(a answer) ([]byte, bool) {
	d := a.payload.Path("urn:ihe:iti:xds-b:2007", "DocumentResponse", "Document")
	if !d.OK() {
		return nil, false
	}
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
