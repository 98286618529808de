package campaign

import (
	"time"

	"github.com/etalon-dmp/etalon"
)

// ID is a number that the store gave.
type ID int64

// Person is somebody with an account.
type Person struct {
	ID           ID     `json:"id"`
	Login        string `json:"login"`
	Name         string `json:"name"`
	Role         Role   `json:"role"`
	Organisation ID     `json:"organisation,omitempty"` // of a vendor's; 0 for the authority's
	// Product is the only one that a pipeline sees; 0 for people.
	Product ID `json:"product,omitempty"`
	// Ended is when the account was; zero: it is not.
	Ended time.Time `json:"ended,omitzero"`
}

// Token is what lets a pipeline hand in sessions of one product. What it is, is told
// once, to whoever made it.
type Token struct {
	ID      ID        `json:"id"`
	Product ID        `json:"product"`
	Name    string    `json:"name"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Until   time.Time `json:"until"`
	Ended   time.Time `json:"ended,omitzero"` // before its time
}

// Organisation is a vendor.
type Organisation struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
}

// Product is what a vendor makes.
type Product struct {
	ID           ID     `json:"id"`
	Organisation ID     `json:"organisation"`
	Vendor       string `json:"vendor"` // the organisation's name
	Name         string `json:"name"`
}

// Number tells the product from others.
func (p Product) Number() ID { return p.ID }

// Version is one version of a product: what is judged.
type Version struct {
	ID      ID      `json:"id"`
	Product Product `json:"product"`
	Label   string  `json:"label"`
	Build   string  `json:"build,omitempty"` // SHA-256 of what was built, lower-case hex; "" when nobody said
	Scope   *Scope  `json:"scope,omitempty"` // nil: not declared yet
}

// Scope is what a version claims. Once declared it stays.
type Scope struct {
	Profiles []etalon.ProfileID `json:"profiles"`
	// Modes are those in which it authenticates on the DMP; none: it was not said.
	Modes  []etalon.AuthMode `json:"modes,omitempty"`
	Digest string            `json:"digest"` // SHA-256 over version, profiles and modes, lower-case hex
	By     string            `json:"by"`
	At     time.Time         `json:"at"`
}

// Campaign is a time in which versions are examined.
type Campaign struct {
	ID     ID        `json:"id"`
	Title  string    `json:"title"`
	Opened time.Time `json:"opened"`
	Closed time.Time `json:"closed,omitzero"` // zero: open
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
	ID      ID             `json:"id"`
	Version ID             `json:"version"`
	Head    string         `json:"dossier"` // of its dossier: the hash of the last entry
	State   State          `json:"state"`
	Verdict etalon.Verdict `json:"verdict,omitzero"` // of Judged
	Digest  string         `json:"digest,omitempty"` // of verdict.json, SHA-256, lower-case hex
	Why     string         `json:"why,omitempty"`    // of Refused
	By      string         `json:"by"`
	At      time.Time      `json:"at"`
	Judged  time.Time      `json:"judged,omitzero"`
	// Outlived is when its messages were past their time: what is left of them are their
	// digests. Zero: they are there.
	Outlived time.Time `json:"outlived,omitzero"`
}

// Waits tells a session that is still to be judged.
func (s Session) Waits() bool { return s.State == Received || s.State == Judging }

// Remark is what somebody wrote of a requirement, or of a version as a whole.
type Remark struct {
	ID          ID                   `json:"id"`
	Version     ID                   `json:"version"`
	Requirement etalon.RequirementID `json:"requirement,omitempty"`
	By          string               `json:"by"`
	At          time.Time            `json:"at"`
	Text        string               `json:"text"`
	Piece
}

// Piece is a file that somebody joined to a remark: a screenshot, a letter, a log.
type Piece struct {
	File   string `json:"file,omitempty"`   // its name; "": none
	Digest string `json:"sha256,omitempty"` // lower-case hex
	Size   int64  `json:"size,omitempty"`   // bytes
}

// MostPiece bounds a file that somebody joins, in bytes.
const MostPiece = 16 << 20

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
	Withdrawn Step = "withdrawn" // before it was signed
)

// Decision is what the authority says of a version, and who said it.
type Decision struct {
	ID        ID        `json:"id"`
	Version   ID        `json:"version"`
	Outcome   Outcome   `json:"outcome"`
	Reason    string    `json:"reason"`
	Until     time.Time `json:"until,omitzero"` // the last day that it holds, UTC; zero: no end
	Evidence  string    `json:"evidence"`       // what it was proposed on: see [Evidence]
	Step      Step      `json:"step"`
	Proposer  ID        `json:"proposer"`
	Proposed  time.Time `json:"proposed"`
	Confirmer ID        `json:"confirmer,omitempty"`
	Confirmed time.Time `json:"confirmed,omitzero"`
	Signer    ID        `json:"signer,omitempty"`
	Signed    time.Time `json:"signed,omitzero"`
	Statement string    // the signed statement, JWS
	Revoker   ID        `json:"revoker,omitempty"`
	Revoked   time.Time `json:"revoked,omitzero"`
	Why       string    `json:"why,omitempty"` // of a revocation
}

// Number tells the decision from others.
func (d Decision) Number() ID { return d.ID }

// Ruling is what an appeal came to. It changes no decision: that is revoked, or not.
type Ruling string

// The rulings.
const (
	Upheld    Ruling = "upheld"
	Dismissed Ruling = "dismissed"
)

// Contest is an appeal against a decision.
type Contest struct {
	ID       ID        `json:"id"`
	Decision ID        `json:"decision"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Ruling   Ruling    `json:"ruling,omitempty"`
	Answer   string    `json:"answer,omitempty"`
	Answerer string    `json:"answerer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
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
