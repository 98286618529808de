package demographics

import (
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The messages, by root element.
const (
	SearchMessage       = hl7v3.FindQuery
	AnswerMessage       = hl7v3.FindAnswer
	ContinuationMessage = "QUQI_IN000003UV01"
	AcceptMessage       = "MCCI_IN000002UV01"
)

// MostValues bounds the values that one search may hold, of all parameters
// together: none of use has more, and each costs time.
const MostValues = 200

// MostID bounds the root and the extension of an identifier, in bytes.
const MostID = 256

// Head is what the wrapper of a message says of it.
type Head struct {
	ID         hl7v3.II // of the message; zero when it has none that can be named again
	Sender     string   // root of sender/device/id
	SenderName string   // sender/device/softwareName
}

// Search is a PRPA_IN201305UV02. What is absent is empty.
type Search struct {
	Head
	QueryID   hl7v3.II
	Limit     int    // initialQuantity; 0 when absent
	Algorithm string // matchAlgorithm
	Least     int    // minimumDegreeMatch, 0 to 100; -1 when absent

	Genders   []string // one at most
	Births    []Interval
	IDs       []hl7v3.II // all must hold
	Names     []Name     // alternatives
	Maidens   []Name     // mother's maiden name: alternatives
	Addresses []Address  // alternatives
	Telecoms  []string   // alternatives
	Providers []hl7v3.II // principal care provider: alternatives
	Scopes    []Scope

	Parameters xmldoc.Node // queryByParameter
	Wrong      []Flaw      // in the order of the message; without a Code: only left out of the echo
}

// Name is a person name asked for: all parts given must hold.
type Name struct {
	Families, Givens []string
	Search           bool // use="SRCH": partial and like-sounding names are asked for
}

// Interval bounds a date of birth, both ends included, in digits as sent: YYYY
// to YYYYMMDDhhmmss. "" is no bound.
type Interval struct{ Low, High string }

// Address is an address asked for: all parts given must hold.
type Address struct{ Line, City, PostalCode, State, Country string }

// Scope is a domain whose identifiers are wanted, and where the message names it.
type Scope struct {
	Root     string
	Location string
}

// Empty says whether no trait is asked for.
func (s *Search) Empty() bool {
	return len(s.Genders)+len(s.Births)+len(s.IDs)+len(s.Names)+len(s.Maidens)+len(s.Addresses)+len(s.Telecoms)+len(s.Providers) == 0
}

// Echo is queryByParameter as received, without the parameters that are wrong: a
// value that is none is not said again.
func (s *Search) Echo() string {
	var bad []xmldoc.Node
	for _, f := range s.Wrong {
		if f.At.OK() {
			bad = append(bad, f.At)
		}
	}
	return hl7v3.VerbatimWithout(s.Parameters, bad)
}
