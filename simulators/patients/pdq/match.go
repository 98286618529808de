package pdq

import (
	"cmp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3/demographics"
)

// Match is a person found: the place in the population, and how well it matches,
// per cent.
type Match struct{ Place, Degree int32 }

// The algorithms that matchAlgorithm may name.
const (
	Exact    = "exact"    // also where use="SRCH" asks for more
	Phonetic = "phonetic" // as if every name had use="SRCH"
)

// Known says whether matchAlgorithm names an algorithm of this supplier; another
// is none that consumer and supplier have agreed upon.
func Known(algorithm string) bool {
	return algorithm == "" || strings.EqualFold(algorithm, Exact) || strings.EqualFold(algorithm, Phonetic)
}

// Find gives who matches a search, the best first. keep leaves people out; nil
// keeps all.
func (x *Index) Find(s *demographics.Search, keep func(*etalon.Patient) bool) []Match {
	asked := *s
	asked.Names, asked.Maidens = reading(s.Names, s.Algorithm), reading(s.Maidens, s.Algorithm)
	m := matcher{Search: &asked, names: spell(asked.Names), maidens: spell(asked.Maidens)}
	var found []Match
	for _, i := range x.candidates(&asked) {
		p := &x.people[i]
		if keep != nil && !keep(p) {
			continue
		}
		if degree := m.degree(p, x.names[i]); degree > 0 && degree >= s.Least {
			found = append(found, Match{i, int32(degree)}) //nolint:gosec // of a hundred
		}
	}
	slices.SortFunc(found, func(a, b Match) int { return cmp.Or(cmp.Compare(b.Degree, a.Degree), cmp.Compare(a.Place, b.Place)) })
	return found
}

// reading is names as an algorithm takes them.
func reading(names []demographics.Name, algorithm string) []demographics.Name {
	names = slices.Clone(names)
	for i := range names {
		switch {
		case strings.EqualFold(algorithm, Exact):
			names[i].Search = false
		case strings.EqualFold(algorithm, Phonetic):
			names[i].Search = true
		}
	}
	return names
}

// matcher is a search with its names spelled as they are compared.
type matcher struct {
	*demographics.Search
	names, maidens []spelled
}

type spelled struct {
	families, givens []called // family and sound are those of the word
	search           bool
}

func spell(names []demographics.Name) []spelled {
	word := func(s string) called { f := fold(s); return called{family: f, sound: sound(f)} }
	all := make([]spelled, 0, len(names))
	for _, n := range names {
		one := spelled{search: n.Search}
		for _, f := range n.Families {
			one.families = append(one.families, word(f))
		}
		for _, g := range n.Givens {
			one.givens = append(one.givens, word(g))
		}
		all = append(all, one)
	}
	return all
}

// degree is how well a person matches: the mean of the criteria, 0 when one does
// not hold.
func (m *matcher) degree(p *etalon.Patient, n called) int {
	sum, count := 0, 0
	holds := func(score int) bool { sum += score; count++; return score > 0 }
	for _, id := range m.IDs {
		if !holds(truth(has(p, id))) {
			return 0
		}
	}
	for _, g := range m.Genders {
		if !holds(truth(strings.EqualFold(g, p.Gender))) {
			return 0
		}
	}
	for _, b := range m.Births {
		if !holds(born(p.Birth, b)) {
			return 0
		}
	}
	if len(m.names) > 0 && !holds(best(m.names, n)) {
		return 0
	}
	if len(m.maidens) > 0 && !holds(best(m.maidens, maiden(p))) {
		return 0
	}
	if len(m.Addresses) > 0 && !holds(truth(slices.ContainsFunc(m.Addresses, func(a demographics.Address) bool { return lives(p, a) }))) {
		return 0
	}
	if len(m.Telecoms) > 0 && !holds(truth(p.Telecom != "" && slices.ContainsFunc(m.Telecoms, func(t string) bool { return number(t) == number(p.Telecom) }))) {
		return 0
	}
	if len(m.Providers) > 0 && !holds(truth(slices.ContainsFunc(m.Providers, func(id hl7v3.II) bool { return id.Root == p.Provider }))) {
		return 0
	}
	if count == 0 {
		return 0
	}
	return sum / count
}

func truth(b bool) int {
	if b {
		return 100
	}
	return 0
}

func has(p *etalon.Patient, id hl7v3.II) bool {
	return id.Root == p.OID && id.Extension == p.INS || slices.Contains(p.OtherIDs, etalon.Identifier(id))
}

// born compares a date of birth to the length that is known of both. A part of
// the date says less than all of it.
func born(birth string, in demographics.Interval) int {
	low, high := date(in.Low), date(in.High)
	n := min(len(birth), len(low))
	m := min(len(birth), len(high))
	if birth[:n] < low[:n] || birth[:m] > high[:m] {
		return 0
	}
	if low == high && len(low) == len(birth) {
		return 100
	}
	return 90
}

func lives(p *etalon.Patient, a demographics.Address) bool {
	for _, part := range [][2]string{{a.City, p.City}, {a.PostalCode, p.PostalCode}, {a.Line, ""}, {a.State, ""}, {a.Country, ""}} {
		if part[0] != "" && fold(part[0]) != fold(part[1]) {
			return false
		}
	}
	return true
}

// number is a telecom as compared: no blanks and separators, no capitals.
func number(t string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()/", r) {
			return -1
		}
		return r
	}, t))
}

func maiden(p *etalon.Patient) called {
	f := fold(p.MaidenName)
	return called{family: f, sound: sound(f)}
}

// best is the score of the name that fits best.
func best(names []spelled, of called) int {
	top := 0
	for _, n := range names {
		top = max(top, n.score(of))
	}
	return top
}

// score compares a name: one of its families, and all its given names.
func (n spelled) score(of called) int {
	total, parts := 0, 0
	if len(n.families) > 0 {
		top := 0
		for _, f := range n.families {
			top = max(top, alike(f, of.family, of.sound, n.search))
		}
		if top == 0 {
			return 0
		}
		total, parts = top, 1
	}
	for _, g := range n.givens {
		top := alike(g, of.givens, sound(of.givens), n.search)
		for word := range strings.SplitSeq(of.givens, " ") {
			top = max(top, alike(g, word, sound(word), n.search))
		}
		if top == 0 {
			return 0
		}
		total += top
		parts++
	}
	return total / parts
}

// alike compares two words: the same, the beginning of the other, heard alike.
func alike(asked called, name, heard string, search bool) int {
	switch {
	case name == "" || asked.family == "":
		return 0
	case asked.family == name:
		return 100
	case !search:
		return 0
	case strings.HasPrefix(name, asked.family):
		return 90
	case asked.sound == heard:
		return 80
	}
	return 0
}
