package facts

import (
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// facets are what the parameters of a query that narrow it look at.
type facets struct {
	codes   map[string][]string // by scheme: code^^system
	times   map[string]string   // by name of the slot, of 14 digits only
	authors []string            // authorPerson
	source  string              // sourceId of a set
}

func readFacets(n xmldoc.Node) facets {
	f := facets{codes: map[string][]string{}, times: map[string]string{}, source: externalIdentifier(n, ebrim.SetSourceID)}
	for c := range n.ChildrenNamed(nsRIM, "Classification") {
		scheme, system := uri(c, "classificationScheme"), ""
		for s := range c.ChildrenNamed(nsRIM, "Slot") {
			switch s.Attr("", "name") {
			case "codingScheme":
				system = s.Path(nsRIM, "ValueList", "Value").Value()
			case "authorPerson":
				f.authors = append(f.authors, s.Path(nsRIM, "ValueList", "Value").Value())
			}
		}
		f.codes[scheme] = append(f.codes[scheme], c.Attr("", "nodeRepresentation")+"^^"+system)
	}
	for s := range n.ChildrenNamed(nsRIM, "Slot") {
		if v := s.Path(nsRIM, "ValueList", "Value").Value(); toTheSecond.MatchString(v) {
			f.times[s.Attr("", "name")] = v
		}
	}
	return f
}

// toTheSecond is a DTM to the second: what is less precise is not compared.
var toTheSecond = regexp.MustCompile(`^[0-9]{14}$`)

// filter is a parameter that narrows a query: the objects of its kind for which it
// holds surely are meant (IHE ITI TF-2 3.18.4.1.2.3.5 and .7).
type filter struct {
	kind  string
	holds func(facets) bool
}

// codeParams are the parameters with codes, and the schemes of these.
var codeParams = map[string]string{
	"$XDSDocumentEntryClassCode": ebrim.ClassCode, "$XDSDocumentEntryTypeCode": ebrim.TypeCode,
	"$XDSDocumentEntryFormatCode": ebrim.FormatCode, "$XDSDocumentEntryPracticeSettingCode": ebrim.PracticeSetting,
	"$XDSDocumentEntryHealthcareFacilityTypeCode": ebrim.FacilityTypeCode, "$XDSDocumentEntryEventCodeList": ebrim.EventCodeList,
	"$XDSDocumentEntryConfidentialityCode": ebrim.ConfidentialityCd, "$XDSSubmissionSetContentType": ebrim.SetContentType,
	"$XDSFolderCodeList": ebrim.FolderCodeList,
}

// timeParams are the parameters with instants, without From and To, and their slots.
var timeParams = map[string]string{
	"$XDSDocumentEntryCreationTime": "creationTime", "$XDSDocumentEntryServiceStartTime": "serviceStartTime",
	"$XDSDocumentEntryServiceStopTime": "serviceStopTime", "$XDSSubmissionSetSubmissionTime": "submissionTime",
}

// narrowing reads a parameter that narrows a query; it says whether it is one that
// can be followed.
func narrowing(name string, words []string) (filter, bool) {
	f := filter{kind: "entry"}
	switch {
	case strings.HasPrefix(name, "$XDSSubmissionSet"):
		f.kind = "set"
	case strings.HasPrefix(name, "$XDSFolder"):
		f.kind = "folder"
	}
	if scheme, ok := codeParams[name]; ok {
		f.holds = func(of facets) bool {
			return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of.codes[scheme], w) })
		}
		return f, true
	}
	from, begins := strings.CutSuffix(name, "From")
	to, ends := strings.CutSuffix(name, "To")
	switch {
	case begins && timeParams[from] != "" && len(words) == 1:
		f.holds = func(of facets) bool { return of.times[timeParams[from]] >= padded(words[0]) }
	case ends && timeParams[to] != "" && len(words) == 1:
		f.holds = func(of facets) bool { v := of.times[timeParams[to]]; return v != "" && v < padded(words[0]) }
	case strings.HasSuffix(name, "AuthorPerson"):
		f.holds = func(of facets) bool {
			return slices.ContainsFunc(of.authors, func(a string) bool {
				return slices.ContainsFunc(words, func(w string) bool { return likes(w, a) })
			})
		}
	case name == "$XDSSubmissionSetSourceId":
		f.holds = func(of facets) bool { return slices.Contains(words, of.source) }
	case name == "$XDSDocumentEntryType": // only entries of stable documents are ever due
		f.holds = func(facets) bool { return slices.Contains(words, ebrim.StableDocument) }
	default:
		return f, false
	}
	return f, true
}

// padded is the first second of a DTM; what is none is past every one.
func padded(dtm string) string {
	const first = "00000101000000"
	if len(dtm) > len(first) || strings.Trim(dtm, "0123456789") != "" {
		return "~"
	}
	return dtm + first[len(dtm):]
}

// likes tells whether a text is like a pattern of SQL: % stands for any text, _
// for one character.
func likes(pattern, s string) bool {
	p := strings.NewReplacer("%", ".*", "_", ".").Replace(regexp.QuoteMeta(pattern))
	re, err := regexp.Compile("(?s)^" + p + "$")
	return err == nil && re.MatchString(s)
}
