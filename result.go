package etalon

// ResultSchema is the version of the verdict.json format. It changes whenever
// a field is removed, renamed or changes its meaning.
//
// 1.1: standsOn names all that the verdict stands on, and each finding its pack.
const ResultSchema = "1.1"

// Result is the whole answer of the judge: what verdict.json holds. It has no
// time, no path and no random value, so equal evidence and equal rules give
// equal bytes.
type Result struct {
	SchemaVersion string            `json:"schemaVersion"`
	Tool          ToolInfo          `json:"tool"`
	Verdict       Verdict           `json:"verdict"`
	SUT           SUTInfo           `json:"sut"`
	Profiles      []ProfileResult   `json:"profiles"`
	Scenarios     []ScenarioResult  `json:"scenarios"`
	Findings      []Finding         `json:"findings"`
	Rules         RuleCount         `json:"rules"`
	Packs         []PackInfo        `json:"packs"`
	StandsOn      StandsOn          `json:"standsOn"`
	Seal          SealState         `json:"seal,omitempty"` // "" where nobody looked
	Exchanges     []ExchangeSummary `json:"exchanges"`
	Seed          int64             `json:"seed"`
}

// SealState tells how the evidence is sealed. By which key, the dossier says: it is
// no part of a verdict.
type SealState string

// The states of a seal.
const (
	SealSigned   SealState = "signed"
	SealUnsigned SealState = "unsigned" // whoever holds the dossier can make its chain anew
	SealNone     SealState = "none"     // the session did not come to its end
)

// ToolInfo names the harness and its version.
type ToolInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Schemas names the engines that judged by XML Schema: "libxml2+helium", or
	// "helium" from a binary built without cgo. Empty: none did.
	Schemas string `json:"schemas,omitempty"`
}

// SUTInfo identifies the product judged.
type SUTInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Vendor  string `json:"vendor,omitempty"`
	Mutant  string `json:"mutant,omitempty"`
	// Generation is the edition of the DMP's interfaces that it was held to, where that
	// is not the one in force: a verdict on it says nothing of today's profiles.
	Generation string `json:"generation,omitempty"`
}

// ProfileResult is the verdict on one profile.
type ProfileResult struct {
	ID           ProfileID           `json:"id"`
	Title        Text                `json:"title"`
	Verdict      Verdict             `json:"verdict"`
	Requirements []RequirementResult `json:"requirements"`
	// Ran and LeftOut count the profile's scenarios: those that ran, and those
	// that a label filter left out. With any left out the verdict speaks of a
	// part of the profile only, and every report says so.
	Ran     int `json:"ran"`
	LeftOut int `json:"leftOut"`
	// Departures are in what the session was not what the catalogue asks of the
	// profile. With any that is short, the verdict is never PASS.
	Departures []Departure `json:"departures,omitempty"`
}

// Departure is something that a session did not play as the catalogue has it.
type Departure struct {
	Scenario ScenarioID `json:"scenario,omitempty"` // "" for the profile as a whole
	What     Text       `json:"what"`
	Short    bool       `json:"short,omitempty"` // less than the catalogue asks, or something else
}

// Partial tells that some of the profile's scenarios were left out, by a filter or
// because the session was not that of the catalogue.
func (p ProfileResult) Partial() bool { return p.LeftOut > 0 || p.Short() > 0 }

// Short counts the departures by which what was played is not the profile.
func (p ProfileResult) Short() int {
	n := 0
	for _, d := range p.Departures {
		if d.Short {
			n++
		}
	}
	return n
}

// RequirementResult is the verdict on one requirement within a profile.
type RequirementResult struct {
	ID        RequirementID `json:"id"`
	Verdict   Verdict       `json:"verdict"`
	Text      Text          `json:"text"`
	Source    string        `json:"source"`
	Rules     []RuleID      `json:"rules"`   // the rules that speak for it
	Matched   int           `json:"matched"` // how many times they were evaluated
	Scenarios []ScenarioID  `json:"scenarios"`
	// Missing is what of its proof met nothing.
	Missing []Proof `json:"missing,omitempty"`
	// Open is what would have it judged, where only rules are missing that the session
	// was not given: then it is inconclusive beside the verdict of its scenario and
	// profile, and does not decide them.
	Open Text `json:"open,omitzero"`
	// Attested tells that only somebody's word speaks for it: no message shows it.
	Attested bool `json:"attested,omitempty"`
}

// ScenarioResult is the verdict on one scenario.
type ScenarioResult struct {
	ID       ScenarioID          `json:"id"`
	Profile  ProfileID           `json:"profile"`
	Title    Text                `json:"title"`
	Source   string              `json:"source"` // file:line of the scenario
	Verdict  Verdict             `json:"verdict"`
	Reason   Text                `json:"reason"` // why, when not PASS and no finding says it
	Owner    Owner               `json:"owner,omitempty"`
	Checks   []RequirementResult `json:"checks"`   // one per requirement the scenario traces to
	Findings []int               `json:"findings"` // indices into Result.Findings
	// Notes are what a reader must know of how it was played, whatever the verdict:
	// that it was begun anew, that an answer was taken back.
	Notes []Text `json:"notes,omitempty"`
}

// RuleCount is the proof of work: how many rules were loaded, ran, and how
// often they met something to judge.
type RuleCount struct {
	Loaded  int        `json:"loaded"`
	Ran     int        `json:"ran"`     // rules evaluated at least once
	Matched int        `json:"matched"` // evaluations in all
	ByRule  []RuleWork `json:"byRule"`
}

// RuleWork is the work of one rule.
type RuleWork struct {
	Rule    RuleID `json:"rule"`
	Matched int    `json:"matched"`
	Failed  int    `json:"failed"`
}

// PackInfo identifies a rule pack.
type PackInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Digest  string `json:"digest"` // sha256 over its files
}

// ExchangeSummary lists an exchange for the reader of a report.
type ExchangeSummary struct {
	ID          ExchangeID  `json:"id"`
	Scenario    ScenarioID  `json:"scenario"`
	Actor       Actor       `json:"actor"`
	Transaction Transaction `json:"transaction"`
	Behaviour   string      `json:"behaviour,omitempty"`
	Findings    int         `json:"findings"`
}
