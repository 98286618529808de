package dossier

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// RedactedLine is an entry of the journal that words were taken out of. It keeps the hash
// that it had, and the chain holds over that: what else it says is vouched for by nobody,
// and so a dossier that has one proves no conformity.
type RedactedLine struct {
	Entry  int    `json:"entry"`
	SHA256 string `json:"sha256"` // of the line as it stands in the copy, without its newline
}

// worded are the kinds of entries that hold words of a product or of a person.
var worded = map[Kind]bool{KindStep: true, KindScenario: true, KindCorrection: true}

// told are the fields of those entries whose values are such words.
var told = map[string]bool{"shown": true, "code": true, "detail": true, "by": true, "reason": true}

// reword gives a line of the journal with its words changed, and whether any was.
func reword(line []byte, words func(string) string) ([]byte, bool) {
	var e Entry
	if words == nil || json.Unmarshal(line, &e) != nil || !worded[e.Kind] {
		return line, false
	}
	at := bytes.Index(line, e.Body)
	body, changed := rewordValues(e.Body, words)
	if at < 0 || !changed {
		return line, false
	}
	out := append([]byte{}, line[:at]...)
	out = append(out, body...)
	return append(out, line[at+len(e.Body):]...), true
}

// rewordValues changes the values of told fields in an object, and leaves every other
// byte as it is.
func rewordValues(body []byte, words func(string) string) (out []byte, changed bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	var open []bool // of the objects and lists that are open: it is an object
	key, isKey, copied := "", false, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return append(out, body[copied:]...), changed
		}
		if err != nil {
			return body, false
		}
		inObject := len(open) > 0 && open[len(open)-1]
		switch v := token.(type) {
		case json.Delim:
			switch v {
			case '{', '[':
				open = append(open, v == '{')
			default:
				open = open[:len(open)-1]
			}
			isKey = len(open) > 0 && open[len(open)-1]
			continue
		case string:
			if inObject && isKey {
				key, isKey = v, false
				continue
			}
			if other := words(v); inObject && told[key] && other != v {
				end := int(d.InputOffset())
				begin := lastString(body[:end])
				text, err := json.Marshal(other)
				if err != nil || begin < copied {
					return body, false
				}
				out, copied, changed = append(append(out, body[copied:begin]...), text...), end, true
			}
		}
		isKey = inObject
	}
}

// lastString is where the string begins that the text ends with.
func lastString(text []byte) int {
	for i := len(text) - 2; i >= 0; i-- {
		if text[i] != '"' {
			continue
		}
		slashes := 0
		for j := i - 1; j >= 0 && text[j] == '\\'; j-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
	return -1
}

// isRedacted tells whether a line whose bytes do not match its hash is one that a
// redaction speaks of.
func (r Redaction) isRedacted(line []byte, n int) bool {
	var e Entry
	if json.Unmarshal(line, &e) != nil || !worded[e.Kind] {
		return false
	}
	sum := sha256.Sum256(line)
	i, found := slices.BinarySearchFunc(r.Lines, n, func(l RedactedLine, n int) int { return cmp.Compare(l.Entry, n) })
	return found && r.Lines[i].SHA256 == hex.EncodeToString(sum[:])
}
