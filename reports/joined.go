package reports

import "github.com/etalon-dmp/etalon"

// JoinedSchema is the version of the form of a Joined in JSON.
const JoinedSchema = "1.0"

// Joined is the verdict of several sessions. It has no time and no random value: the
// same sessions in the same order give the same bytes.
type Joined struct {
	SchemaVersion string          `json:"schemaVersion"`
	Verdict       etalon.Verdict  `json:"verdict"`
	SUT           etalon.SUTInfo  `json:"sut"`
	Latest        bool            `json:"latest,omitempty"` // an earlier failure does not count where a later session settled it
	Profiles      []JoinedProfile `json:"profiles"`
	Sessions      []JoinedSession `json:"sessions"` // in the order given, the oldest first
	Tool          etalon.ToolInfo `json:"tool"`
}

// JoinedSession is one of the sessions joined.
type JoinedSession struct {
	Name    string           `json:"name"`    // as given
	Dossier string           `json:"dossier"` // hash of its last entry, SHA-256, lower-case hex
	Seal    etalon.SealState `json:"seal"`
	Verdict etalon.Verdict   `json:"verdict"` // its own
	// Outside is what stands against the product outside any scenario.
	Outside etalon.Verdict `json:"outside"`
}

// JoinedProfile is the verdict on one profile, over all sessions.
type JoinedProfile struct {
	ID           etalon.ProfileID    `json:"id"`
	Title        etalon.Text         `json:"title"`
	Verdict      etalon.Verdict      `json:"verdict"`
	Scenarios    []JoinedScenario    `json:"scenarios"`
	Requirements []JoinedRequirement `json:"requirements"`
}

// JoinedScenario is the verdict on one scenario, and how it went in each session that
// played it.
type JoinedScenario struct {
	ID      etalon.ScenarioID `json:"id"`
	Title   etalon.Text       `json:"title"`
	Verdict etalon.Verdict    `json:"verdict"`
	// From is the session whose verdict counts, from 1; 0: none played it.
	From  int    `json:"from"`
	Plays []Play `json:"plays"`
	// SetAside tells that a failure of an earlier session does not count.
	SetAside bool `json:"setAside,omitempty"`
}

// Play is how a scenario went in one session.
type Play struct {
	Session int            `json:"session"` // from 1
	Verdict etalon.Verdict `json:"verdict"`
	Reason  etalon.Text    `json:"reason,omitzero"`

	// Checks are the requirements, judged on this play alone.
	Checks []etalon.RequirementResult `json:"-"`
}

// JoinedRequirement is the verdict on a requirement, over the scenarios that count.
type JoinedRequirement struct {
	ID      etalon.RequirementID `json:"id"`
	Verdict etalon.Verdict       `json:"verdict"`
	// Sessions are those that it rests on, from 1.
	Sessions []int `json:"sessions"`
}
