package campaign

import (
	"time"

	"github.com/etalon-dmp/etalon"
)

// ID is a number that the store gave.
type ID int64

// Person is somebody with an account.
type Person struct {
	ID           ID
	Login        string
	Name         string
	Role         Role
	Organisation ID // of a vendor's; 0 for the authority's
}

// Organisation is a vendor.
type Organisation struct {
	ID   ID
	Name string
}

// Product is what a vendor makes.
type Product struct {
	ID           ID
	Organisation ID
	Vendor       string // the organisation's name
	Name         string
}

// Version is one version of a product: what is judged.
type Version struct {
	ID      ID
	Product Product
	Label   string
	Build   string // SHA-256 of what was built, lower-case hex; "" when nobody said
	Scope   *Scope // nil: not declared yet
}

// Scope is what a version claims. Once declared it stays.
type Scope struct {
	Profiles []etalon.ProfileID
	Digest   string // SHA-256 over version and profiles, lower-case hex
	By       string
	At       time.Time
}

// Campaign is a time in which versions are examined.
type Campaign struct {
	ID     ID
	Title  string
	Opened time.Time
	Closed time.Time // zero: open
}

// State is where a session that was handed in stands.
type State string

// The states of a session.
const (
	Received State = "received"
	Judging  State = "judging"
	Judged   State = "judged"
	Refused  State = "refused" // its dossier cannot be judged: it was altered, or is no dossier
)

// Session is a session of a version that was handed in.
type Session struct {
	ID      ID
	Version ID
	Head    string // of its dossier: the hash of the last entry
	State   State
	Verdict etalon.Verdict
	Why     string // of Refused
	By      string
	At      time.Time
	Judged  time.Time
}

// Remark is what somebody wrote of a requirement, or of a version as a whole.
type Remark struct {
	ID          ID
	Version     ID
	Requirement etalon.RequirementID
	By          string
	At          time.Time
	Text        string
}

// Outcome is what is decided.
type Outcome string

// The outcomes. Étalon approves nothing: the authority says what its acceptance means.
const (
	Accepted Outcome = "accepted"
	Rejected Outcome = "rejected"
)

// Step is where a decision stands.
type Step string

// The steps of a decision.
const (
	Proposed  Step = "proposed"
	Confirmed Step = "confirmed"
	Signed    Step = "signed"
	Revoked   Step = "revoked"
)

// Decision is what the authority says of a version, and who said it.
type Decision struct {
	ID        ID
	Version   ID
	Outcome   Outcome
	Reason    string
	Step      Step
	Proposer  ID
	Proposed  time.Time
	Confirmer ID
	Confirmed time.Time
	Signer    ID
	Signed    time.Time
	Statement string // the signed statement, JWS
	Revoker   ID
	Revoked   time.Time
	Why       string // of a revocation
}

// Contest is an appeal against a decision.
type Contest struct {
	ID       ID
	Decision ID
	By       string
	At       time.Time
	Text     string
	Answer   string
	Answerer string
	Answered time.Time
}

// Act is one line of the audit log.
type Act struct {
	Seq      int64
	At       time.Time
	Who      string // login
	Role     Role
	What     Deed
	Subject  string // "version 12"
	Detail   string
	Previous string // hash of the line before
	Hash     string
}
