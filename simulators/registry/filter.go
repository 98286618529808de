package registry

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// filter says how the parameters of a Find query select objects.
type filter struct {
	prefix  string
	patient string // identification scheme
	author  string // classification scheme
	kind    func(*ebrim.Object) bool
	codes   map[string]string // parameter suffix: classification scheme
	times   map[string]string // parameter suffix before From and To: slot
}

var documentFilter = filter{
	prefix: "$XDSDocumentEntry", patient: ebrim.DocumentPatientID, author: ebrim.DocumentAuthor, kind: isDocument,
	codes: map[string]string{
		"ClassCode": ebrim.ClassCode, "TypeCode": ebrim.TypeCode, "FormatCode": ebrim.FormatCode,
		"PracticeSettingCode": ebrim.PracticeSetting, "HealthcareFacilityTypeCode": ebrim.FacilityTypeCode,
		"EventCodeList": ebrim.EventCodeList, "ConfidentialityCode": ebrim.ConfidentialityCd,
	},
	times: map[string]string{
		"CreationTime": "creationTime", "ServiceStartTime": "serviceStartTime", "ServiceStopTime": "serviceStopTime",
	},
}

var setFilter = filter{
	prefix: "$XDSSubmissionSet", patient: ebrim.SetPatientID, author: ebrim.SetAuthor, kind: isSet,
	codes: map[string]string{"ContentType": ebrim.SetContentType},
	times: map[string]string{"SubmissionTime": "submissionTime"},
}

// match tests every parameter but the patient.
func (f filter) match(o *ebrim.Object, p map[string]ebrim.Parameter) bool {
	if !slices.Contains(p[f.prefix+"Status"].Values(), o.Attr("status")) {
		return false
	}
	for suffix, scheme := range f.codes {
		codes := o.Codes(scheme)
		for _, group := range p[f.prefix+suffix].Groups { // groups: and; values: or
			if !slices.ContainsFunc(group, func(v string) bool { return slices.Contains(codes, v) }) {
				return false
			}
		}
	}
	for suffix, slot := range f.times {
		if !between(o.Slot(slot), p[f.prefix+suffix+"From"].Values(), p[f.prefix+suffix+"To"].Values()) {
			return false
		}
	}
	if ids := p["$XDSSubmissionSetSourceId"].Values(); f.prefix == "$XDSSubmissionSet" && len(ids) > 0 && !slices.Contains(ids, o.Identifier(ebrim.SetSourceID)) {
		return false
	}
	if types := p["$XDSDocumentEntryType"].Values(); f.prefix == "$XDSDocumentEntry" && len(types) > 0 && !slices.Contains(types, o.Attr("objectType")) {
		return false
	}
	if like := p[f.prefix+"AuthorPerson"].Values(); len(like) > 0 {
		return slices.ContainsFunc(f.persons(o), func(person string) bool {
			return slices.ContainsFunc(like, func(pattern string) bool { return likes(pattern, person) })
		})
	}
	return true
}

// persons are the authorPerson values of an object.
func (f filter) persons(o *ebrim.Object) []string {
	var found []string
	for _, c := range o.Classifications {
		if c.Attr("classificationScheme") == f.author {
			found = append(found, c.Slot("authorPerson")...)
		}
	}
	return found
}

// between tells From <= value < To on DTM values; an object without the
// attribute is not excluded.
func between(value, from, to []string) bool {
	if len(value) == 0 {
		return true
	}
	v := pad(value[0])
	if len(from) > 0 && v < pad(from[0]) {
		return false
	}
	return len(to) == 0 || v < pad(to[0])
}

// pad completes a DTM to seconds: 2026 is 20260101000000.
func pad(dtm string) string {
	const lowest = "00000101000000"
	if len(dtm) >= len(lowest) {
		return dtm[:len(lowest)]
	}
	return dtm + lowest[len(dtm):]
}

// likes matches an SQL LIKE pattern: % any run, _ one character.
func likes(pattern, s string) bool {
	pieces := strings.Split(pattern, "%")
	for i, piece := range pieces {
		switch {
		case i == 0:
			if !prefixed(s, piece) {
				return false
			}
			s = s[len(piece):]
		case i == len(pieces)-1:
			return len(s) >= len(piece) && prefixed(s[len(s)-len(piece):], piece)
		default:
			at := 0
			for ; at+len(piece) <= len(s) && !prefixed(s[at:], piece); at++ {
			}
			if at+len(piece) > len(s) {
				return false
			}
			s = s[at+len(piece):]
		}
	}
	return len(pieces) > 1 || s == ""
}

// prefixed says whether s starts with a piece in which _ is any byte.
func prefixed(s, piece string) bool {
	if len(s) < len(piece) {
		return false
	}
	for i := range len(piece) {
		if piece[i] != '_' && piece[i] != s[i] {
			return false
		}
	}
	return true
}
