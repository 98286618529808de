package explore

import (
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// What is judged at once is what would be judged later: the exchange as the
// dossier tells it, its bytes apart.
func TestTheWatcherSeesWhatTheDossierTells(t *testing.T) {
	now := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	m := &dossier.Memory{}
	w, err := dossier.NewWriter(m, func() time.Time { return now }, dossier.Session{})
	must(t, err)
	seen := watch(w, facts.ExchangeInput{}, func(etalon.Connection) {})
	c, err := seen.Connection(etalon.Connection{Remote: "127.0.0.1:1", Opened: now})
	must(t, err)
	for _, p := range append(etalon.Protocols(), "") {
		id, err := seen.Request(etalon.Arrival{
			Protocol: p, Connection: c, Actor: etalon.Registry, Transaction: etalon.ITI42, Sent: true, Behaviour: "a case", Received: now,
			Raw: []byte("request"), Anomalies: []etalon.Anomaly{{Layer: "http", Code: "odd"}}, Fields: etalon.Fields{"k": "v"},
		})
		must(t, err)
		must(t, seen.Response(id, etalon.Answer{
			Behaviour: "cut", Answered: now, Raw: []byte("answer"), Anomalies: []etalon.Anomaly{{Layer: "soap", Code: "odd"}}, Note: "a note",
		}))
	}
	must(t, w.Seal("completed"))
	d, err := dossier.Read(m)
	must(t, err)
	for _, want := range d.Exchanges {
		in := seen.take(want.ID)
		if string(in.Request) != "request" || string(in.Response) != "answer" || in.Connection.ID != c {
			t.Errorf("%s: %+v", want.ID, in)
		}
		want.Request, want.Response = etalon.Blob{}, etalon.Blob{}
		if diff := cmp.Diff(want, in.Exchange); diff != "" {
			t.Errorf("%s of %s:\n%s", want.ID, want.Protocol, diff)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Exchanges that wait to be judged are in the dossier, not in memory.
func TestWhatIsNotJudgedYetTakesNoRoom(t *testing.T) {
	w, err := dossier.NewWriter(nowhere{&dossier.Memory{}}, time.Now, dossier.Session{})
	must(t, err)
	seen := watch(w, facts.ExchangeInput{}, func(etalon.Connection) {})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 64 {
		id, err := seen.Request(etalon.Arrival{Raw: make([]byte, 1<<20)})
		must(t, err)
		must(t, seen.Response(id, etalon.Answer{Raw: make([]byte, 1<<20)}))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("%d bytes", grown)
	}
	runtime.KeepAlive(seen)
}

// nowhere is a storage that keeps no bytes.
type nowhere struct{ *dossier.Memory }

func (nowhere) Put(string, []byte) error { return nil }
