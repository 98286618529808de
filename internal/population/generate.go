package population

import (
	"fmt"
	"iter"

	"github.com/etalon-dmp/etalon"
)

// How the numbers are dealt: every combination of sex, year, month and order number
// is one person. Order numbers below firstOrder are those of the named archetypes.
const (
	firstYear  = 1926 // 100 years: each two-digit year once
	years      = 100
	firstOrder = 100
	orders     = 900
	// Most is how many people there are numbers for.
	Most = 2 * years * 12 * orders
	// firstMinor is the year of birth from which one has a legal representative here.
	firstMinor = 2010
)

// Spec says which people: the same seed and count give the same ones, and a larger
// count begins with those of a smaller one.
type Spec struct {
	Seed  uint64 `json:"seed"`
	Count int    `json:"count"` // 1 to Most
}

// All yields the people one by one: none is kept. It can be walked again.
func (s Spec) All() (iter.Seq[etalon.Patient], error) {
	if s.Count < 1 || s.Count > Most {
		return nil, fmt.Errorf("une population compte de 1 à %d personnes, pas %d (a population has from 1 to %d people)", Most, s.Count, Most)
	}
	step, first := s.walk()
	return func(yield func(etalon.Patient) bool) {
		at := first
		for i := range s.Count {
			if !yield(s.person(i, at)) {
				return
			}
			at = (at + step) % Most
		}
	}, nil
}

// Named is the person of a name that All gives; false when it gives no such one.
func (s Spec) Named(id string) (etalon.Patient, bool) {
	var n int
	if _, err := fmt.Sscanf(id, "P%d", &n); err != nil || n < 1 || n > min(s.Count, Most) || id != name(n-1) {
		return etalon.Patient{}, false
	}
	step, first := s.walk()
	return s.person(n-1, (first+step*uint64(n-1))%Most), true
}

// name is that of the i-th person.
func name(i int) string { return fmt.Sprintf("P%07d", i+1) }

// walk gives a step that is prime to Most, so that Most steps come to every
// combination once, and where to begin.
func (s Spec) walk() (step, first uint64) {
	step = mix(s.Seed)%Most | 1
	for step%3 == 0 || step%5 == 0 {
		step += 2
	}
	return step % Most, mix(s.Seed+1) % Most
}

// person is the i-th one, who has the combination at.
func (s Spec) person(i int, at uint64) etalon.Patient {
	luck := mix(s.Seed ^ mix(uint64(i)+2)) //nolint:gosec // i is below Most
	sex, gender := at%2+1, "M"
	if sex == 2 {
		gender = "F"
	}
	at /= 2
	month := at%12 + 1
	at /= 12
	year := firstYear + at%years
	order := firstOrder + at/years
	pick := func(list []string) string {
		v := list[luck%uint64(len(list))]
		luck = mix(luck)
		return v
	}
	nir := fmt.Sprintf("%d%02d%02d99999%03d", sex, year%100, month, order)
	key, _ := Key(nir)
	p := etalon.Patient{
		ID: name(i), INS: nir + key, OID: Authority,
		Family: Prefix + pick(heads) + pick(bodies) + pick(tails), Given: pick(given[gender]), Gender: gender,
		City: "VILLE-FICTIVE", PostalCode: "99999",
	}
	p.Birth = fmt.Sprintf("%04d%02d%02d", year, month, luck%28+1)
	luck = mix(luck)
	state(&p, luck)
	if year >= firstMinor {
		p.Representative = &etalon.Relative{Family: p.Family, Given: pick(given["F"]), Role: "MTH"}
	}
	return p
}

// state deals the states of records: most are open, each of the others is met often
// enough to be seen among some hundred people.
func state(p *etalon.Patient, luck uint64) {
	p.DMP, p.Authorisation = etalon.DMPActive, "VALIDE"
	switch n := luck % 100; {
	case n < 8:
		p.DMP, p.Authorisation = etalon.DMPAbsent, ""
		return
	case n < 13:
		p.DMP, p.Authorisation, p.ClosedWhy = etalon.DMPClosed, "", "Fermeture demandée par le patient (fictif)"
		return
	case n < 23:
		p.Authorisation = "NON_EXISTE"
	case n < 27:
		p.Authorisation = "EXPIRE"
	case n < 30:
		p.Authorisation = "INTERDIT"
	}
	p.MES = luck/100%10 < 6
}

// mix spreads the bits of a number (the finaliser of splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
