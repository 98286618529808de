package campaign

import (
	"time"

	"github.com/etalon-dmp/etalon"
)

// Work is something that waits for somebody.
type Work struct {
	Waits    Deed      `json:"waits"` // what for: propose, confirm, sign, answer, recheck
	Version  ID        `json:"version"`
	Vendor   string    `json:"vendor"`
	Product  string    `json:"product"`
	Label    string    `json:"label"`
	Decision ID        `json:"decision,omitempty"` // 0: none is proposed yet
	Session  ID        `json:"session,omitempty"`  // to look at again; 0 of other work
	Since    time.Time `json:"since"`
	// Verdict is that of the session that was judged last.
	Verdict etalon.Verdict `json:"verdict"`
	// By is who took it in hand; "" for nobody.
	By    string    `json:"by,omitempty"`
	Taken time.Time `json:"taken,omitzero"`
}

// Enrolled is a version in a campaign, and where it stands.
type Enrolled struct {
	Version  ID        `json:"version"`
	Vendor   string    `json:"vendor"`
	Product  string    `json:"product"`
	Label    string    `json:"label"`
	At       time.Time `json:"at"`
	Sessions int       `json:"sessions"` // handed in
	// Session is the one that was judged last, 0 for none; Head is its dossier, Digest its
	// verdict.json.
	Session ID             `json:"session,omitempty"`
	Head    string         `json:"dossier,omitempty"`
	Digest  string         `json:"result,omitempty"`
	Verdict etalon.Verdict `json:"verdict"`
	// Outcome and Step are those of the last decision that was not withdrawn.
	Outcome Outcome `json:"outcome,omitempty"`
	Step    Step    `json:"step,omitempty"`
}
