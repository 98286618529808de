package dossier

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/etalon-dmp/etalon"
)

// RedactedName is the file of a dossier that says which bytes were taken out of it.
const RedactedName = "redacted.json"

// Redaction says which messages of a dossier were taken out of it, and which entries of
// its journal lost words. The rest of the journal stays as it was, and with it the digest
// of each message: a commitment in the place of the bytes.
type Redaction struct {
	Schema string         `json:"schema"`
	Reason string         `json:"reason"`
	Blobs  []string       `json:"blobs"` // SHA-256 of the messages, in order
	Lines  []RedactedLine `json:"lines,omitempty"`
}

// Taking is what to take out of a dossier.
type Taking struct {
	Exchanges func(etalon.Exchange) bool // whose messages are taken out
	// Words gives what stands in the copy for what a product or a person said in the
	// journal: the text itself, to leave it. Nil: all of it is left.
	Words  func(string) string
	Reason string
}

// ErrRedacted is the error of bytes that were taken out.
var ErrRedacted = errors.New("caviardé (redacted)")

// mostRedacted bounds what is read of a redaction, in bytes.
const mostRedacted = 64 << 20

// readRedaction gives the redaction of a dossier, which may have none, and its digests.
func readRedaction(src Source) (Redaction, map[string]bool, error) {
	var r Redaction
	f, size, err := open(src, RedactedName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r, nil, nil
	case err != nil:
		return r, nil, fmt.Errorf("dossier: read %s: %w", RedactedName, err)
	}
	defer f.Close()
	if size > mostRedacted {
		return r, nil, fmt.Errorf("dossier: %s has %d bytes, more than the limit of %d", RedactedName, size, mostRedacted)
	}
	if err := json.NewDecoder(f).Decode(&r); err != nil {
		return r, nil, fmt.Errorf("dossier: %s is not a redaction: %w", RedactedName, err)
	}
	if r.Schema != Schema {
		return r, nil, fmt.Errorf("dossier: %s is of another version, %q", RedactedName, r.Schema)
	}
	slices.SortStableFunc(r.Lines, func(a, b RedactedLine) int { return cmp.Compare(a.Entry, b.Entry) })
	all := make(map[string]bool, len(r.Blobs))
	for _, sum := range r.Blobs {
		all[sum] = true
	}
	return r, all, nil
}

// Redacted tells whether bytes of an exchange were taken out.
func (d *Dossier) Redacted(x etalon.Exchange) bool {
	return d.redacted[x.Request.SHA256] || d.redacted[x.Response.SHA256]
}

// Redact copies a dossier without the messages of the exchanges chosen, without the words
// chosen, and without what was never received whole. Whatever was taken out before stays
// out.
func (d *Dossier) Redact(to Storage, what Taking) (Redaction, error) {
	r := Redaction{Schema: Schema, Reason: what.Reason, Blobs: []string{}}
	out := map[string]bool{}
	take := func(b etalon.Blob) {
		if b.Size > 0 && !out[b.SHA256] {
			out[b.SHA256] = true
			r.Blobs = append(r.Blobs, b.SHA256)
		}
	}
	for _, x := range d.Exchanges {
		for _, b := range []etalon.Blob{x.Request, x.Response} {
			if d.redacted[b.SHA256] || what.Exchanges(x) {
				take(b)
			}
		}
	}
	slices.Sort(r.Blobs)
	for _, x := range d.Exchanges {
		for _, b := range []etalon.Blob{x.Request, x.Response} {
			if b.Size == 0 || out[b.SHA256] {
				continue
			}
			out[b.SHA256] = true // once
			raw, err := d.Bytes(b)
			if err != nil {
				return r, err
			}
			if err := to.Put(BlobName(b.SHA256), raw); err != nil {
				return r, fmt.Errorf("dossier: copy a message: %w", err)
			}
		}
	}
	if _, err := eachLine(d.source, func(n int, line []byte) error { // what is torn speaks of nothing
		said, changed := reword(line, what.Words)
		if changed || d.Taken.isRedacted(line, n) {
			sum := sha256.Sum256(said)
			r.Lines = append(r.Lines, RedactedLine{n, hex.EncodeToString(sum[:])})
		}
		return nil
	}); err != nil {
		return r, err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return r, fmt.Errorf("dossier: write the redaction: %w", err)
	}
	if err := to.Put(RedactedName, append(text, '\n')); err != nil {
		return r, fmt.Errorf("dossier: write the redaction: %w", err)
	}
	if _, err := eachLine(d.source, func(_ int, line []byte) error {
		said, _ := reword(line, what.Words)
		return to.Append(append(bytes.Clone(said), '\n'))
	}); err != nil {
		return r, fmt.Errorf("dossier: copy the journal: %w", err)
	}
	return r, errors.Join(to.SyncBlobs(), to.SyncJournal())
}
