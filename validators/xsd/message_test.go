package xsd

import (
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	for _, c := range []struct{ message, expected, observed string }{
		{"Element '{urn:x}b': This element is not expected. Expected is ( {urn:x}a ).", "a", "b"},
		{"Element 'b': This element is not expected. Expected is one of ( {urn:x}a, {urn:x}c ).", "a, c", "b"},
		{"Element '{urn:x}b': Missing child element(s). Expected is ( {urn:x}a ).", "a", ""},
		{"Element '{urn:x}n': 'it's 12' is not a valid value of the atomic type 'xs:int'.", "xs:int", "it's 12"},
		{"Element 'n': [facet 'pattern'] The value 'a'b' is not accepted by the pattern '[0-9]+'.", "/[0-9]+/", "a'b"},
		{"Element 'n', attribute 'v': [facet 'enumeration'] The value '2' is not an element of the set {'1', '3'}.", "1, 3", "2"},
		{"Element 'n': The attribute 'id' is required but missing.", "@id", ""},
		{"Element 'n', attribute 'x': The attribute '{urn:y}x' is not allowed.", "", "@x"},
		{"Element 'n', attribute 'r': The value 'zz' is not valid for the type of attribute 'r'.", "", "zz"},
		{"something nobody has worded yet", "", ""},
		{"Element '", "", ""},
	} {
		expected, observed := explain(c.message)
		if expected != c.expected || observed != c.observed {
			t.Errorf("%s\n got %q, %q\nwant %q, %q", c.message, expected, observed, c.expected, c.observed)
		}
	}
}

func TestAViolationIsBounded(t *testing.T) {
	v := violation("Element 'n': '" + strings.Repeat("é", 50_000) + "' is not a valid value of the atomic type 'xs:int'.")
	for _, s := range []string{v.Message, v.Observed} {
		if len(s) > maxText+len("…") || !strings.HasSuffix(s, "…") {
			t.Errorf("%d bytes, ends %q", len(s), s[max(0, len(s)-8):])
		}
	}
	if v.Expected != "xs:int" {
		t.Errorf("expected %q", v.Expected)
	}
}
