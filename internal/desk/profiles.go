package desk

import (
	"github.com/etalon-dmp/etalon/internal/console"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// Profiles are those that a version can claim: those of the catalogue.
func Profiles(c *scenario.Catalogue) []console.Profile {
	var out []console.Profile
	for _, p := range c.Profiles {
		out = append(out, console.Profile{ID: p.ID, Title: p.Title})
	}
	return out
}
