package pdq

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3/demographics"
)

// date is the part of a time that a date of birth can be compared with.
func date(s string) string { return s[:min(len(s), len("20060102"))] }

// candidates are places among which every match is: the fewest that an index
// gives, in no particular order.
func (x *Index) candidates(s *demographics.Search) []int32 {
	low, high := "", ""
	if len(s.Births) > 0 {
		low, high = date(s.Births[0].Low), date(s.Births[0].High)
	}
	best := x.byBirth
	if low != "" || high != "" {
		best = between(x.byBirth, x.birth, low, high)
	}
	better := func(places []int32) {
		if len(places) < len(best) {
			best = places
		}
	}
	if named, ok := x.named(s.Names, low, high); ok {
		better(named)
	}
	if len(s.IDs) > 0 {
		if places, ok := x.identified(s.IDs); ok {
			better(places)
		}
	}
	return best
}

// named are the places of people with one of the families; false when a name has
// no family to look for.
func (x *Index) named(names []demographics.Name, low, high string) ([]int32, bool) {
	if len(names) == 0 {
		return nil, false
	}
	var all []int32
	for _, n := range names {
		if len(n.Families) == 0 {
			return nil, false
		}
		for _, f := range n.Families {
			folded := fold(f)
			all = append(all, x.born(exactly(x.byFamily, x.family, folded), low, high)...)
			if n.Search {
				all = append(all, between(x.byFamily, x.family, folded, folded)...)
				all = append(all, x.born(exactly(x.bySound, x.sound, sound(folded)), low, high)...)
			}
		}
	}
	if len(all) > 1 {
		slices.Sort(all)
		all = slices.Compact(all)
	}
	return all, true
}

// born narrows places that are in the order of birth.
func (x *Index) born(places []int32, low, high string) []int32 {
	if low == "" && high == "" {
		return places
	}
	return between(places, x.birth, low, high)
}

// identified are the places of who has one of the identifiers; false when it may
// be one of another domain, which has no index.
func (x *Index) identified(ids []hl7v3.II) ([]int32, bool) {
	for _, id := range ids {
		if !x.others[id.Root] {
			return exactly(x.byID, x.id, id.Extension), true
		}
	}
	return nil, false
}
