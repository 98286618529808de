package scenario_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
)

// The page that says where each trial of the certification is played names scenarios,
// patients and labels that there are.
func TestThePageOfTrialsNamesWhatThereIs(t *testing.T) {
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS(), own)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	list, problems, err := scenario.LoadDir(scenarios.FS(), scenarios.Catalogue, cat)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	known := map[string]bool{"dmp1": true}
	for _, s := range list {
		known[string(s.ID)], known[string(s.Profile)] = true, true
		for _, l := range s.Labels {
			known[l] = true
		}
	}
	for _, p := range cat.Patients {
		known[p.ID] = true
	}
	for _, m := range []string{"INDIRECTE"} {
		known[m] = true
	}
	page, err := os.ReadFile("../../docs/essais.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(string(page), -1) {
		if n++; !known[m[1]] && !strings.Contains(m[1], "/") {
			t.Errorf("docs/essais.md names %s, which is nothing", m[1])
		}
	}
	if n < 100 {
		t.Errorf("%d names: is it the page?", n)
	}
}
