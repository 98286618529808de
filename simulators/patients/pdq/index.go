package pdq

import (
	"cmp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Index finds people by name, date of birth and identifier. It holds places in
// the population that it was made of, which must not change.
type Index struct {
	people []etalon.Patient
	names  []called // of each, as compared
	// Places, in the order of what they are named after; within one name by birth.
	byFamily, bySound, byBirth, byID []int32
	domains, others                  map[string]bool // that issue identifiers: those of people, and their other ones
}

// called is how the names of a person are compared.
type called struct{ family, sound, givens string }

// NewIndex makes the index of a population: in the time to sort it four times,
// and some 120 bytes a person.
func NewIndex(people []etalon.Patient) *Index {
	x := &Index{people: people, names: make([]called, len(people)), domains: map[string]bool{}, others: map[string]bool{}}
	seen := map[string]string{} // names repeat: each is kept once
	once := func(s string) string {
		if kept, ok := seen[s]; ok {
			return kept
		}
		seen[s] = s
		return s
	}
	for i := range people {
		family := once(fold(people[i].Family))
		x.names[i] = called{family, once(sound(family)), once(fold(people[i].Given))}
		x.domains[people[i].OID] = true
		for _, id := range people[i].OtherIDs {
			x.others[id.Root] = true
		}
	}
	all := make([]int32, len(people))
	for i := range all {
		all[i] = int32(i)
	}
	sorted := func(order func(a, b int32) int) []int32 {
		places := slices.Clone(all)
		slices.SortStableFunc(places, order)
		return places
	}
	birth := func(a, b int32) int { return strings.Compare(people[a].Birth, people[b].Birth) }
	x.byFamily = sorted(func(a, b int32) int {
		return cmp.Or(strings.Compare(x.names[a].family, x.names[b].family), birth(a, b))
	})
	x.bySound = sorted(func(a, b int32) int { return cmp.Or(strings.Compare(x.names[a].sound, x.names[b].sound), birth(a, b)) })
	x.byBirth = sorted(birth)
	x.byID = sorted(func(a, b int32) int { return strings.Compare(people[a].INS, people[b].INS) })
	return x
}

// Len is the number of people.
func (x *Index) Len() int { return len(x.people) }

// Issues says whether some identifier is of a domain.
func (x *Index) Issues(root string) bool { return x.domains[root] || x.others[root] }

// between are the places from the first that is not before low to the last that
// is not after high, in an order that key gives. A bound holds for its own
// length: high "1980" holds for 19801231.
func between(places []int32, key func(int32) string, low, high string) []int32 {
	clip := func(s, bound string) string { return s[:min(len(s), len(bound))] }
	from, _ := slices.BinarySearchFunc(places, low, func(i int32, low string) int {
		if low == "" || clip(key(i), low) >= low {
			return 1
		}
		return -1
	})
	to, _ := slices.BinarySearchFunc(places, high, func(i int32, high string) int {
		if high != "" && clip(key(i), high) > high {
			return 1
		}
		return -1
	})
	return places[from:max(from, to)]
}

// exactly are the places whose key is a word.
func exactly(places []int32, key func(int32) string, word string) []int32 {
	from, _ := slices.BinarySearchFunc(places, word, func(i int32, w string) int {
		if key(i) >= w {
			return 1
		}
		return -1
	})
	to, _ := slices.BinarySearchFunc(places, word, func(i int32, w string) int {
		if key(i) > w {
			return 1
		}
		return -1
	})
	return places[from:max(from, to)]
}

func (x *Index) family(i int32) string { return x.names[i].family }
func (x *Index) sound(i int32) string  { return x.names[i].sound }
func (x *Index) birth(i int32) string  { return x.people[i].Birth }
func (x *Index) id(i int32) string     { return x.people[i].INS }
