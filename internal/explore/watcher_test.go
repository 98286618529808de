package explore

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// What is judged at once is what the dossier would be judged by later: nothing
// that was recorded of an exchange is lost on the way.
func TestWhatIsWatchedIsWhatIsRecorded(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	m := &dossier.Memory{}
	d, err := dossier.NewWriter(m, func() time.Time { return at }, dossier.Session{})
	if err != nil {
		t.Fatal(err)
	}
	w := watch(d, facts.ExchangeInput{}, func(etalon.Connection) {})
	c, err := w.Connection(etalon.Connection{Opened: at})
	if err != nil {
		t.Fatal(err)
	}
	odd := []etalon.Anomaly{{Layer: "datagram", Code: "late", Offset: -1}}
	id, err := w.Request(etalon.Arrival{
		Protocol: etalon.ProtocolDatagram, Connection: c, Actor: etalon.Registry, Transaction: etalon.Unknown, Sent: true,
		Received: at, Raw: []byte("a"), Anomalies: odd, Fields: etalon.Fields{"a": "b"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Response(id, etalon.Answer{Behaviour: "late", Answered: at, Raw: []byte("bc"), Anomalies: odd, Note: "n"}); err != nil {
		t.Fatal(err)
	}
	read, err := dossier.Read(m)
	if err != nil {
		t.Fatal(err)
	}
	in := w.take(id)
	bytesApart := cmpopts.IgnoreFields(etalon.Exchange{}, "Request", "Response") // blobs in the dossier, bytes here
	if diff := gocmp.Diff(read.Exchanges[0], in.Exchange, bytesApart); diff != "" {
		t.Errorf("recorded -, watched +:\n%s", diff)
	}
	if string(in.Request) != "a" || string(in.Response) != "bc" || in.Connection.ID != c {
		t.Errorf("%q, %q over %s", in.Request, in.Response, in.Connection.ID)
	}
}
