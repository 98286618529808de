package dossier

import (
	"encoding/json"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Schema is the version of the journal's form.
const Schema = "1.0"

// Session is the first entry: what is about to happen, and with which rules.
type Session struct {
	Schema     string          `json:"schema"`
	Tool       etalon.ToolInfo `json:"tool"`
	Plan       json.RawMessage `json:"plan"`       // the plan, as given to the session
	PlanDigest string          `json:"planDigest"` // SHA-256 of Plan
	TrustedCAs [][]byte        `json:"trustedCAs"` // DER, the authorities client certificates were checked against
}

// Request is the first half of an exchange.
type Request struct {
	ID          etalon.ExchangeID   `json:"id"`
	Protocol    etalon.Protocol     `json:"protocol,omitempty"` // none: etalon.ProtocolSOAP
	Connection  etalon.ConnectionID `json:"connection"`
	Scenario    etalon.ScenarioID   `json:"scenario,omitempty"`
	Actor       etalon.Actor        `json:"actor,omitempty"`
	Transaction etalon.Transaction  `json:"transaction"`
	Sent        bool                `json:"sent,omitempty"` // by étalon, to the SUT
	Behaviour   string              `json:"behaviour,omitempty"`
	Received    time.Time           `json:"received"`
	Raw         etalon.Blob         `json:"raw"`
	Anomalies   []etalon.Anomaly    `json:"anomalies,omitempty"`
	Fields      etalon.Fields       `json:"fields,omitempty"`
}

// Response is the second half of an exchange.
type Response struct {
	Exchange  etalon.ExchangeID `json:"exchange"`
	Behaviour string            `json:"behaviour,omitempty"`
	Answered  time.Time         `json:"answered"`
	Raw       etalon.Blob       `json:"raw"`
	Anomalies []etalon.Anomaly  `json:"anomalies,omitempty"`
	Note      string            `json:"note,omitempty"`
}

// Scenario marks the beginning or the end of a scenario.
type Scenario struct {
	ID      etalon.ScenarioID `json:"id"`
	Began   bool              `json:"began,omitempty"`
	Ended   bool              `json:"ended,omitempty"`
	Outcome string            `json:"outcome,omitempty"` // completed, cancelled, broken
	Detail  string            `json:"detail,omitempty"`
}

// Seal is the last entry of a complete session.
type Seal struct {
	Entries int `json:"entries"` // entries before this one
	// Outcome is completed, or why the session ended early (cancelled).
	Outcome string `json:"outcome"`
	// Signature is over Sealed, by whoever kept the dossier; "" when nobody signed.
	Signature string `json:"signature,omitempty"`
}

// Sealed is what the signature of a seal is over: by the hash of the entry before
// it, the whole journal and every byte that it names.
type Sealed struct {
	Schema  string `json:"schema"`
	Entries int    `json:"entries"`
	Head    string `json:"head"` // hash of the last entry before the seal
	Outcome string `json:"outcome"`
}

// Signer signs what a seal is over.
type Signer func(payload []byte) (signature string, err error)
