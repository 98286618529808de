package etalon

import (
	"io"
	"time"
)

// Blob points at bytes kept in the dossier, exactly as they crossed the wire.
type Blob struct {
	SHA256 string `json:"sha256"` // lower-case hex; also the blob's name
	Size   int64  `json:"size"`   // bytes
}

// TLS holds what a handshake established, or why it did not.
type TLS struct {
	Version      string   `json:"version,omitempty"` // "1.2"
	CipherSuite  string   `json:"cipherSuite,omitempty"`
	ServerName   string   `json:"serverName,omitempty"`
	Certificates [][]byte `json:"certificates,omitempty"` // chain of the peer, DER, leaf first
	Error        string   `json:"error,omitempty"`        // handshake failure, in the TLS library's words
	Offered      *Offered `json:"offered,omitempty"`      // by a client to étalon; nil when no greeting came
	Shown        string   `json:"shown,omitempty"`        // the flaw of the certificate that étalon showed on purpose; none: its own
	ShownSerial  string   `json:"shownSerial,omitempty"`  // its serial number, lower-case hex
}

// Connection is one transport connection to a simulated actor, or of one to
// the SUT.
type Connection struct {
	ID     ConnectionID `json:"id"`
	Opened time.Time    `json:"opened"`
	Remote string       `json:"remote"`
	Local  string       `json:"local,omitempty"` // of datagrams: the address that they came to, where an actor has several
	Sent   bool         `json:"sent,omitempty"`  // étalon opened it: the SUT is the server
	TLS    TLS          `json:"tls"`
	// First bytes received, when they were not a TLS handshake (at most 1 KiB).
	Garbage []byte `json:"garbage,omitempty"`
	// Inquiry is set where somebody asked, in the clear, whether a certificate is revoked:
	// nothing else came over such a connection.
	Inquiry *Inquiry `json:"inquiry,omitempty"`
}

// Inquiry is one question whether a certificate that étalon showed is revoked, and what
// was answered.
type Inquiry struct {
	Kind   string `json:"kind"`            // ocsp (RFC 6960) or crl (RFC 5280)
	Serial string `json:"serial"`          // of the certificate that named the place asked, lower-case hex
	Answer string `json:"answer"`          // good, revoked, stale, none, malformed, unauthorized
	Asked  []byte `json:"asked,omitempty"` // the OCSP request, DER (at most 64 KiB)
}

// Anomaly is an oddity of the wire that a codec met and survived: a fact for
// the rules, never an error.
type Anomaly struct {
	Layer  string `json:"layer"`  // tls, http, mime, mtom, soap, xml, syslog, datagram, dicom
	Code   string `json:"code"`   // closed list of the codec that reports it
	Offset int64  `json:"offset"` // bytes from the first byte of the message; -1 unknown
	Detail string `json:"detail"`
}

// Exchange is one request and its response, if its protocol has any. Request and
// Response are the raw messages as they crossed the wire: what that is, the
// protocol says.
type Exchange struct {
	ID          ExchangeID   `json:"id"`
	Protocol    Protocol     `json:"protocol,omitempty"` // none: ProtocolSOAP
	Connection  ConnectionID `json:"connection"`
	Scenario    ScenarioID   `json:"scenario,omitempty"`
	Step        StepID       `json:"step,omitempty"` // the expect step it satisfied, if any
	Actor       Actor        `json:"actor,omitempty"`
	Transaction Transaction  `json:"transaction"`
	Sent        bool         `json:"sent,omitempty"`      // étalon asked and the SUT answered
	Behaviour   string       `json:"behaviour,omitempty"` // what étalon was told to do instead of what is right
	Received    time.Time    `json:"received"`            // request complete, or given up
	Answered    time.Time    `json:"answered"`            // response handed to the transport
	Request     Blob         `json:"request"`
	Response    Blob         `json:"response"`
	Anomalies   []Anomaly    `json:"anomalies,omitempty"` // what the endpoint met while reading
	// AnswerAnomalies is what was met while reading the answer of the SUT.
	AnswerAnomalies []Anomaly `json:"answerAnomalies,omitempty"`
	Fields          Fields    `json:"fields,omitempty"` // the decoded view, for captures and for people
	Note            string    `json:"note,omitempty"`   // e.g. "connection cut by behaviour"
}

