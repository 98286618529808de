package account

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// attributeValue is another value of an attribute.
type attributeValue struct {
	op   Operator
	text string
}

// values are those that break an attribute, by its value representation (DICOM PS3.5,
// §6.2).
func values(e dicom.Element) []attributeValue {
	v := valueOf(e)
	out := []attributeValue{{Emptied, ""}}
	if v == "" {
		return nil
	}
	some := func(op Operator, text string) {
		if text != "" && text != v {
			out = append(out, attributeValue{op, text})
		}
	}
	switch e.VR {
	case "UI":
		some(Other, sibling(v))
		some(IllFormed, v+".007")
		some(Longer, v+strings.Repeat(".1", 40))
	case "DA":
		some(Other, sibling(v))
		some(IllFormed, "20261399")
		some("with-dashes", "2026-01-31")
	case "TM":
		some(Other, "010203")
		some(IllFormed, "996199")
	case "CS":
		some(Other, sibling(v))
		some(Case, strings.ToLower(v))
		some(Longer, v+strings.Repeat("X", 20))
	case "PN":
		some(Other, sibling(v))
		some("order", strings.Join(reversedWords(v), "^"))
		some(Longer, v+strings.Repeat("X", 80))
	case "LO", "SH", "AE", "IS", "ST", "LT", "UT", "UC":
		some(Other, sibling(v))
		some(Longer, v+strings.Repeat("x", 80))
	default: // binary
		b := []byte(v)
		b[0] ^= 0x55
		some(Other, string(b))
	}
	return out
}

func reversedWords(v string) []string {
	all := strings.Split(v, "^")
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// valued is an element with another text, padded as its representation asks.
func valued(e dicom.Element, text string) dicom.Element {
	pad := " "
	if e.VR == "UI" || e.VR == "OB" {
		pad = "\x00"
	}
	if len(text)%2 == 1 {
		text += pad
	}
	e.Value = []byte(text)
	return e
}

// otherVR is a representation that an attribute has not.
func otherVR(vr string) string {
	return map[string]string{"UI": "LO", "DA": "LO", "TM": "LO", "CS": "LO", "PN": "LO", "LO": "SH", "SH": "LO"}[vr]
}
