package campaign

// Contradiction is something in which what a version claims and what its judged sessions
// show are not the same. It is for a person to look at: it changes no verdict.
type Contradiction struct {
	Kind    ContradictionKind `json:"kind"`
	Subject string            `json:"subject"`     // a profile, a mode or a transaction
	N       int               `json:"n,omitempty"` // exchanges
}

// ContradictionKind is in which way they differ.
type ContradictionKind string

// The kinds of contradictions.
const (
	ProfileUnplayed ContradictionKind = "profile-unplayed" // claimed, and no judged session is of it
	ModeUnplayed    ContradictionKind = "mode-unplayed"    // claimed, and no judged session is in it
	TrafficUnasked  ContradictionKind = "traffic-unasked"  // a transaction that no scenario of the sessions awaits
)
