package campaign

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// genesis is what the first line of the log names as its predecessor.
var genesis = strings.Repeat("0", 2*sha256.Size)

// Genesis is the predecessor of the first act.
func Genesis() string { return genesis }

// Sum is the hash of an act, over all it says and the hash of the act before it.
func (a Act) Sum() string {
	a.Hash, a.At = "", a.At.UTC().Round(time.Millisecond)
	b, err := json.Marshal(a)
	if err != nil { // of plain values: it cannot fail
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Broken gives the place of the first act that does not follow the one before it, as
// an error; nil when the log holds.
func Broken(log []Act) error {
	previous := genesis
	for i, a := range log {
		if a.Seq != int64(i+1) || a.Previous != previous || a.Hash != a.Sum() {
			return fmt.Errorf("le journal est altéré à la ligne %d (the log was altered at line %d)", i+1, i+1)
		}
		previous = a.Hash
	}
	return nil
}
