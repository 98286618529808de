package sarif

// The types below are the subset of SARIF 2.1.0 that this package writes.
type log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

type run struct {
	Tool        tool          `json:"tool"`
	Language    string        `json:"language"`
	Invocations []invocation  `json:"invocations"`
	Results     []result      `json:"results"`
	Properties  runProperties `json:"properties"`
}

type runProperties struct {
	Product  string   `json:"product"`
	Verdict  string   `json:"verdict"`
	RulesRan int      `json:"rulesRan"`
	Matched  int      `json:"matched"`
	Packs    []string `json:"packs"` // name, version and digest
	Seed     int64    `json:"seed"`
	Partial  []string `json:"partial,omitempty"` // what is said of each profile that ran in part only
}

type tool struct {
	Driver driver `json:"driver"`
}

type driver struct {
	Name     string `json:"name"`
	Version  string `json:"version,omitempty"`
	Language string `json:"language"`
	Rules    []rule `json:"rules"`
}

type rule struct {
	ID         string         `json:"id"`
	Short      text           `json:"shortDescription"`
	Help       *text          `json:"help,omitempty"`
	Default    configuration  `json:"defaultConfiguration"`
	Properties ruleProperties `json:"properties"`
}

type ruleProperties struct {
	Tags       []string `json:"tags"` // requirement ids
	Clause     string   `json:"clause,omitempty"`
	Confidence string   `json:"confidence,omitempty"`
}

type configuration struct {
	Level string `json:"level"`
}

type text struct {
	Text string `json:"text"`
}

type invocation struct {
	Successful    bool           `json:"executionSuccessful"`
	ExitCode      int            `json:"exitCode"`
	Notifications []notification `json:"toolExecutionNotifications,omitempty"`
}

type notification struct {
	Level   string `json:"level"`
	Message text   `json:"message"`
}

type result struct {
	Rule         string            `json:"ruleId"`
	Index        int               `json:"ruleIndex"`
	Kind         string            `json:"kind"`
	Level        string            `json:"level"`
	Message      text              `json:"message"`
	Locations    []location        `json:"locations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Properties   resultProperties  `json:"properties"`
}

type resultProperties struct {
	Requirements []string `json:"requirements"`
	Expected     string   `json:"expected,omitempty"`
	Observed     string   `json:"observed,omitempty"`
	Exchange     string   `json:"exchange,omitempty"`
	Scenario     string   `json:"scenario,omitempty"`
}

type location struct {
	Physical *physical `json:"physicalLocation,omitempty"`
	Logical  []logical `json:"logicalLocations,omitempty"`
	Message  *text     `json:"message,omitempty"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
	Region   *region  `json:"region,omitempty"`
}

type artifact struct {
	URI string `json:"uri"`
}

// region is a line of a document, or a byte of a captured message.
type region struct {
	Line   int    `json:"startLine,omitempty"`
	Offset *int64 `json:"byteOffset,omitempty"`
	Length *int   `json:"byteLength,omitempty"`
}

type logical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}
