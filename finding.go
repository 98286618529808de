package etalon

// Text is a message in the two languages of the project. French comes first.
type Text struct {
	FR string `json:"fr" yaml:"fr"`
	EN string `json:"en" yaml:"en"`
}

// In returns the text in the language asked ("fr" or "en"), or in the other
// where that one is empty.
func (t Text) In(lang string) string {
	if (lang == "en" && t.EN != "") || t.FR == "" {
		return t.EN
	}
	return t.FR
}

// Severity says what a failed rule means.
type Severity string

// The severities. Only SeverityError lowers a verdict to FAIL; a harness
// severity means Étalon's own message broke a rule and gives ERROR.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
	SeverityHarness Severity = "harness"
)

// Outcome says how a rule ended at one place.
type Outcome string

// The outcomes a finding can have. A rule that held gives no finding.
const (
	OutcomeFailed       Outcome = "failed"       // the rule does not hold
	OutcomeInconclusive Outcome = "inconclusive" // it could not be established
	OutcomeError        Outcome = "error"        // the harness broke while judging it
)

// Confidence grades the source of a rule: A official artefact, B vendor
// documentation of official requirements, C one implementer, D inference.
type Confidence string

// The confidence grades. Rules of grade C and D only warn.
const (
	ConfidenceA Confidence = "A"
	ConfidenceB Confidence = "B"
	ConfidenceC Confidence = "C"
	ConfidenceD Confidence = "D"
)

// Location is a place in a message as received, not in Étalon's wrapper.
type Location struct {
	Direction string `json:"direction,omitempty"` // "request" or "response"
	Part      int    `json:"part"`                // MIME part index, 0 is the root part
	XPath     string `json:"xpath"`               // inside that part; empty for the message as a whole
	Line      int    `json:"line"`                // 1-based in the part; 0 unknown
	Offset    int64  `json:"offset"`              // 0-based bytes from the first byte of the message; -1 unknown
}

// Finding is what one rule said at one place of the evidence.
type Finding struct {
	Rule         RuleID          `json:"rule"`
	Pack         string          `json:"pack,omitempty"` // that the rule is of; "" for what the harness says of itself
	Requirements []RequirementID `json:"requirements"`
	Outcome      Outcome         `json:"outcome"`
	Severity     Severity        `json:"severity"`
	Confidence   Confidence      `json:"confidence,omitempty"`
	Source       string          `json:"source,omitempty"` // the clause: document, version, section
	Scenario     ScenarioID      `json:"scenario,omitempty"`
	Exchange     ExchangeID      `json:"exchange,omitempty"`
	Location     Location        `json:"location"`
	Expected     string          `json:"expected"`
	Observed     string          `json:"observed"`
	Message      Text            `json:"message"`
	Hint         Text            `json:"hint"`
}

// Verdict is what this finding alone does to a verdict. Warnings are
// findings, never verdicts.
func (f Finding) Verdict() Verdict {
	switch {
	case f.Outcome == OutcomeError || f.Severity == SeverityHarness:
		return Broken
	case f.Severity != SeverityError:
		return Pass
	case f.Outcome == OutcomeInconclusive:
		return Inconclusive
	default:
		return Fail
	}
}
