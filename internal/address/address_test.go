package address_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/address"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/seal"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// keys are those of every bench here: making them is what takes time.
var keys = sync.OnceValues(func() (session.Bench, error) {
	set, err := pki.New(rand.Reader, time.Now(), session.Hosts(nil))
	if err != nil {
		return session.Bench{}, err
	}
	key, err := seal.New()
	return session.Bench{Set: set, Seal: key}, err
})

var repertory = sync.OnceValues(func() (*repertoire.Repertoire, error) {
	return repertoire.Load(repertoire.Input{Messages: session.Messages()})
})

// shelf keeps dossiers in memory.
type shelf struct {
	mu  sync.Mutex
	all map[campaign.ID]*dossier.Memory
}

type inMemory struct{ *dossier.Memory }

func (inMemory) Close() error { return nil }

func (s *shelf) Create(id campaign.ID) (session.Storage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all[id] != nil {
		return nil, dossier.ErrTaken
	}
	s.all[id] = &dossier.Memory{}
	return inMemory{s.all[id]}, nil
}

func (s *shelf) Open(id campaign.ID) (session.Storage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return inMemory{s.all[id]}, nil
}

func (s *shelf) Read(id campaign.ID) (*dossier.Dossier, error) {
	s.mu.Lock()
	m := s.all[id]
	s.mu.Unlock()
	if m == nil {
		return nil, fs.ErrNotExist
	}
	return dossier.Read(m)
}

func (s *shelf) Show(_ campaign.ID, r io.Reader) (string, error) {
	b, err := io.ReadAll(r)
	return "sha256:" + address.Fingerprint(b), err
}

// bench is an address with whoever holds which certificate.
type bench struct {
	*address.Address
	t       *testing.T
	keys    session.Bench
	shelf   *shelf
	holders sync.Map // version by fingerprint
	over    chan campaign.ID
	ctx     context.Context
	stop    func()
}

func open(t *testing.T, s *shelf) *bench {
	t.Helper()
	k, err := keys()
	must(t, err)
	all, err := repertory()
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	b := &bench{t: t, keys: k, shelf: s, over: make(chan campaign.ID, 1000)}
	b.Address = address.New(address.Config{
		Listener: l, At: "https://" + l.Addr().String(), Bench: k, Clock: time.Now, Repertoire: all, Evidence: s, Errors: t.Output(),
		Holder: func(_ context.Context, fingerprint string) (campaign.ID, error) {
			if v, ok := b.holders.Load(fingerprint); ok {
				return v.(campaign.ID), nil
			}
			return 0, campaign.ErrUnknown
		},
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Serve(ctx) }()
	b.ctx = ctx
	b.stop = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(b.stop)
	return b
}

// certificate gives a version a certificate of its own; the key is the bench's, for what
// tells one from another is the certificate.
func (b *bench) certificate(of campaign.ID) tls.Certificate {
	b.t.Helper()
	like := b.keys.Set.Get(pki.StructureAuth)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1000 + int64(of)), RawSubject: like.Certificate.RawSubject, NotBefore: like.Certificate.NotBefore, NotAfter: like.Certificate.NotAfter,
		KeyUsage: like.Certificate.KeyUsage, ExtKeyUsage: like.Certificate.ExtKeyUsage, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, b.keys.Set.Authority.Certificate, like.Key.Public(), b.keys.Set.Authority.Key)
	must(b.t, err)
	leaf, err := x509.ParseCertificate(der)
	must(b.t, err)
	if of > 0 {
		b.holders.Store(address.Fingerprint(der), of)
	}
	return tls.Certificate{Certificate: [][]byte{der, b.keys.Set.Authority.Certificate.Raw}, PrivateKey: like.Key, Leaf: leaf}
}

func version(n campaign.ID, profile etalon.ProfileID) campaign.Version {
	return campaign.Version{
		ID: n, Product: campaign.Product{ID: n, Vendor: "Éditeur", Name: fmt.Sprintf("LPS %d", n)}, Label: "1",
		Scope: &campaign.Scope{Profiles: []etalon.ProfileID{profile}},
	}
}

func addressAsked(profile etalon.ProfileID) campaign.Wish {
	return campaign.Wish{Version: version(1, profile)}
}