// Arrival is the request half of an exchange, as recorded before any answer.
type Arrival struct {
	Protocol    Protocol // none: ProtocolSOAP
	Connection  ConnectionID
	Actor       Actor
	Transaction Transaction
	Sent        bool      // étalon is about to send it to the SUT
	Behaviour   string    // what étalon was told to send instead of a sound message: a Sending's case
	Received    time.Time // or when it is sent
	Raw         []byte    // the request as it crossed the wire, possibly truncated at the limit
	Spool       Spool     // holds the request instead of Raw; nil when Raw does
	Anomalies   []Anomaly
	Fields      Fields
}

// Fields is the decoded view of a request: the few values that scenarios
// capture and people look for. Keys are the Field constants; values are
// verbatim from the message; a repeated value is joined with a space.
type Fields map[string]string

// The keys of Fields.
const (
	FieldMessageID     = "messageId"             // wsa:MessageID
	FieldINS           = "ins"                   // patient identifier of the request, first component
	FieldUniqueIDs     = "uniqueIds"             // document unique ids, in message order
	FieldSubmissionSet = "submissionSetUniqueId" //
	FieldEntryUUIDs    = "entryUUIDs"            // entryUUIDs the registry gave or was asked for
	FieldQuery         = "query"                 // stored query id
	FieldReason        = "reasonCode"            // TD0.2 reason code
	FieldQueryID       = "queryId"               // of an HL7 V3 query: root^extension

	// Of messages that étalon sends, and of the answers to them.
	FieldStatus           = "status"           // Success, PartialSuccess, Failure, Fault; else nothing was understood
	FieldCodes            = "codes"            // error codes of the answer
	FieldCount            = "count"            // registry objects or documents that the answer holds
	FieldLogicalIDs       = "logicalIds"       // lid of the document entries, in the order of entryUUIDs
	FieldVersions         = "versions"         // versionName of the same
	FieldHash             = "hash"             // of the same
	FieldSize             = "size"             // of the same
	FieldSetUUIDs         = "setUUIDs"         // entryUUIDs of submission sets
	FieldFolderUUIDs      = "folderUUIDs"      // entryUUIDs of folders
	FieldFolderUniqueIDs  = "folderUniqueIds"  //
	FieldAssociationUUIDs = "associationUUIDs" //
	FieldAnswerID         = "answerId"         // id of an HL7 V3 answer: root^extension
	FieldPatientIDs       = "patientIds"       // extensions of the identifiers of the patients of an answer
	FieldRecordIDs        = "recordIds"        // of audit records sent: what finds each again
)

// Answer is the response half of an exchange, as recorded before it is sent.
type Answer struct {
	Behaviour string
	Answered  time.Time
	Raw       []byte    // the response; empty when the connection is cut without one, or there never is one
	Spool     Spool     // holds the response instead of Raw; nil when Raw does
	Anomalies []Anomaly // of a response of the SUT, met while reading it
	Note      string
}

// Recorder is the dossier as a simulator sees it. What Connection and Request
// were given survives the end of the process when they return. Response returns
// only when it and everything recorded before it would survive a loss of power
// too, so that a simulator may then acknowledge. Of a protocol without answers,
// Response with an empty Raw makes the message that came durable.
type Recorder interface {
	Connection(Connection) (ConnectionID, error) // the ID field is ignored; the one given is returned
	Request(Arrival) (ExchangeID, error)
	Response(ExchangeID, Answer) error
}

// Spooler is a Recorder that keeps messages of any size without holding them in
// memory. A simulator given a plain Recorder holds each message in memory.
type Spooler interface {
	Recorder
	// Spool begins the bytes of one message that crosses this connection.
	Spool(ConnectionID) Spool
}

// Spool takes the bytes of one message as they cross the wire. Recording it, as
// the Spool of an Arrival or an Answer, makes it a blob of the dossier; it can
// be read before and after that, until the dossier is closed. Whoever began it
// ends with Discard: what was recorded is read from the dossier from then on.
// Write and Discard belong to one goroutine; ReadAt is for any number of them.
type Spool interface {
	io.Writer
	io.ReaderAt
	Size() int64
	Discard() // gives up the memory, and what was not recorded
}
