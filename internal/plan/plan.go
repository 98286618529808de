package plan

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// Schema is the version of the plan's JSON form. A plan of version 1.0 names no
// environment of its profiles and nothing that it stands on; it is still read.
const Schema = "1.1"

// firstSchema is the version before environments.
const firstSchema = "1.0"

// Plan is everything a session needs to know: immutable, ordered, and named by
// its digest. It travels to the child process as JSON and into the dossier.
type Plan struct {
	Schema        string            `json:"schema"`
	SUT           etalon.SUT        `json:"sut"`
	Seed          int64             `json:"seed"`
	Environment   Environment       `json:"environment"`
	Profiles      []Profile         `json:"profiles"`
	Scenarios     []Scenario        `json:"scenarios"`
	NotApplicable []Skipped         `json:"notApplicable,omitempty"`
	Packs         []etalon.PackInfo `json:"packs"`
	// Population is who the simulated DMP knows beside the patients of scenarios.
	Population *scenario.Population `json:"population,omitempty"`
	// StandsOn is what a verdict would stand on when the plan was made. Nil when
	// nobody said.
	StandsOn *etalon.StandsOn `json:"standsOn,omitempty"`
}

// Environment holds the constants of the simulated DMP that rules compare with.
type Environment struct {
	VIHFVersion  string `json:"vihfVersion"`  // "3.0"
	INSOID       string `json:"insOid"`       // patient identifier authority of this environment
	DMPOID       string `json:"dmpOid"`       // receiver device id of HL7 v3 messages
	RepositoryID string `json:"repositoryId"` // repositoryUniqueId
	// VIHF tells whether any profile of the session is of the DMP, where a client
	// must show a VIHF. A product has one configuration for a whole session.
	VIHF bool `json:"vihf"`
}

// Profile is one unit of verdict and the requirements it is judged on.
type Profile struct {
	ID           etalon.ProfileID       `json:"id"`
	Title        etalon.Text            `json:"title"`
	Packs        []string               `json:"packs"` // rule packs that judge it, general ones first
	Environment  etalon.Environment     `json:"environment,omitempty"`
	Requirements []etalon.RequirementID `json:"requirements"` // union over its scenarios, in catalogue order
	// Planned and Whole name, by SHA-256, the scenarios of the profile that are in
	// the plan and all of them, each with what the profile says of itself.
	Planned string `json:"planned,omitempty"`
	Whole   string `json:"whole,omitempty"`
}

// Skipped is a scenario that does not apply to this SUT, and why.
type Skipped struct {
	Scenario etalon.ScenarioID `json:"scenario"`
	Profile  etalon.ProfileID  `json:"profile"`
	Why      etalon.Text       `json:"why"`
	// Filtered tells that it does apply, but a label filter left it out.
	Filtered bool `json:"filtered,omitempty"`
}

// Scenario is one scenario, resolved: fixtures looked up, groups expanded.
type Scenario struct {
	ID           etalon.ScenarioID      `json:"id"`
	Title        etalon.Text            `json:"title"`
	Profile      etalon.ProfileID       `json:"profile"`
	Requirements []etalon.RequirementID `json:"requirements"`
	Labels       []string               `json:"labels,omitempty"`
	File         string                 `json:"file"`
	Line         int                    `json:"line"`
	SHA256       string                 `json:"sha256,omitempty"` // of the file
	Given        etalon.Given           `json:"given"`
	Steps        []Step                 `json:"steps"`
	Cleanup      []Step                 `json:"cleanup,omitempty"` // always run, whatever happened
}

// StepKind is the closed list of step kinds.
type StepKind string

// The step kinds. Exactly one matching field of a Step is set.
const (
	Ask     StepKind = "ask"
	Expect  StepKind = "expect"
	Send    StepKind = "send"
	Reply   StepKind = "reply"
	Capture StepKind = "capture"
	Attest  StepKind = "attest"
)

// Step is one step of a scenario.
type Step struct {
	ID      etalon.StepID   `json:"id"`
	Kind    StepKind        `json:"kind"`
	Line    int             `json:"line"`             // in the scenario's file
	Within  time.Duration   `json:"within,omitempty"` // ask, expect and send: the deadline
	Ask     *etalon.Action  `json:"ask,omitempty"`    // Params may hold ${name} of an earlier capture
	Expect  *Expectation    `json:"expect,omitempty"`
	Send    *etalon.Sending `json:"send,omitempty"` // Params may hold ${name} of an earlier capture
	Reply   *etalon.Reply   `json:"reply,omitempty"`
	Capture *Capturing      `json:"capture,omitempty"`
	Attest  *Question       `json:"attest,omitempty"`
}

// Expectation is the exchange an expect step awaits. Exchanges that arrived
// since the last ask step count too: a fast SUT is not a wrong SUT.
type Expectation struct {
	Actor       etalon.Actor       `json:"actor"`
	Transaction etalon.Transaction `json:"transaction"`
}

// Capturing takes a value out of an earlier step: an ask step's
// Reaction.Values, or an expect step's exchange Fields.
type Capturing struct {
	Name  string        `json:"name"`
	From  etalon.StepID `json:"from"`
	Field string        `json:"field"`
}

// Question is put to a person, who answers yes or no. Drivers without a person
// answer from the last Reaction: Expect names the status it must have had.
type Question struct {
	Text   etalon.Text `json:"text"`
	Expect string      `json:"expect,omitempty"` // Reaction.Status: error, refused, done
}
