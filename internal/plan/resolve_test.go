package plan

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// What is simulated around a scenario is what its profile says, whatever other
// profiles the session has.
func TestEachScenarioHasTheEnvironmentOfItsProfile(t *testing.T) {
	cat := &scenario.Catalogue{Profiles: []scenario.Profile{
		{ID: "acces", Environment: etalon.EnvironmentDMP}, {ID: "xds-source", Environment: etalon.EnvironmentIHE},
	}}
	for id, want := range map[etalon.ProfileID]etalon.Environment{"acces": etalon.EnvironmentDMP, "xds-source": etalon.EnvironmentIHE, "gone": ""} {
		if got := resolve(&scenario.Scenario{Profile: id}, cat).Given.Environment; got != want {
			t.Errorf("%s: %q, not %q", id, got, want)
		}
	}
}
