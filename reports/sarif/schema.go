package sarif

// The types below are the subset of SARIF 2.1.0 that this package writes.
type log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

type run struct {
	Tool        tool          `json:"tool"`
	Automation  automation    `json:"automationDetails"`
	Language    string        `json:"language"`
	Invocations []invocation  `json:"invocations"`
	Results     []result      `json:"results"`
	Properties  runProperties `json:"properties"`
}

// automation names the series of logs that a host compares: one per product.
type automation struct {
	ID string `json:"id"` // category/
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
	Full       text           `json:"fullDescription"`
	Help       text           `json:"help"`
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
	Locations    []location        `json:"locations"` // one
	Fingerprints map[string]string `json:"partialFingerprints"`
	Properties   resultProperties  `json:"properties"`
}

type resultProperties struct {
	Requirements []string `json:"requirements"`
	Expected     string   `json:"expected,omitempty"`
	Observed     string   `json:"observed,omitempty"`
	Exchange     string   `json:"exchange,omitempty"`
	Scenario     string   `json:"scenario,omitempty"`
	Message      *message `json:"message,omitempty"`
}

// message is the place in a captured message. It is no region of the artifact:
// its lines are those of a MIME part, its bytes those of the exchange.
type message struct {
	Direction string `json:"direction,omitempty"`
	Part      int    `json:"part"`
	Line      int    `json:"line,omitempty"`
	Offset    *int64 `json:"byteOffset,omitempty"`
}

type location struct {
	Physical physical  `json:"physicalLocation"`
	Logical  []logical `json:"logicalLocations,omitempty"`
	Message  text      `json:"message"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
	Region   region   `json:"region"`
}

type artifact struct {
	URI string `json:"uri"`
}

// region always has its line: hosts of code show nothing without one.
type region struct {
	Line int `json:"startLine"`
}

type logical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}
