package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Kind is the closed list of journal entries.
type Kind string

// The kinds of entry.
const (
	KindSession    Kind = "session"    // first entry: Session
	KindConnection Kind = "connection" // etalon.Connection
	KindRequest    Kind = "request"    // Request, before any answer
	KindResponse   Kind = "response"   // Response, before it is sent
	KindScenario   Kind = "scenario"   // Scenario: began or ended
	KindStep       Kind = "step"       // etalon.StepRecord
	KindHeld       Kind = "held"       // etalon.Held
	KindResume     Kind = "resume"     // Resume: the session goes on
	KindCorrection Kind = "correction" // Correction: an answer is taken back
	KindSeal       Kind = "seal"       // last entry: Seal; before one of the two above, the last until then
)

// genesis is what the first entry names as its predecessor.
var genesis = hex.EncodeToString(make([]byte, sha256.Size))

// Entry is one line of the journal. On disk the line begins with its own hash:
// {"hash":"<64 hex>",… where the hash covers every byte after that first field,
// so that a change anywhere in a line shows in the line itself.
type Entry struct {
	Seq      int             `json:"seq"` // from 1
	Time     time.Time       `json:"time"`
	Previous string          `json:"previous"` // hash of the previous line
	Kind     Kind            `json:"kind"`
	Body     json.RawMessage `json:"body"`
}

// The names of files inside a dossier.
const (
	JournalName      = "journal.ndjson"
	blobFolder       = "blobs/"
	incompleteFolder = "incomplete/"
)

// BlobName is the file name of the blob with this SHA-256, relative to the dossier.
func BlobName(sum string) string { return blobFolder + sum }

const (
	hashOpen  = `{"hash":"`
	hashClose = `",`
)

// seal puts the hash of an encoded entry in front of it.
func seal(entry []byte) (line []byte, hash string) {
	rest := entry[1:] // without its opening brace
	sum := sha256.Sum256(rest)
	hash = hex.EncodeToString(sum[:])
	line = make([]byte, 0, len(hashOpen)+len(hash)+len(hashClose)+len(rest)+1)
	line = append(line, hashOpen...)
	line = append(line, hash...)
	line = append(line, hashClose...)
	line = append(line, rest...)
	return append(line, '\n'), hash
}

// unseal checks a line (without its newline) against the hash it carries.
func unseal(line []byte) (hash string, ok bool) {
	body, found := bytes.CutPrefix(line, []byte(hashOpen))
	if !found || len(body) < 2*sha256.Size+len(hashClose) {
		return "", false
	}
	hash = string(body[:2*sha256.Size])
	rest, found := bytes.CutPrefix(body[2*sha256.Size:], []byte(hashClose))
	sum := sha256.Sum256(rest)
	return hash, found && hex.EncodeToString(sum[:]) == hash
}

func encode(e Entry, body any) (line []byte, hash string, err error) {
	if e.Body, err = json.Marshal(body); err != nil {
		return nil, "", fmt.Errorf("dossier: encode %s: %w", e.Kind, err)
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return nil, "", fmt.Errorf("dossier: encode entry %d: %w", e.Seq, err)
	}
	line, hash = seal(raw)
	return line, hash, nil
}
