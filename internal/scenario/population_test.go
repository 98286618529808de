package scenario_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// nobody is a population of one person, without fault.
const nobody = `invent: {count: 3, seed: 7}
patients:
  - {id: SEUL, ins: "276029999905975", oid: 1.2.250.1.213.1.4.10, family: ETALON-SEUL, given: Romane, birth: "19760214", gender: F, dmp: active, authorisation: VALIDE}
`

func readPopulation(t *testing.T, text string) (*scenario.Population, *scenario.Catalogue, []string) {
	t.Helper()
	cat, problems, err := scenario.LoadCatalogue(files("", "", ""), packs(t))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	p, problems := scenario.ReadPopulation("population.yaml", []byte(text), cat)
	var all []string
	for _, one := range problems {
		all = append(all, one.In("en"))
	}
	return p, cat, all
}

// Scenarios name whom a population lists and whom it invents; the simulated DMP knows
// all of them, each number once.
func TestPopulation(t *testing.T) {
	p, cat, problems := readPopulation(t, nobody)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	cat.Population = p
	for name, family := range map[string]string{"SEUL": "ETALON-SEUL", "P0000002": "ETALON-BRITUVAL", "A": "F"} {
		if got, ok := cat.Patient(name); !ok || got.Family != family {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for _, name := range []string{"P0000004", "P0000000", "P2", "P-000002", "NOBODY"} {
		if _, ok := cat.Patient(name); ok {
			t.Errorf("%s is somebody", name)
		}
	}
	var ids []string
	for _, one := range p.Everybody() {
		ids = append(ids, one.ID)
	}
	if diff := cmp.Diff([]string{"SEUL", "P0000001", "P0000002", "P0000003"}, ids); diff != "" {
		t.Error(diff)
	}
	invented, _ := p.Named("P0000002")
	p, _, _ = readPopulation(t, strings.Replace(nobody, "276029999905975", invented.INS, 1))
	if n := len(p.Everybody()); n != 3 {
		t.Errorf("%d people, one number twice", n)
	}
	var none *scenario.Population
	if _, ok := none.Named("SEUL"); ok || none.Everybody() != nil {
		t.Error("no population has people")
	}
}

// Who could be somebody, and who would change what a scenario of the catalogue says,
// is refused, with the place and what to do.
func TestPopulationRefuses(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8", `3:45: “1.2.250.1.213.1.4.8” is not the OID of test INS numbers`},
		{"ETALON-SEUL", "SEUL", `3:75: "SEUL" could be somebody — fictitious people only: a family name begins with ETALON-`},
		{"family: ETALON-SEUL", "family: Dupont", `"Dupont" could be somebody`},
		{"276029999905975", "276029999905976", `3:21: the key of the INS is wrong — it must be 75`},
		{"dmp: active", `otherIds: [{root: 1.2.250.1.213.1.4.9, extension: "1"}], dmp: active`, "national authority of identifiers of persons"},
		{"id: SEUL", "id: A", `3:10: "A" is already defined`},
		{"id: SEUL", "id: P0000002", "P and seven digits name those whom invent: invents"},
		{"276029999905975", "280029999900134", "it is the number of A"},
		{"count: 3", "count: 0", "number out of range"},
		{"count: 3", "count: 20001", "number out of range"},
		{"seed: 7", "seed: -1", "number out of range"},
		{"count: 3", "number: 3", "count"},
		{"invent", "invented", `"invented"`},
		{nobody, "name: x\n", "nobody is given"},
		{nobody, "[]\n", "population.yaml:1:1"},
		{nobody, "patients: {}\n", "population.yaml:1"},
		{nobody, strings.Repeat("#", 9<<20), "a population has 8388608 at most"},
	} {
		_, _, problems := readPopulation(t, strings.Replace(nobody, c.old, c.new, 1))
		if !strings.Contains(strings.Join(problems, "\n"), c.want) {
			t.Errorf("%.40s → %.40s: %v, not %q", c.old, c.new, problems, c.want)
		}
	}
}

// The names that scenarios count are those of their own patients.
func TestPopulationKeepsNamesOfTheCatalogue(t *testing.T) {
	cat := &scenario.Catalogue{Patients: []etalon.Patient{{ID: "SOSIE", Family: "ETALON-SEUL"}}}
	_, problems := scenario.ReadPopulation("p.yaml", []byte(nobody), cat)
	if len(problems) != 1 || !strings.Contains(problems[0].In("en"), "it is the name of SOSIE") {
		t.Error(problems)
	}
}
