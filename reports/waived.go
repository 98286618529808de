package reports

import "github.com/etalon-dmp/etalon"

// Waived is what waivers do to a verdict: it stands beside the verdict as it is, and
// changes nothing of it.
type Waived struct {
	SchemaVersion string          `json:"schemaVersion"`
	First         etalon.Verdict  `json:"first"`   // without them
	Verdict       etalon.Verdict  `json:"verdict"` // with them
	Stale         bool            `json:"stale"`   // one has expired or is not needed any more
	Profiles      []WaivedProfile `json:"profiles"`
	Waivers       []Waiver        `json:"waivers"`
}

// WaivedSchema is the version of the form of a Waived in JSON.
const WaivedSchema = "1.0"

// WaivedProfile is a profile's verdict without waivers and with them.
type WaivedProfile struct {
	ID      etalon.ProfileID `json:"id"`
	First   etalon.Verdict   `json:"first"`
	Verdict etalon.Verdict   `json:"verdict"`
}

// Waiver is one waiver and what became of it.
type Waiver struct {
	Rule     etalon.RuleID     `json:"rule"`
	Scenario etalon.ScenarioID `json:"scenario,omitempty"`
	Path     string            `json:"path,omitempty"`
	Reason   string            `json:"reason"`
	Owner    string            `json:"owner"`
	Until    string            `json:"until"`    // last day
	State    string            `json:"state"`    // used, expired, unneeded
	Findings []int             `json:"findings"` // indices into the findings of the verdict
}

// Lifted counts the findings that waivers in use lift.
func (w Waived) Lifted() int {
	seen := map[int]bool{}
	for _, one := range w.Waivers {
		for _, i := range one.Findings {
			if one.State == "used" {
				seen[i] = true
			}
		}
	}
	return len(seen)
}