func unmarshalled(t *testing.T, raw []byte) *plan.Plan {
	t.Helper()
	p, err := plan.Unmarshal(raw)
	must(t, err)
	return p
}

// seating is a sitting of one or two scenarios of plain XDS.
func (b *bench) seating(n campaign.ID, filter string) campaign.Seating {
	b.t.Helper()
	raw, _, err := b.Plan(campaign.Wish{Version: version(n, "xds-source"), Filter: filter})
	must(b.t, err)
	return b.seated(n, raw)
}

func (b *bench) seated(n campaign.ID, raw []byte) campaign.Seating {
	return campaign.Seating{Sitting: n, Version: n, Plan: raw, Over: func(context.Context) error { b.over <- n; return nil }}
}

// product is a source of documents with a certificate.
func (b *bench) product(of tls.Certificate) *lps.LPS {
	b.t.Helper()
	p, err := lps.New(lps.Config{
		BaseURL: b.Where(), Auth: of, Sign: of, Roots: b.keys.Set.Roots(), Plain: true, Timeout: 5 * time.Minute, Clock: time.Now, Rand: rand.Reader,
	})
	must(b.t, err)
	return p
}

// asked waits until a sitting asks something after a prompt; false: it is over.
func (b *bench) asked(id campaign.ID, after int) (campaign.Room, bool) {
	for {
		r, changed, err := b.Room(id)
		if err != nil || r.Over {
			return r, false
		}
		if r.Prompt != nil && r.Prompt.Number > after {
			return r, true
		}
		<-changed
	}
}

// person has a product do what its sitting asks, and says yes to its questions.
func (b *bench) person(id campaign.ID, p *lps.LPS) error {
	for last := 0; ; {
		r, on := b.asked(id, last)
		if !on {
			return nil
		}
		last = r.Prompt.Number
		if r.Prompt.Question {
			if err := b.Say(id, last, "yes", etalon.Reaction{}, nil); err != nil {
				return err
			}
			continue
		}
		shown := p.Do(b.ctx, *r.Prompt.Action)
		if shown.Status != etalon.ReactDone {
			return fmt.Errorf("sitting %d: %+v", id, shown)
		}
	}
}

// 200 products at one address at once: each has its own session, with the connections of
// its own certificate, and the one document that it sent itself.
func TestTwoHundredSittingsDoNotMix(t *testing.T) {
	const many = 200
	b := open(t, &shelf{all: map[campaign.ID]*dossier.Memory{}})
	own := map[campaign.ID]tls.Certificate{}
	var wg sync.WaitGroup
	errs := make(chan error, many)
	for n := campaign.ID(1); n <= many; n++ {
		own[n] = b.certificate(n)
		b.Play(b.ctx, b.seating(n, "iti41-one"))
		p := b.product(own[n])
		wg.Go(func() { errs <- b.person(n, p) })
	}
	wg.Wait()
	for range many {
		must(t, <-errs)
		<-b.over
	}
	documents := map[string]campaign.ID{}
	for n := campaign.ID(1); n <= many; n++ {
		d, err := b.shelf.Read(n)
		must(t, err)
		if d.Seal == nil || d.Seal.Outcome != "completed" || len(d.Exchanges) != 1 || len(d.Scenarios) != 1 || d.Scenarios[0].Outcome != "completed" {
			t.Fatalf("sitting %d: %+v, %d exchanges", n, d.Seal, len(d.Exchanges))
		}
		for _, c := range d.Connections {
			if len(c.TLS.Certificates) == 0 || !bytes.Equal(c.TLS.Certificates[0], own[n].Leaf.Raw) {
				t.Errorf("sitting %d has a connection of another", n)
			}
		}
		sent := d.Exchanges[0].Fields[etalon.FieldUniqueIDs]
		if other, known := documents[sent]; sent == "" || known {
			t.Errorf("sittings %d and %d: document %q", n, other, sent)
		}
		documents[sent] = n
		held := d.Scenarios[0].Held
		if last := held[len(held)-1]; len(last.Documents) != 1 || !strings.Contains(last.Documents[0].Entry, sent) {
			t.Errorf("sitting %d holds %+v, it was sent %s", n, last.Documents, sent)
		}
	}
}
