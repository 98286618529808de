package verdicts_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/verdicts"
)

// The build says what is in it.
func TestBuildNamesItsEngines(t *testing.T) {
	b := verdicts.Build("v", func() (string, error) { return "sum", nil })
	var names []string
	for _, e := range b.Engines {
		names = append(names, e.Name)
		if e.Version == "" {
			t.Errorf("%s has no version", e.Name)
		}
	}
	if names[0] != "schematron" || names[len(names)-1] != "helium" || b.Version != "v" || b.Go == "" || b.Revision == "" && b.Executable != "sum" {
		t.Errorf("%+v", b)
	}
}
