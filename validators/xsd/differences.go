package xsd

import (
	"regexp"
	"strings"
)

// difference is a way in which the engines are known not to agree: one of them
// objects, the other does not, and the norm says which of them is right.
type difference struct {
	name     string
	objector string // the engine that objects
	right    bool   // whether it is right to
	says     *regexp.Regexp
	why      string
}

// known lists the differences. Each has a test that shows it; each was found or
// confirmed by putting both engines and Xerces to mutants of the same documents.
var known = []difference{
	{
		"xsi-type", "libxml2", true, regexp.MustCompile(`of the xsi:type attribute (does not resolve to a type definition|has no corresponding namespace declaration)|: The type definition is absent\.$`),
		"XSD 1.0 part 1, 3.3.4 (cvc-elt.4.2): helium passes over an xsi:type that names no type, and our own check does not look into foreign elements",
	},
	{
		"xsi-attribute", "libxml2", true, regexp.MustCompile(`attribute '\{http://www\.w3\.org/2001/XMLSchema-instance\}[^']*': The attribute '.*' is not allowed`),
		"XSD 1.0 part 1, 2.6: four xsi: attributes exist; helium passes over any other, and our own check looks where no type takes attributes it does not name",
	},
	{
		"any-uri", "libxml2", true, regexp.MustCompile(`is not a valid value of the atomic type '[^']*(anyURI|referenceURI|\}url)'`),
		"XSD 1.0 part 2, 3.2.17: anyURI is a URI reference; helium follows XSD 1.1, where it is any string",
	},
	{
		"plus-inf", "libxml2", true, regexp.MustCompile(`'\+INF' is not a valid value of`),
		"XSD 1.0 part 2, 3.2.4.1: +INF is of XSD 1.1",
	},
	{
		"year-zero", "libxml2", true, regexp.MustCompile(`'-?0000(-[^']*)?' is not a valid value of the atomic type 'xs:(date|gYear)`),
		"XSD 1.0 part 2, 3.2.7.1: the year 0000 is of XSD 1.1",
	},
	{
		"lax-attribute", "libxml2", true, regexp.MustCompile(`attribute '\{http://www\.w3\.org/XML/1998/namespace\}[^']*': '.*' is not a valid value`),
		"XSD 1.0 part 1, 3.4.4: an attribute that has a declaration is checked where it is taken laxly; helium does not in content without one",
	},
	{
		"base64", "helium", true, regexp.MustCompile(`is not (a valid value of the atomic type '[^']*(base64Binary|DigestValueType|CryptoBinary|\bbin)'|valid for the type of attribute 'integrityCheck')`),
		"XSD 1.0 part 2, 3.2.16: libxml2 passes over characters that are not of base64",
	},
	{
		"idref", "helium", true, regexp.MustCompile(`There is no ID/IDREF binding for`),
		"XSD 1.0 part 1, 3.15.4 (cvc-id.1): libxml2 does not look for what an IDREF names",
	},
	{
		"blanks-date", "libxml2", false, regexp.MustCompile(`': '([ \t\r\n]+[^ ]+[ \t\r\n]*|[^ ]+[ \t\r\n]+)' is not a valid value of the atomic type 'xs:(dateTime|date|time|duration|gYear|gYearMonth)'`),
		"XSD 1.0 part 2, 4.3.6: blanks around a date are no part of it; libxml2 takes them for one",
	},
}

// explained finds the difference that an objection is of. One that is wrong to
// raise is asked for first: its words may be those of a right one, with blanks.
func explained(objector, message string) (difference, bool) {
	for _, right := range []bool{false, true} {
		for _, d := range known {
			if d.objector == objector && d.right == right && d.says.MatchString(message) {
				return d, true
			}
		}
	}
	return difference{}, false
}

// reconcile looks at what one engine objects to and the other takes. It gives
// the verdict that is right and the names of the differences, or false when
// nobody has explained what is objected to.
func reconcile(objecting Verdict) (right Verdict, names string, ok bool) {
	right = objecting
	right.Violations = nil
	seen := []string{}
	for _, v := range objecting.Violations {
		d, ok := explained(objecting.Engine, v.Message)
		if !ok {
			return Verdict{}, "", false
		}
		if !strings.Contains(strings.Join(seen, " "), d.name) {
			seen = append(seen, d.name)
		}
		if d.right {
			right.Violations = append(right.Violations, v)
		}
	}
	right.Valid = len(right.Violations) == 0
	right.Total -= len(objecting.Violations) - len(right.Violations)
	if right.Valid {
		right.Total = 0
	}
	return right, strings.Join(seen, " "), true
}
