package client_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	mrand "math/rand"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// now is the time of every test.
var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// record is a Recorder in memory.
type record struct {
	mu          sync.Mutex
	connections []etalon.Connection
	requests    []etalon.Arrival
	answers     []etalon.Answer
	fail        error
}

func (r *record) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.connections = append(r.connections, c)
	return etalon.ConnectionID(fmt.Sprintf("c%d", len(r.connections))), nil
}

func (r *record) Request(a etalon.Arrival) (etalon.ExchangeID, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, a)
	return etalon.ExchangeID(fmt.Sprintf("x%d", len(r.requests))), r.fail
}

func (r *record) Response(_ etalon.ExchangeID, a etalon.Answer) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = append(r.answers, a)
	return nil
}

// keys are made once: they are slow to make.
var keys = sync.OnceValues(func() (*pki.Set, error) {
	return pki.New(rand.Reader, now, []string{"127.0.0.1", "localhost"})
})

func identities(t *testing.T) *pki.Set {
	t.Helper()
	s, err := keys()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// world is a simulated registry and repository, and the client actors.
type world struct {
	t      *testing.T
	dmp    *dmp.DMP
	base   string // of the URLs of the actors
	inDMP  bool
	record *record // of the client
	server *record
	client *client.Client
}

var oid = "1.2.250.1.213.1.4.10"

func patient(id, ins string) etalon.Patient {
	return etalon.Patient{ID: id, INS: ins, OID: oid, Family: "ETALON-" + id, Given: "Camille", Birth: "19800214", Gender: "F", DMP: etalon.DMPActive, Authorisation: "VALIDE"}
}

var (
	active  = patient("ACTIF", "280029999900134")
	another = patient("AUTRE", "152099999900215")
)

// given is what is registered beforehand: three documents of one patient, one
// of another.
var given = etalon.Given{
	Patients: []etalon.Patient{active, another},
	Documents: []etalon.Document{
		{ID: "A", Patient: "ACTIF", Title: "A", Body: "pdf", TypeCode: "11490-0", UniqueID: "2.25.101", EntryID: "urn:uuid:00000000-0000-4000-8000-000000000101"},
		{ID: "B", Patient: "ACTIF", Title: "B", Body: "structured", TypeCode: "11488-4", UniqueID: "2.25.102", EntryID: "urn:uuid:00000000-0000-4000-8000-000000000102"},
		{ID: "Z", Patient: "AUTRE", Title: "Z", Body: "pdf", TypeCode: "11490-0", UniqueID: "2.25.103", EntryID: "urn:uuid:00000000-0000-4000-8000-000000000103"},
	},
}

const (
	entryA      = "urn:uuid:00000000-0000-4000-8000-000000000101"
	entryB      = "urn:uuid:00000000-0000-4000-8000-000000000102"
	entryZ      = "urn:uuid:00000000-0000-4000-8000-000000000103"
	repository  = "1.2.250.1.213.4.1.1.1.2"
	plainPath   = "/xds/"
	dmpServices = "/si-dmp-server/v2/services/"
)

// coded stands for the value sets of a domain: what no case invents is in them.
func coded(_, code, scheme string) bool {
	return code != "ETALON-INEXISTANT" && scheme != "2.25.5" && code != "application/x-etalon"
}

func begin(t *testing.T, inDMP bool) *world {
	t.Helper()
	set, l := identities(t), listen(t)
	w := &world{t: t, inDMP: inDMP, record: &record{}, server: &record{}}
	d := dmp.New(dmp.Config{
		Listener: l, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Recorder: w.server, Clock: clock, Rand: mrand.New(mrand.NewSource(1)),
		Environment: dmp.Environment{INSOID: oid, DMPOID: "1.2.250.1.213.4.1.1.1", RepositoryID: repository, Plain: !inDMP, Coded: coded},
	})
	d.Reset(given)
	w.dmp = d
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	path := plainPath
	if inDMP {
		path = dmpServices
	}
	w.base = "https://" + l.Addr().String() + path
	w.client = w.connect(w.base, inDMP, 1<<20)
	return w
}

func (w *world) connect(base string, inDMP bool, limit int64) *client.Client {
	w.t.Helper()
	set := identities(w.t)
	c, err := client.New(client.Config{
		Registry: base + "registry", Repository: base + "repository", Patients: base + "patientsPDQ", Recorder: w.record, Clock: clock, Rand: mrand.New(mrand.NewSource(2)),
		TLS:          &tls.Config{RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}},
		RepositoryID: repository, DMP: inDMP, Sign: set.TLS(pki.StructureSign), Timeout: 10 * time.Second, BodyLimit: limit,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// send sends a case about the active patient.
func (w *world) send(t etalon.Transaction, name string, params map[string]string) etalon.Sent {
	w.t.Helper()
	sent, err := w.client.Send(w.t.Context(), etalon.Sending{Transaction: t, Case: name, Patient: active, Params: params})
	if err != nil {
		w.t.Fatalf("%s %s: %v", t, name, err)
	}
	if sent.Outcome != "received" {
		w.t.Fatalf("%s %s: %s %s", t, name, sent.Outcome, sent.Detail)
	}
	return sent
}
