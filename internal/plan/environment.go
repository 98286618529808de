package plan

import (
	"slices"

	"github.com/etalon-dmp/etalon"
)

// EnvironmentOf is the environment of a profile: as the profile says, or in a plan
// made before profiles said so, that of the whole session.
func (p *Plan) EnvironmentOf(id etalon.ProfileID) etalon.Environment {
	i := slices.IndexFunc(p.Profiles, func(q Profile) bool { return q.ID == id })
	if i >= 0 && p.Profiles[i].Environment != "" {
		return p.Profiles[i].Environment
	}
	return p.SessionEnvironment()
}

// SessionEnvironment is that of what is outside any scenario: the DMP's when any
// profile of the session is of the DMP.
func (p *Plan) SessionEnvironment() etalon.Environment {
	if p.Environment.VIHF {
		return etalon.EnvironmentDMP
	}
	return etalon.EnvironmentIHE
}

// PacksOf names the packs that judge a profile; none when the plan does not say.
func (p *Plan) PacksOf(id etalon.ProfileID) []string {
	if i := slices.IndexFunc(p.Profiles, func(q Profile) bool { return q.ID == id }); i >= 0 {
		return p.Profiles[i].Packs
	}
	return nil
}
