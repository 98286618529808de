package etalon

// Sending is one message that a client actor of the harness sends to a SUT
// that is a server.
type Sending struct {
	ID          string            `json:"id"` // unique in the session: scenario and step
	Transaction Transaction       `json:"transaction"`
	To          Actor             `json:"to"`   // the actor that the SUT plays
	Case        string            `json:"case"` // a named variation of the message
	Patient     Patient           `json:"patient"`
	Documents   []Document        `json:"documents,omitempty"`
	Params      map[string]string `json:"params,omitempty"`
	Answer      Want              `json:"answer"`
}

// CaseNominal is the message with nothing wrong in it.
const CaseNominal = "nominal"

// Want is the answer that a right SUT gives to a Sending. Rules compare it with
// the answer that came.
type Want struct {
	Status string   `json:"status"`          // one of the Want words
	Codes  []string `json:"codes,omitempty"` // any of them will do
}

// The statuses of a Want.
const (
	WantSuccess = "success"
	WantPartial = "partial"
	WantFailure = "failure" // a RegistryResponse that failed, an acknowledgement of HL7 V3 that refuses
	WantFault   = "fault"   // a SOAP fault
	WantNothing = "nothing" // a search that finds nobody
)

// WantStatuses is the closed list of statuses of a Want.
func WantStatuses() []string {
	return []string{WantSuccess, WantPartial, WantFailure, WantFault, WantNothing}
}

// Sent is how a Sending went.
type Sent struct {
	Exchange ExchangeID
	Outcome  string // received: an answer came, whatever it says; failed; timeout
	Detail   string // why none came
	Fields   Fields // of the request, and FieldEntryUUIDs and FieldUniqueIDs of the answer
}
