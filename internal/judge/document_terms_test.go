package judge

import (
	"testing"

	"github.com/etalon-dmp/etalon"
)

// Codes that nobody could look up are open where their terminology is published whole,
// and no matter where it is not.
func TestTerminologiesThatLack(t *testing.T) {
	if got := notLooked([]string{"2.16.840.1.113883.5.4", "2.16.840.1.113883.6.1"}); len(got) != 1 ||
		got[0].Verdict() != etalon.Inconclusive || got[0].Observed != "2.16.840.1.113883.6.1" {
		t.Errorf("%+v", got)
	}
	if got := notLooked([]string{"2.16.840.1.113883.5.4"}); got != nil {
		t.Errorf("a table of HL7 is asked for: %+v", got)
	}
}
