package population_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/population"
)

// The keys were worked out with another language's integers.
func TestKey(t *testing.T) {
	for nir, want := range map[string]string{
		"2800299999001": "34", "1520999999002": "15",
		"18405192A0010": "", "1840519990010": "29",
		"184052A999001": "59", "184052B999001": "86", "184052a999001": "59",
		"": "", "12345678901234": "", "-800299999001": "", "280029999900X": "",
	} {
		got, ok := population.Key(nir)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, not %q", nir, got, ok, want)
		}
	}
}

// Everybody has an own number under the test authority with a key that holds, a
// birth that the number says, a name that says that it is nobody, and a state.
func TestEverybodyIsPlainlyFictitious(t *testing.T) {
	seen, states := map[string]bool{}, map[string]int{}
	for p := range all(t, population.Spec{Seed: 7, Count: 30_000}) {
		number, err := strconv.ParseUint(p.INS[:13], 10, 64)
		key, kerr := strconv.ParseUint(p.INS[13:], 10, 64)
		switch {
		case err != nil || kerr != nil || len(p.INS) != 15 || (number+key)%97 != 0:
			t.Fatalf("%s: the key does not hold", p.INS)
		case seen[p.INS]:
			t.Fatalf("%s: twice", p.INS)
		case p.OID != "1.2.250.1.213.1.4.10" || !strings.HasPrefix(p.Family, "ETALON-") || p.INS[5:10] != "99999":
			t.Fatalf("%+v could be somebody", p)
		case p.INS[1:3] != p.Birth[2:4] || p.INS[3:5] != p.Birth[4:6] || (p.INS[0] == '2') != (p.Gender == "F"):
			t.Fatalf("%+v: number and birth or sex disagree", p)
		case p.DMP == etalon.DMPClosed && p.ClosedWhy == "", p.DMP == etalon.DMPActive && p.Authorisation == "":
			t.Fatalf("%+v: a state lacks its detail", p)
		case (p.Birth >= "2010") != (p.Representative != nil):
			t.Fatalf("%+v: minor and representative disagree", p)
		}
		seen[p.INS] = true
		states[string(p.DMP)+" "+p.Authorisation]++
	}
	for _, s := range []string{"active VALIDE", "active NON_EXISTE", "active EXPIRE", "active INTERDIT", "closed ", "absent "} {
		if states[s] < 300 {
			t.Errorf("%q: %d of 30000", s, states[s])
		}
	}
}

func TestSeedAndCount(t *testing.T) {
	ids := func(s population.Spec) (out []string) {
		for p := range all(t, s) {
			out = append(out, p.INS+p.Family+p.Given+p.Birth+string(p.DMP)+p.Authorisation)
		}
		return out
	}
	few, more, other := ids(population.Spec{Seed: 1, Count: 50}), ids(population.Spec{Seed: 1, Count: 80}), ids(population.Spec{Seed: 2, Count: 50})
	if !slices.Equal(few, more[:50]) {
		t.Error("a larger population does not begin with the smaller one")
	}
	if slices.Equal(few, other) {
		t.Error("another seed gives the same people")
	}
	for _, n := range []int{0, -1, population.Most + 1} {
		if _, err := (population.Spec{Count: n}).All(); err == nil {
			t.Errorf("%d people: accepted", n)
		}
	}
}

// Each invented person is found by name as All gives them.
func TestEverybodyOfAPopulationIsKnown(t *testing.T) {
	s := population.Spec{Seed: 3, Count: 200}
	n := 0
	for p := range all(t, s) {
		one, ok := s.Named(p.ID)
		if n++; !ok || one.INS != p.INS || one.Given != p.Given || one.DMP != p.DMP {
			t.Errorf("%s: %+v, not %+v", p.ID, one, p)
		}
	}
	if _, ok := s.Named("P0000201"); ok || n != 200 {
		t.Errorf("%d people, and one more", n)
	}
}

func all(t *testing.T, s population.Spec) func(func(etalon.Patient) bool) {
	t.Helper()
	seq, err := s.All()
	if err != nil {
		t.Fatal(err)
	}
	return seq
}
