package plan

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// Unclaimable says why a product that authenticates in a mode cannot claim a
// profile; said is false when it can, or when the mode is not known.
func Unclaimable(p scenario.Profile, mode etalon.AuthMode) (why etalon.Text, said bool) {
	if mode == "" || len(p.Modes) == 0 || slices.Contains(p.Modes, mode) {
		return etalon.Text{}, false
	}
	var all []string
	for _, m := range p.Modes {
		all = append(all, string(m))
	}
	return strict.Text("le profil %s ne se revendique pas en authentification %s, mais en %s (matrices des droits du DMP)",
		"profile %s cannot be claimed in %s authentication, only in %s (the DMP's matrices of rights)", p.ID, mode, strings.Join(all, ", ")), true
}

// Claims tells of a declaration which of its profiles its mode rules out, and why.
func Claims(c *scenario.Catalogue) func(etalon.SUT) []etalon.Text {
	return func(s etalon.SUT) (out []etalon.Text) {
		for _, id := range s.Profiles {
			p, _ := c.Profile(id)
			if why, said := Unclaimable(p, s.Mode); said {
				out = append(out, why)
			}
		}
		return out
	}
}
