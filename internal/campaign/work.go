package campaign

import (
	"time"

	"github.com/etalon-dmp/etalon"
)

// Work is something that waits for somebody.
type Work struct {
	Waits    Deed      `json:"waits"` // what for: propose, confirm, sign, answer
	Version  ID        `json:"version"`
	Vendor   string    `json:"vendor"`
	Product  string    `json:"product"`
	Label    string    `json:"label"`
	Decision ID        `json:"decision,omitempty"` // 0: none is proposed yet
	Since    time.Time `json:"since"`
	// Verdict is that of the session that was judged last.
	Verdict etalon.Verdict `json:"verdict"`
	// By is who took it in hand; "" for nobody.
	By    string    `json:"by,omitempty"`
	Taken time.Time `json:"taken,omitzero"`
}
