package dossier

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/etalon-dmp/etalon"
)

// verified is a journal whose chain holds.
type verified struct {
	entries int
	torn    int // bytes of a last line that is incomplete
	sealed  bool
	// accounted are the requests that a session which went on said were lost.
	accounted map[etalon.ExchangeID]bool
	answered  map[etalon.ExchangeID]bool
	missing   []missing
	taken     Redaction
	redacted  map[string]bool // digests of messages that were taken out
}

// missing is a request whose bytes are not all there.
type missing struct {
	entry    int
	exchange etalon.ExchangeID
	what     string
}

// lost are the entries of the requests that power took.
func (v *verified) lost() map[int]bool {
	all := make(map[int]bool, len(v.missing))
	for _, m := range v.missing {
		all[m.entry] = true
	}
	return all
}

// verify walks the chain and every blob.
func verify(src Source) (*verified, error) {
	v := &verified{answered: map[etalon.ExchangeID]bool{}, accounted: map[etalon.ExchangeID]bool{}}
	var err error
	if v.taken, v.redacted, err = readRedaction(src); err != nil {
		return nil, err
	}
	v.torn, err = walk(src, v.taken, func(e Entry, _ string) error {
		v.entries++
		if v.sealed && e.Kind != KindResume && e.Kind != KindCorrection {
			return &TamperError{Entry: e.Seq, What: "there are entries after the seal"}
		}
		v.sealed = false
		if err := v.checkBlob(src, e); err != nil {
			return err
		}
		if err := v.account(e); err != nil {
			return err
		}
		if e.Kind == KindSeal {
			if err := checkSeal(e); err != nil {
				return err
			}
			v.sealed = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return v, v.settle()
}

// walk gives the entries of a journal in order, each with its hash, as long as the chain
// holds.
func walk(src Source, taken Redaction, see func(Entry, string) error) (torn int, err error) {
	previous := genesis
	return eachLine(src, func(n int, raw []byte) error {
		e, err := checkLine(raw, n, previous, taken)
		if err != nil {
			return err
		}
		previous, _ = unseal(raw)
		return see(e, previous)
	})
}

// settle decides about the requests without all their bytes: a loss of power
// explains those that were never answered, and nothing explains the others.
func (v *verified) settle() error {
	for _, m := range v.missing {
		if v.answered[m.exchange] || v.sealed && !v.accounted[m.exchange] {
			return &TamperError{Entry: m.entry, What: m.what}
		}
	}
	return nil
}

// account takes what a session that went on says of the bytes that it did not find:
// those of requests recorded before it did.
func (v *verified) account(e Entry) error {
	if e.Kind != KindResume {
		return nil
	}
	var r Resume
	if err := json.Unmarshal(e.Body, &r); err != nil {
		return &TamperError{Entry: e.Seq, What: "the entry cannot be read: " + err.Error()}
	}
	missing := map[etalon.ExchangeID]bool{}
	for _, m := range v.missing {
		missing[m.exchange] = true
	}
	for _, id := range r.Lost {
		v.accounted[id] = v.accounted[id] || missing[id]
	}
	return nil
}

func checkLine(raw []byte, n int, previous string, taken Redaction) (Entry, error) {
	var e Entry
	if _, ok := unseal(raw); !ok && !taken.isRedacted(raw, n) {
		return e, &TamperError{Entry: n, What: "the entry was changed: its bytes do not match the hash it carries"}
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, &TamperError{Entry: n, What: "the line is not a journal entry: " + err.Error()}
	}
	if e.Seq != n {
		return e, &TamperError{Entry: n, What: fmt.Sprintf("entry number %d stands in place %d: an entry is missing or was moved", e.Seq, n)}
	}
	if e.Previous != previous {
		return e, &TamperError{Entry: n, What: fmt.Sprintf("it does not follow entry %d: an entry was exchanged for another", n-1)}
	}
	return e, nil
}

func checkSeal(e Entry) error {
	var s Seal
	if err := json.Unmarshal(e.Body, &s); err != nil || s.Entries != e.Seq-1 {
		return &TamperError{Entry: e.Seq, What: "the seal does not count the entries before it"}
	}
	return nil
}

// checkBlob holds the bytes of an exchange against their digest. Fewer bytes
// than recorded, of a request, are noted: settle decides.
func (v *verified) checkBlob(src Source, e Entry) error {
	if e.Kind != KindRequest && e.Kind != KindResponse {
		return nil
	}
	var r struct {
		ID       etalon.ExchangeID `json:"id"`
		Exchange etalon.ExchangeID `json:"exchange"`
		Raw      etalon.Blob       `json:"raw"`
	}
	if err := json.Unmarshal(e.Body, &r); err != nil {
		return &TamperError{Entry: e.Seq, What: "the entry cannot be read: " + err.Error()}
	}
	v.answered[r.Exchange] = true
	if r.Raw.Size == 0 {
		return nil
	}
	whole, err := holds(src, r.Raw)
	if whole || v.redacted[r.Raw.SHA256] && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if machine(err) {
		return fmt.Errorf("dossier: entry %d: %s: %w", e.Seq, BlobName(r.Raw.SHA256), err)
	}
	var size errSize
	what, fewer := "its bytes were changed: "+BlobName(r.Raw.SHA256), errors.Is(err, fs.ErrNotExist)
	switch {
	case errors.As(err, &size):
		what, fewer = what+": "+size.Error(), size.are < size.should
	case fewer:
		what = "its bytes are missing: " + err.Error()
	case err != nil:
		what = "its bytes cannot be read: " + err.Error()
	}
	if fewer && e.Kind == KindRequest {
		v.missing = append(v.missing, missing{entry: e.Seq, exchange: r.ID, what: what})
		return nil
	}
	return &TamperError{Entry: e.Seq, What: what}
}
