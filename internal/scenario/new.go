package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

var (
	topID     = regexp.MustCompile(`(?m)^id: .*$`)
	modeline  = regexp.MustCompile(`(?m)\A# yaml-language-server: .*\n`)
	topTitle  = regexp.MustCompile(`(?m)^  (fr|en): .*$`)
	scenarios = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)
)

// New gives the text of a new scenario of a profile, made after another one of
// it: like, or the profile's first when like is empty. source reads the file of a
// scenario; schema is where the new file finds the JSON Schema for editors.
func New(id etalon.ScenarioID, profile etalon.ProfileID, like etalon.ScenarioID, all []*Scenario, source func(file string) ([]byte, error), schema string) ([]byte, error) {
	if !scenarios.MatchString(string(id)) {
		return nil, fmt.Errorf("%q is not lower-case letters, digits, dots and hyphens", id)
	}
	if slices.ContainsFunc(all, func(s *Scenario) bool { return s.ID == id }) {
		return nil, fmt.Errorf("a scenario %s is already there", id)
	}
	i := slices.IndexFunc(all, func(s *Scenario) bool {
		return s.Profile == profile && (like == "" || s.ID == like)
	})
	switch {
	case i < 0 && like != "":
		return nil, fmt.Errorf("profile %s has no scenario %s", profile, like)
	case i < 0:
		return nil, fmt.Errorf("profile %s has no scenario", profile)
	}
	raw, err := source(all[i].File)
	if err != nil {
		return nil, err
	}
	text := modeline.ReplaceAllString(string(raw), "")
	text = topID.ReplaceAllString(text, "id: "+string(id))
	titled := 0
	text = topTitle.ReplaceAllStringFunc(text, func(line string) string {
		if titled++; titled > 2 {
			return line
		}
		lang := strings.TrimSpace(line)[:2]
		return "  " + lang + ": " + map[string]string{"fr": `"À REMPLACER : ce que le scénario montre"`, "en": `"À REMPLACER: what the scenario shows"`}[lang]
	})
	head := "# yaml-language-server: $schema=" + schema + "\n# Fait d'après " + string(all[i].ID) + " : gardez ce qui sert, changez le reste.\n"
	return []byte(head + text), nil
}
