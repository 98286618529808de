package schemas

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon"
)

// RequirementsFile holds the requirements that the rules of a pack speak for. A
// pack without one has rules that nobody asked for: its verdicts rest on findings
// alone.
const RequirementsFile = "requirements.yaml"

var requirementID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// readRequirements reads them in the order of the file. Every fault is told at once.
func readRequirements(fsys fs.FS) ([]etalon.Requirement, error) {
	text, err := fs.ReadFile(fsys, RequirementsFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("rule pack: %w", err)
	}
	var file struct {
		Requirements []etalon.Requirement `yaml:"requirements"`
	}
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s: %w", RequirementsFile, err)
	}
	var faults []error
	seen := map[etalon.RequirementID]bool{}
	for i, r := range file.Requirements {
		fault := func(format string, args ...any) {
			faults = append(faults, fmt.Errorf("%s: requirements[%d] %s: "+format, append([]any{RequirementsFile, i, r.ID}, args...)...))
		}
		switch {
		case !requirementID.MatchString(string(r.ID)):
			fault("the id %q does not have the form expected", r.ID)
		case seen[r.ID]:
			fault("it is already defined")
		}
		seen[r.ID] = true
		if r.Level != etalon.Must && r.Level != etalon.Should {
			fault("level is %q, not must or should", r.Level)
		}
		if r.Source == "" || r.Clause == "" {
			fault("source and clause say where it is written")
		}
		if !slices.Contains(grades(), r.Confidence) {
			fault("confidence is %q, not one of %v", r.Confidence, grades())
		}
		if r.Text.FR == "" || r.Text.EN == "" {
			fault("text is in French (fr) and in English (en)")
		}
	}
	return file.Requirements, errors.Join(faults...)
}
