package campaign

import (
	"time"

	"github.com/etalon-dmp/etalon"
)

// Impact is what other rules would change: every session that was judged when it was
// asked for is judged by today's packs and by the proposed ones. No verdict is replaced.
type Impact struct {
	ID    ID        `json:"id"`
	Title string    `json:"title"`
	Packs string    `json:"packs"` // digest of the packs proposed: SHA-256, lower-case hex
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	Ended time.Time `json:"ended,omitzero"`
	Why   string    `json:"why,omitempty"` // it could not be told
	Total int       `json:"total"`         // sessions
	Done  int       `json:"done"`
	// Changed counts sessions of which something would be said otherwise.
	Changed int `json:"changed"`
}

// Effect is what proposed packs change of one session.
type Effect struct {
	Session ID             `json:"session"`
	Version ID             `json:"version"`
	Vendor  string         `json:"vendor"`
	Product string         `json:"product"`
	Label   string         `json:"label"`
	Before  etalon.Verdict `json:"before"`
	After   etalon.Verdict `json:"after"`
	Changes []Change       `json:"changes"`
	Why     string         `json:"why,omitempty"` // it cannot be judged any more
}

// Change is one thing that is said otherwise: the verdict, a profile, a requirement, how
// often a rule speaks.
type Change struct {
	What string `json:"what"`
	From string `json:"from"`
	To   string `json:"to"`
}
