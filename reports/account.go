package reports

import "github.com/etalon-dmp/etalon"

// Account is what `etalon account` found: how many mutants of the evidence of
// conforming sessions a rule fails, and what no rule speaks of.
type Account struct {
	Seed   uint64         `json:"seed"`
	Made   int            `json:"made"`   // mutants judged
	Of     int            `json:"of"`     // mutants there are: more than Made in a sample
	Words  []string       `json:"words"`  // in the order of the counts
	Total  []int          `json:"total"`  // mutants by word
	Groups []AccountGroup `json:"groups"` // by pack, area, message, requirement
	// Mutants are those that somebody has to look at: unaccounted, not made, or a
	// false red; all of them where all were asked for.
	Mutants []AccountMutant `json:"mutants"`
	// Unneeded are entries of free.yaml that freed no mutant; Raised are areas with
	// more that is unaccounted than the ratchet allows.
	Unneeded []string        `json:"unneeded,omitempty"`
	Raised   []AccountRaised `json:"raised,omitempty"`
	Facts    []AccountFact   `json:"facts,omitempty"` // that no rule asks
	Failed   bool            `json:"failed"`
}

// AccountGroup counts the mutants of one pack, area, message or requirement.
type AccountGroup struct {
	By    string `json:"by"` // pack, area, message or requirement
	Name  string `json:"name"`
	Words []int  `json:"words"` // as Account.Words
}

// AccountMutant is one message with one fault, and what was said of it.
type AccountMutant struct {
	Product  string            `json:"product"`
	Message  string            `json:"message"`
	Exchange etalon.ExchangeID `json:"exchange"`
	Scenario etalon.ScenarioID `json:"scenario"`
	Action   string            `json:"action,omitempty"`
	Area     string            `json:"area"`
	Path     string            `json:"path"`
	Operator string            `json:"operator"`
	Before   string            `json:"before,omitempty"`
	After    string            `json:"after,omitempty"`
	Word     string            `json:"word"`
	Rules    []etalon.RuleID   `json:"rules,omitempty"` // that spoke; where none did, the nearest
	Lost     []string          `json:"lost,omitempty"`  // requirements whose proof is missing
	Why      string            `json:"why,omitempty"`
}

// AccountRaised is an area that has more unaccounted than the ratchet allows.
type AccountRaised struct {
	Area    string `json:"area"`
	Allowed int    `json:"allowed"` // mutants that may be
	Found   int    `json:"found"`   // mutants that are
	Of      int    `json:"of"`      // mutants of the area
}

// AccountFact is an attribute of the evidence that no rule asks, for a role that it
// occurs in.
type AccountFact struct {
	Pack string `json:"pack"`
	Role string `json:"role"` // what the product is: client or server
	Fact string `json:"fact"` // element/@attribute
}

// count is how many mutants have a word.
func (a Account) count(word string) int {
	for i, w := range a.Words {
		if w == word {
			return a.Total[i]
		}
	}
	return 0
}

// Open tells whether a mutant is left to look at: unaccounted, a legal form that
// changes the verdict, or more than one in a hundred that could not be made.
func (a Account) Open() bool {
	return a.count("unaccounted")+a.count("false-red") > 0 || a.count("unmade")*100 > a.Made
}
