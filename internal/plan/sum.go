package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"github.com/etalon-dmp/etalon/internal/scenario"
)

// sum names a set of scenarios: SHA-256 over what their profile says of itself,
// then each scenario's id, the SHA-256 of its file and its requirements, in catalogue
// order.
type sum struct{ hash.Hash }

func newSum(p scenario.Profile) sum {
	s := sum{sha256.New()}
	fmt.Fprintf(s, "%q %q %q %q %q\n", p.ID, p.Title.FR, p.Title.EN, p.Packs, p.Environment)
	return s
}

func (s sum) add(sc Scenario) { fmt.Fprintf(s, "%q %s %q\n", sc.ID, sc.SHA256, sc.Requirements) }

func (s sum) hex() string { return hex.EncodeToString(s.Sum(nil)) }
