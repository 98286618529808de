package address

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/session"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// Evidence is where the dossiers of sittings are until they are handed in.
type Evidence interface {
	Create(sitting campaign.ID) (session.Storage, error)
	Open(sitting campaign.ID) (session.Storage, error) // goes on with it
	// Read reads it; fs.ErrNotExist when nothing was recorded.
	Read(sitting campaign.ID) (*dossier.Dossier, error)
	// Show keeps a file that somebody left with an answer, and gives its digest.
	Show(sitting campaign.ID, r io.Reader) (digest string, err error)
}

// Config is what an address needs.
type Config struct {
	Listener net.Listener
	At       string        // what products are told to call, https://…
	Bench    session.Bench // the server's certificate, the authority, the key that seals
	Clock    func() time.Time
	Tool     etalon.ToolInfo
	Build    etalon.Build
	// Repertoire is what can be played.
	Repertoire *repertoire.Repertoire
	// Holder gives the version that a certificate was given to: campaign.ErrUnknown for
	// nobody.
	Holder   func(ctx context.Context, fingerprint string) (campaign.ID, error)
	Evidence Evidence
	Errors   io.Writer // what the machine could not do
	// Most bounds what one sitting is sent, in bytes: one that is sent more is stopped, and
	// handed in as it is. 0: nothing bounds it.
	Most int64
}

// mostConnections are served at one time, of all products.
const mostConnections = 4096

// Address is the one address. Its methods are safe for concurrent use.
type Address struct {
	Config
	front   *fronttls.Front
	strays  *strays
	playing sync.WaitGroup
	issuing sync.Mutex

	mu      sync.Mutex
	closed  bool                  // no sitting begins any more
	seats   map[campaign.ID]*seat // by sitting
	holders map[campaign.ID]*seat // the same by version
}

// New makes an address that does not answer yet.
func New(c Config) *Address {
	a := &Address{Config: c, seats: map[campaign.ID]*seat{}, holders: map[campaign.ID]*seat{}}
	a.strays = newStrays(c.Clock)
	a.front = fronttls.New(fronttls.Config{
		Listener: c.Listener, TLS: c.Bench.Set.ServerTLS(), ClientCAs: c.Bench.Set.ClientCAs(), Recorder: doorkeeper{a}, Clock: c.Clock, Handler: a, Most: mostConnections,
	})
	return a
}

// Serve answers until ctx is done, and waits for the sittings that were begun with it:
// each seals what it has.
func (a *Address) Serve(ctx context.Context) error {
	err := a.front.Serve(ctx)
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.playing.Wait()
	return err
}

// Where is what products are told to call.
func (a *Address) Where() string { return a.At }

// Handle gives a connection to the sitting of whoever shows its certificate, and answers
// itself where there is none.
func (a *Address) Handle(ctx context.Context, c *fronttls.Conn) error {
	who := caller{remote: c.RemoteAddr().String()}
	if chain := c.ConnectionState().PeerCertificates; len(chain) > 0 {
		who.certificate = Fingerprint(chain[0].Raw)
	}
	if who.certificate == "" {
		a.turnAway(ctx, c, who, noCertificate)
		return nil
	}
	if c.Flaw != nil && c.Flaw.Code == fronttls.CertificateUntrusted { // of no authority of ours: nobody's, without asking
		a.turnAway(ctx, c, who, unknownCertificate)
		return nil
	}
	version, err := a.Holder(ctx, who.certificate)
	switch {
	case errors.Is(err, campaign.ErrUnknown):
		a.turnAway(ctx, c, who, unknownCertificate)
		return nil
	case err != nil:
		_, _ = fmt.Fprintf(a.Errors, "address: whose a certificate is: %v\n", err) // a log that cannot be written stops nobody
		return nil
	}
	who.version = version
	for ctx.Err() == nil {
		relay, release := a.relayOf(version, c)
		if relay == nil {
			defer release()
			a.turnAway(ctx, c, who, noSitting)
			return nil
		}
		if relay.Hand(ctx, c) {
			return nil
		}
		a.gone(version, relay)
	}
	return nil
}

// relayOf gives the relay of the sitting of a version that plays; nil: none does, and the
// connection is kept among those that are closed when one begins, until release.
func (a *Address) relayOf(version campaign.ID, c *fronttls.Conn) (relay *fronttls.Relay, release func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one := a.holders[version]; one != nil && one.relay != nil {
		return one.relay, nil
	}
	return nil, a.strays.hold(version, c)
}

// begun has a sitting take the connections of its version: those that were turned away
// are closed, so that the next ones are its own.
func (a *Address) begun(s *seat, relay *fronttls.Relay) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s.relay = relay
	a.strays.cut(s.Version)
}

// gone forgets a relay that takes nothing any more.
func (a *Address) gone(version campaign.ID, relay *fronttls.Relay) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one := a.holders[version]; one != nil && one.relay == relay {
		one.relay = nil
	}
}

// Fingerprint names a certificate, DER.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
