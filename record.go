package etalon

import "time"

// StepRecord is what a dossier keeps of one step of a scenario.
type StepRecord struct {
	Scenario ScenarioID `json:"scenario"`
	Step     StepID     `json:"step"`
	Kind     string     `json:"kind"` // ask, expect, send, reply, capture, attest
	At       string     `json:"at"`   // file:line of the step
	Began    time.Time  `json:"began"`
	Ended    time.Time  `json:"ended"`
	// Outcome is done, received, timeout, failed (driver trouble), refused
	// (a person said no), skipped or cancelled.
	Outcome  string     `json:"outcome"`
	Exchange ExchangeID `json:"exchange,omitempty"` // what an expect step received, a send step sent
	Action   *Action    `json:"action,omitempty"`
	Sending  *Sending   `json:"sending,omitempty"` // of a send step, captures filled in
	Reaction *Reaction  `json:"reaction,omitempty"`
	Answer   string     `json:"answer,omitempty"` // of an attest step: yes, no; and who answered
	By       string     `json:"by,omitempty"`     // driver kind, or the person's name
	Detail   string     `json:"detail,omitempty"`
	Owner    Owner      `json:"owner,omitempty"` // of what went wrong; "" where nothing did, or nobody said
	// Corrected is what the answer was before it was taken back, the oldest first.
	Corrected []Corrected `json:"corrected,omitempty"`
}

// Corrected is an answer that somebody took back.
type Corrected struct {
	Was    string `json:"was"`    // yes or no
	By     string `json:"by"`     // who took it back
	Reason string `json:"reason"` // why
}

// Owner is whose trouble it is that a step, or a scenario, did not end as it
// should. What never came is held against a product only when the trouble is its
// own.
type Owner string

// The owners of trouble.
const (
	OwnerProduct     Owner = "product"
	OwnerDriver      Owner = "driver"      // what sets the product in motion broke, or hung
	OwnerEnvironment Owner = "environment" // what the session was given is not as it must be
	OwnerHarness     Owner = "harness"     // étalon itself
	OwnerUser        Owner = "user"        // somebody ended the session
)

// Held is what the simulated actors hold at one moment of a scenario: its
// patients, and the entries of their documents.
type Held struct {
	Scenario  ScenarioID     `json:"scenario"`
	Step      StepID         `json:"step,omitempty"` // that has just ended; "": the scenario has just begun
	Patients  []HeldPatient  `json:"patients,omitempty"`
	Documents []HeldDocument `json:"documents,omitempty"`
	Studies   []HeldStudy    `json:"studies,omitempty"`
	Cut       bool           `json:"cut,omitempty"` // there are more documents: nothing follows from absence
}

// HeldPatient is where a patient's record stands.
type HeldPatient struct {
	ID            string   `json:"id"`
	INS           string   `json:"ins"`
	OID           string   `json:"oid"`
	DMP           DMPState `json:"dmp"`
	Authorisation string   `json:"authorisation,omitempty"`
	Attending     string   `json:"attending,omitempty"` // "true" or "false": the professional is the médecin traitant; "": not recorded
	Allows        []string `json:"allows,omitempty"`    // access modes in which masked documents may be read
}

// HeldStudy is an imaging study, as the source of its images holds it.
type HeldStudy struct {
	UID      string       `json:"uid"`
	Patient  string       `json:"patient"`  // Patient.ID
	Manifest string       `json:"manifest"` // uniqueId of the manifest that refers to it
	Earlier  string       `json:"earlier,omitempty"`
	Source   string       `json:"source"` // RetrieveLocationUID: the repositoryUniqueId of RAD-69
	Series   []HeldSeries `json:"series"`
}

// HeldSeries is one of its series.
type HeldSeries struct {
	UID      string      `json:"uid"`
	Modality string      `json:"modality"`
	Images   []HeldImage `json:"images"`
	Told     []HeldValue `json:"told,omitempty"` // what all its images say alike
}

// HeldValue is one attribute of the images of a series, several values apart by a
// backslash, as DICOM writes them.
type HeldValue struct {
	Name  string `json:"name"` // keyword
	Value string `json:"value"`
}

// HeldImage is an instance that a manifest refers to.
type HeldImage struct {
	UID   string `json:"uid"`
	Class string `json:"class"`
	Lost  bool   `json:"lost,omitempty"` // the source does not have it any more
	Past  bool   `json:"past,omitempty"` // only the earlier manifest refers to it
	// Pixels is the sha256, in hexadecimal, of its pixel data in little endian; "": not
	// recorded.
	Pixels string `json:"pixels,omitempty"`
	Number string `json:"number,omitempty"` // InstanceNumber
	Place  string `json:"place,omitempty"`  // ImagePositionPatient, its values apart by backslashes
}

// HeldDocument is one version of a document's entry.
type HeldDocument struct {
	Latest bool   `json:"latest,omitempty"` // no later version is held
	Mine   string `json:"mine,omitempty"`   // "true" or "false": given as the user's own; "": not recorded
	Entry  string `json:"entry"`            // rim:ExtrinsicObject, with the namespaces it needs
}

// Event is what a session tells its parent while it runs, one JSON object a line.
type Event struct {
	Time     time.Time  `json:"time"`
	Kind     EventKind  `json:"kind"`
	Scenario ScenarioID `json:"scenario,omitempty"`
	Step     StepID     `json:"step,omitempty"`
	Exchange ExchangeID `json:"exchange,omitempty"`
	Outcome  string     `json:"outcome,omitempty"`
	Text     Text       `json:"text,omitzero"`
	Done     int        `json:"done,omitempty"`  // scenarios finished
	Total    int        `json:"total,omitempty"` // scenarios planned
}

// EventKind is the closed list of session events.
type EventKind string

// The events.
const (
	EventReady         EventKind = "ready" // simulators listen; Text names the addresses
	EventScenarioBegan EventKind = "scenario-began"
	EventScenarioEnded EventKind = "scenario-ended"
	EventPrompt        EventKind = "prompt" // a person is asked something
	EventStepEnded     EventKind = "step-ended"
	EventExchange      EventKind = "exchange"
	EventSealed        EventKind = "sealed"
)
