package dmp_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// The community is of the environment of the scenario under way: its policy, what
// its fixtures hold, and what a sender may read.
func TestTheCommunityFollowsTheScenario(t *testing.T) {
	given := chronicle()
	w := begin(t, given)
	for _, env := range []etalon.Environment{etalon.EnvironmentIHE, etalon.EnvironmentDMP, ""} {
		plain := env == etalon.EnvironmentIHE
		given.Environment = env
		w.dmp.Reset(given)
		s := w.dmp.World().State()
		if s.Flavour != map[bool]string{true: "ihe", false: "dmp"}[plain] || s.Registry.Strict != plain || s.Registry.Removal != plain {
			t.Errorf("%q: %+v", env, s.Registry)
		}
		entry := w.dmp.World().Documents("2.25.92")
		if len(entry) != 1 {
			t.Fatalf("%q: %d documents", env, len(entry))
		}
		if object := w.dmp.World().Object(entry[0].EntryUUID); strings.Contains(object, "ISO^NH") == plain {
			t.Errorf("%q: the entry is written %.300s", env, object)
		}
	}
}
