package campaign

import (
	"time"

	"github.com/etalon-dmp/etalon"
)

// Hook is an address that is told what becomes of the sessions of a product.
type Hook struct {
	ID      ID        `json:"id"`
	Product ID        `json:"product"`
	URL     string    `json:"url"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Ended   time.Time `json:"ended,omitzero"`
	// Told is when it was last told something, and Why the last trouble since.
	Told time.Time `json:"told,omitzero"`
	Why  string    `json:"why,omitempty"`
}

// Notice is what a hook is told: that a session was judged, or refused. It may come
// twice, and is known by its ID then.
type Notice struct {
	ID      ID             `json:"id"`
	Session ID             `json:"session"`
	Version ID             `json:"version"`
	Product string         `json:"product"`
	Label   string         `json:"label"`
	State   State          `json:"state"`
	Verdict etalon.Verdict `json:"verdict,omitzero"`
	Digest  string         `json:"result,omitempty"` // of verdict.json, SHA-256
	At      time.Time      `json:"at"`

	URL    string `json:"-"`
	Secret string `json:"-"`
	Tries  int    `json:"-"`
}
