package svrl

import (
	"encoding/xml"
	"strings"

	"github.com/etalon-dmp/etalon/reports"
)

const namespace = "http://purl.oclc.org/dsdl/svrl"

// The types below are the part of SVRL that this package writes. Elements of
// one level come in the order of the list, which the format reads as nesting.
type output struct {
	XMLName xml.Name `xml:"svrl:schematron-output"`
	Space   string   `xml:"xmlns:svrl,attr"`
	Title   string   `xml:"title,attr"`
	Version string   `xml:"schemaVersion,attr,omitempty"`
	Texts   []text
	Said    []any
}

type text struct {
	XMLName xml.Name `xml:"svrl:text"`
	Lang    string   `xml:"xml:lang,attr,omitempty"`
	Body    string   `xml:",chardata"`
}

type pattern struct {
	XMLName xml.Name `xml:"svrl:active-pattern"`
	ID      string   `xml:"id,attr"`
	Name    string   `xml:"name,attr"`
	Role    string   `xml:"role,attr,omitempty"` // the verdict
}

type fired struct {
	XMLName xml.Name `xml:"svrl:fired-rule"`
	ID      string   `xml:"id,attr,omitempty"`
	Context string   `xml:"context,attr"`
	Role    string   `xml:"role,attr,omitempty"` // the verdict
}

// check is a failed-assert, or a successful-report for what is no failure.
type check struct {
	XMLName     xml.Name
	ID          string `xml:"id,attr,omitempty"`
	Test        string `xml:"test,attr"`
	Role        string `xml:"role,attr"`
	Flag        string `xml:"flag,attr,omitempty"`
	Location    string `xml:"location,attr"`
	Text        text
	Diagnostics []diagnostic
}

type diagnostic struct {
	XMLName xml.Name `xml:"svrl:diagnostic-reference"`
	Name    string   `xml:"diagnostic,attr"`
	Lang    string   `xml:"xml:lang,attr,omitempty"`
	Body    string   `xml:",chardata"`
}

// visible shows what XML 1.0 cannot hold, and what a reader could not see, as escapes.
func visible(s string) string { return reports.Visible(s, valueLimit) }

// name makes an identifier an XML name; empty stays empty.
func name(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '-'
	}, visible(s))
	if s != "" && (s[0] == '-' || s[0] == '.' || s[0] >= '0' && s[0] <= '9') {
		s = "_" + s
	}
	return s
}
