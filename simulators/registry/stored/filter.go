package stored

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// codes is a coded parameter: groups are and-ed, the values of one or-ed.
type codes struct {
	scheme string
	groups [][]string // "code^^codingScheme"
}

// span is a range of times: from <= value < to; "" leaves an end open.
type span struct{ slot, from, to string }

func (x *search) span(name, slot string) span {
	return span{slot, x.args.value(name + "From"), x.args.value(name + "To")}
}

// filter selects objects by their attributes. What is empty selects all.
type filter struct {
	status     []string
	types      []string // object types of entries
	codes      []codes
	ranges     []span
	author     string   // classification scheme
	authors    []string // LIKE patterns
	references [][]string
	sources    []string
}

// compact drops what selects all and pads the times.
func (f filter) compact() filter {
	f.codes = slices.DeleteFunc(slices.Clone(f.codes), func(c codes) bool { return len(c.groups) == 0 })
	f.ranges = slices.DeleteFunc(slices.Clone(f.ranges), func(s span) bool { return s.from == "" && s.to == "" })
	for i := range f.ranges {
		f.ranges[i].from, f.ranges[i].to = pad(f.ranges[i].from), pad(f.ranges[i].to)
	}
	return f
}

func (f filter) match(o *ebrim.Object) bool {
	if f.status != nil && !slices.Contains(f.status, o.Attr("status")) {
		return false
	}
	demand := o.Attr("objectType") == ebrim.OnDemandDocument
	if f.types != nil && !slices.ContainsFunc(f.types, func(t string) bool { return (t == ebrim.OnDemandDocument) == demand && knownType(t) }) {
		return false
	}
	for _, c := range f.codes {
		for _, group := range c.groups {
			if !slices.ContainsFunc(group, func(v string) bool { return hasCode(o, c.scheme, v) }) {
				return false
			}
		}
	}
	for _, s := range f.ranges {
		if demand && s.slot == "creationTime" { // an On-Demand entry has none
			continue
		}
		if !s.holds(slotValue(o, s.slot)) {
			return false
		}
	}
	for _, group := range f.references {
		if !likeAny(group, o.Slot(ebrim.ReferenceIDs)) {
			return false
		}
	}
	if f.sources != nil && !slices.Contains(f.sources, o.Identifier(ebrim.SetSourceID)) {
		return false
	}
	return f.authors == nil || slices.ContainsFunc(o.Classifications, func(c *ebrim.Object) bool {
		return c.Attr("classificationScheme") == f.author && likeAny(f.authors, c.Slot("authorPerson"))
	})
}

func knownType(t string) bool { return t == ebrim.StableDocument || t == ebrim.OnDemandDocument }

// slotValue is the first value of a slot, or "".
func slotValue(o *ebrim.Object, name string) string {
	for i := range o.Slots {
		if o.Slots[i].Name == name && len(o.Slots[i].Values) > 0 {
			return o.Slots[i].Values[0]
		}
	}
	return ""
}

// hasCode tells whether an object has a code, written code^^codingScheme.
func hasCode(o *ebrim.Object, scheme, want string) bool {
	code, codingScheme, found := strings.Cut(want, "^^")
	return found && slices.ContainsFunc(o.Classifications, func(c *ebrim.Object) bool {
		return c.Attr("classificationScheme") == scheme && c.Attr("nodeRepresentation") == code && slotValue(c, "codingScheme") == codingScheme
	})
}

// holds tells from <= value < to on DTM values; an object without the attribute
// is not excluded.
func (s span) holds(value string) bool {
	if value == "" {
		return true
	}
	v := pad(value)
	return (s.from == "" || v >= s.from) && (s.to == "" || v < s.to)
}

// pad completes a DTM to seconds: 2026 is 20260101000000. "" stays.
func pad(dtm string) string {
	const lowest = "00000101000000"
	switch {
	case dtm == "":
		return ""
	case len(dtm) >= len(lowest):
		return dtm[:len(lowest)]
	}
	return dtm + lowest[len(dtm):]
}

func likeAny(patterns, values []string) bool {
	return slices.ContainsFunc(values, func(v string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { return likes(p, v) })
	})
}

// likes matches an SQL LIKE pattern: % any run, _ one character.
func likes(pattern, s string) bool {
	p, t := []rune(pattern), []rune(s)
	i, j, star, mark := 0, 0, -1, 0
	for j < len(t) {
		switch {
		case i < len(p) && p[i] == '%':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '_' || p[i] == t[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '%' {
		i++
	}
	return i == len(p)
}
