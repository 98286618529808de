package campaign

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Recheck is a second look at a session that was judged to conform. Which sessions get
// one is drawn by lot when they are judged: nobody who hands one in can know.
type Recheck struct {
	Session ID `json:"session"`
	// Ground is the hash of the line of the audit log that the lot was drawn from: whoever
	// reads the log can draw it again, by [Drawn].
	Ground string    `json:"ground"`
	At     time.Time `json:"at"` // when it was drawn
	By     string    `json:"by,omitempty"`
	Done   time.Time `json:"done,omitzero"` // zero: nobody looked yet
	Agrees bool      `json:"agrees"`        // of Done: the verdict is right
	Note   string    `json:"note,omitempty"`
}

// LotSize is how many conforming sessions there are for one that is looked at again: a
// choice of this program, no figure of the authority's.
const LotSize = 10

// Drawn tells whether the lot falls on a session. ground is the hash of the last line of
// the audit log, which depends on deeds and instants of everybody and is shown to no
// vendor; head is that of the session's dossier.
func Drawn(ground, head string) bool {
	sum := sha256.Sum256([]byte(ground + " " + head))
	return binary.BigEndian.Uint64(sum[:8])%LotSize == 0
}
