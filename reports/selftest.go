package reports

import "github.com/etalon-dmp/etalon"

// Selftest is what `etalon selftest` found: the harness judged by products
// whose conformity, or single defect, is known beforehand.
type Selftest struct {
	Conforming Conforming `json:"conforming"` // of all products together
	Products   []Product  `json:"products,omitempty"`
	Mutants    []Mutant   `json:"mutants"`
}

// Product is the run of one reference product as it should be.
type Product struct {
	Name string `json:"name"`
	Conforming
}

// Add counts a product among those that conform, or do not.
func (s *Selftest) Add(p Product) {
	s.Products = append(s.Products, p)
	s.Conforming.Verdict = s.Conforming.Verdict.Join(p.Verdict)
	s.Conforming.Findings += p.Findings
}

// Conforming is the run of a reference product as it should be.
type Conforming struct {
	Verdict  etalon.Verdict `json:"verdict"`
	Findings int            `json:"findings"` // must be 0
}

// Mutant is the run of the reference product with one seeded defect.
type Mutant struct {
	Name     string          `json:"name"`
	Product  string          `json:"product,omitempty"` // the reference product that has the defect
	Expected etalon.RuleID   `json:"expected"`          // the rule that must fail it
	Fired    []etalon.RuleID `json:"fired"`             // the rules that failed, in order of id
	Verdict  etalon.Verdict  `json:"verdict"`
	Killed   bool            `json:"killed"` // failed, or warned of where the rule warns, by the rule expected
}

// Survivors counts the mutants that were not killed.
func (s Selftest) Survivors() int {
	n := 0
	for _, m := range s.Mutants {
		if !m.Killed {
			n++
		}
	}
	return n
}

// OK tells whether the harness can be trusted: the conforming product has no
// finding at all, there are mutants, and every one of them was killed.
func (s Selftest) OK() bool {
	return s.Conforming.Verdict == etalon.Pass && s.Conforming.Findings == 0 &&
		len(s.Mutants) > 0 && s.Survivors() == 0
}
