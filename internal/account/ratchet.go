package account

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon/reports"
)

//go:embed ratchet.yaml
var ratchetFile []byte

// Ratchet says how much was unaccounted when it was last counted in full: it may
// only fall.
type Ratchet []Tooth

// Tooth is one area.
type Tooth struct {
	Area        string `yaml:"area"`
	Mutants     int    `yaml:"mutants"`
	Unaccounted int    `yaml:"unaccounted"`
}

// EmbeddedRatchet is that of the last full account.
func EmbeddedRatchet() (Ratchet, error) {
	var r Ratchet
	if err := yaml.UnmarshalWithOptions(ratchetFile, &r, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("ratchet.yaml: %w", err)
	}
	return r, nil
}

// all is the area of everything together.
const allAreas = "*"

// count is the ratchet that an account would leave.
func count(all []Mutant) Ratchet {
	byArea := map[string]*Tooth{}
	for _, m := range all {
		for _, area := range []string{m.Area, allAreas} {
			if byArea[area] == nil {
				byArea[area] = &Tooth{Area: area}
			}
			byArea[area].Mutants++
			if m.Word == Unaccounted {
				byArea[area].Unaccounted++
			}
		}
	}
	var out Ratchet
	for _, t := range byArea {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Tooth) int { return strings.Compare(a.Area, b.Area) })
	return out
}

// raised are the areas with more unaccounted than the ratchet allows. Of a sample,
// what chance alone may bring is allowed too: three standard deviations and one.
func (r Ratchet) raised(now Ratchet, sample bool) []reports.AccountRaised {
	var out []reports.AccountRaised
	for _, t := range now {
		i := slices.IndexFunc(r, func(old Tooth) bool { return old.Area == t.Area })
		share := 0.0
		if i >= 0 && r[i].Mutants > 0 {
			share = float64(r[i].Unaccounted) / float64(r[i].Mutants)
		}
		n := float64(t.Mutants)
		most := n * share
		if sample {
			most += 3*math.Sqrt(n*share*(1-share)) + 1
		}
		if float64(t.Unaccounted) > most {
			out = append(out, reports.AccountRaised{Area: t.Area, Allowed: int(most), Found: t.Unaccounted, Of: t.Mutants})
		}
	}
	return out
}

// YAML writes a ratchet as its file holds it.
func (r Ratchet) YAML() ([]byte, error) {
	b, err := yaml.Marshal(r)
	return append([]byte("# What no rule spoke of in the last full account, by area: it may only fall.\n"+
		"# Written by: etalon account --lower internal/account/ratchet.yaml\n"), b...), err
}
