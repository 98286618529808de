package dossier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// forged is a dossier whose chain holds whatever its entries say: anybody can hash.
func forged(entries ...Entry) *Memory {
	m, previous := &Memory{Blobs: map[string][]byte{}}, genesis
	for i, e := range entries {
		e.Seq, e.Previous = i+1, previous
		body := e.Body
		line, hash, err := encode(e, body)
		if err != nil {
			continue
		}
		m.Journal, previous = append(m.Journal, line...), hash
	}
	return m
}

// Whoever forges a dossier chooses how many of everything it holds: reading it takes
// time in proportion.
func TestAForgedDossierIsReadInProportion(t *testing.T) {
	const n = 30_000
	sum := strings.Repeat("0", 64)
	entries := []Entry{{Kind: KindSession, Body: json.RawMessage(`{"schema":"1.0"}`)}}
	for i := range n {
		entries = append(entries, Entry{Kind: KindScenario, Body: json.RawMessage(fmt.Sprintf(`{"id":"s%d","began":true}`, i))})
	}
	for i := range n {
		entries = append(entries, Entry{Kind: KindRequest, Body: json.RawMessage(fmt.Sprintf(`{"id":"x%d","scenario":"none","raw":{}}`, i))})
		entries = append(entries, Entry{Kind: KindRequest, Body: json.RawMessage(fmt.Sprintf(`{"id":"y%d","raw":{"sha256":%q,"size":5}}`, i, sum))})
	}
	m := forged(entries...)
	began := time.Now()
	for line := range bytes.Lines(m.Journal) { // what cannot be done without, on this machine now
		var e Entry
		if _, ok := unseal(bytes.TrimSuffix(line, []byte("\n"))); !ok || json.Unmarshal(line, &e) != nil {
			t.Fatal("not forged well")
		}
	}
	plain := time.Since(began)
	began = time.Now()
	d, err := Read(m)
	check(t, err)
	if took := time.Since(began); took > max(2*time.Minute, 20*plain) {
		t.Errorf("%v, where its lines alone take %v", took, plain)
	}
	if len(d.Lost) != n || len(d.Exchanges) != n || len(d.Scenarios) != n {
		t.Errorf("%d lost, %d exchanges, %d scenarios", len(d.Lost), len(d.Exchanges), len(d.Scenarios))
	}
}

// Whatever the entries of a chain that holds say, reading them ends with a dossier or an
// error, and what it says of bytes is no way out of it.
func FuzzRead(f *testing.F) {
	f.Add("session", `{"schema":"1.0"}`, "request", `{"id":"x1","raw":{"sha256":"../../etc/passwd","size":7}}`, []byte("request"))
	f.Add("session", `{"schema":"1.0"}`, "request", `{"id":"x1","raw":{"sha256":"","size":-1}}`, []byte(""))
	f.Add("session", `{"schema":"1.0"}`, "seal", `{"entries":1}`, []byte(""))
	f.Add("scenario", `{"id":"s","began":true}`, "step", `{"scenario":"s"}`, []byte(""))
	f.Add("held", `{"scenario":"s"}`, "response", `{"exchange":"x1","raw":{"size":9223372036854775807}}`, []byte("x"))
	f.Fuzz(func(t *testing.T, kind, body, then, more string, blob []byte) {
		m := forged(
			Entry{Kind: KindSession, Body: json.RawMessage(`{"schema":"1.0"}`)},
			Entry{Kind: Kind(kind), Body: json.RawMessage(body)}, Entry{Kind: Kind(then), Body: json.RawMessage(more)},
		)
		check(t, m.Put(BlobName(strings.Repeat("0", 64)), blob))
		for _, journal := range [][]byte{m.Journal, blob} {
			m.Journal = journal
			d, err := Read(m)
			if err != nil {
				continue
			}
			for _, x := range d.Exchanges {
				for _, b := range []etalon.Blob{x.Request, x.Response} {
					if got, err := d.Bytes(b); err == nil && int64(len(got)) != b.Size {
						t.Errorf("%d bytes of %d", len(got), b.Size)
					}
				}
			}
		}
	})
}
