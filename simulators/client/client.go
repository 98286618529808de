package client

import (
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/url"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/make/vihf"
)

// Defaults of a Config.
const (
	DefaultTimeout   = 30 * time.Second
	DefaultBodyLimit = 64 << 20
	// OwnRepositoryID is the repositoryUniqueId in what étalon registers itself
	// (ITI-42): 2.25 and a UUID, fixed.
	OwnRepositoryID = "2.25.314159265358979323846264338327950288419"
	// sourceOID identifies the client actors as a source of documents.
	sourceOID = "2.25.271828182845904523536028747135266249775"
)

// Config is what the client actors need. TLS, Recorder, Clock and Rand must be
// given, and the URL of each actor that messages are sent to.
type Config struct {
	Registry, Repository, Patients string // URLs of the actors under test
	Imaging                        string // URL of RAD-69; those of RAD-55 and RAD-107 are among Services
	TimeServer                     string // host:port of the time server under test; "" for none
	AuditTLS, AuditUDP             string // host:port of the audit record repository under test; "" for none
	// Channels are whatever of the product is reached over TLS, for ITI-19.
	Channels []Channel
	// Flawed makes the client's certificate anew with a flaw, a word of simulators/pki;
	// needed for ITI-19.
	Flawed func(flaw string) (tls.Certificate, error)
	// Services are the URLs of transactions that the actor answers elsewhere.
	Services     map[etalon.Transaction]string
	TLS          *tls.Config // the client's certificate and the roots
	Recorder     etalon.Recorder
	Clock        func() time.Time
	Rand         io.Reader // of every identifier
	RepositoryID string    // repositoryUniqueId of the repository under test
	ImagingID    string    // that of the image source under test, which RAD-69 asks

	// DMP gives each message a VIHF and each lot a signature, and writes
	// identifiers as the DMP does; Sign is needed then. Otherwise messages are
	// plain IHE.
	DMP  bool
	Sign tls.Certificate // its chain goes into the signature of the lot; it signs identity assertions
	// Stranger signs the identity assertions of an unknown issuer.
	Stranger tls.Certificate
	Bearer   vihf.Bearer // whom the VIHF speaks for; zero fields have defaults

	Timeout   time.Duration // of one exchange, unless the context ends sooner
	BodyLimit int64         // bytes of a response that are read
}

// Client sends. Its methods are safe for concurrent use.
type Client struct {
	cfg      Config
	loggedOn time.Time
	mu       sync.Mutex // guards Rand
}

// New makes the client actors.
func New(cfg Config) (*Client, error) {
	if cfg.TLS == nil || cfg.Recorder == nil || cfg.Clock == nil || cfg.Rand == nil {
		return nil, errors.New("client: TLS, a recorder, a clock and a source of randomness are needed")
	}
	addresses := map[string]string{string(etalon.Registry): cfg.Registry, string(etalon.Repository): cfg.Repository, string(etalon.Patients): cfg.Patients, string(etalon.ImagingSource): cfg.Imaging}
	for t, address := range cfg.Services {
		addresses[string(t)] = address
	}
	for of, address := range addresses {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			return nil, fmt.Errorf("client: the URL of the %s, %q, is not an http(s) URL with a host", of, address)
		}
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.BodyLimit <= 0 {
		cfg.BodyLimit = DefaultBodyLimit
	}
	if cfg.RepositoryID == "" {
		cfg.RepositoryID = OwnRepositoryID
	}
	if cfg.ImagingID == "" {
		cfg.ImagingID = OwnRepositoryID
	}
	if cfg.DMP {
		if _, err := signerOf(cfg.Sign); err != nil {
			return nil, fmt.Errorf("client: signature certificate: %w", err)
		}
	}
	completeBearer(&cfg.Bearer, cfg.Sign)
	return &Client{cfg: cfg, loggedOn: cfg.Clock()}, nil
}

// completeBearer fills in a synthetic doctor and what the certificate tells.
func completeBearer(b *vihf.Bearer, sign tls.Certificate) {
	set := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	if len(sign.Certificate) > 0 {
		if leaf, err := x509.ParseCertificate(sign.Certificate[0]); err == nil && len(leaf.Subject.OrganizationalUnit) > 0 {
			set(&b.StructureID, leaf.Subject.OrganizationalUnit[0])
		}
	}
	set(&b.Version, "3.0")
	set((*string)(&b.Mode), string(etalon.ModeDirect))
	set(&b.StructureID, "1990000012")
	set(&b.UserID, "899900000017")
	set(&b.UserFamily, "ETALON-MEDECIN")
	set(&b.UserGiven, "Camille")
	set(&b.SoftwareID, sourceOID)
	set(&b.SoftwareName, "ETALON")
	set(&b.SoftwareVersion, "1.0.0")
	set(&b.Approval, "ETALON-CLIENT-tmp0") // synthetic: nobody has approved this
}

// Send builds the message of a case, sends it and records what came back. An
// answer is an outcome, whatever it says, and so is none; an error is a message
// that cannot be made or a record that cannot be kept.
func (c *Client) Send(ctx context.Context, m etalon.Sending) (etalon.Sent, error) {
	if m.Transaction == etalon.ITI1 {
		return c.askTime(ctx, m)
	}
	if m.Transaction == etalon.ITI20 {
		return c.leave(ctx, m)
	}
	if m.Transaction == etalon.ITI19 {
		return c.knock(ctx, m)
	}
	if m.Transaction == etalon.RAD55 || m.Transaction == etalon.RAD107 {
		return c.fetchWeb(ctx, m)
	}
	d, err := c.draft(m)
	if err != nil {
		return etalon.Sent{}, fmt.Errorf("client: %s %s: %w", m.Transaction, m.Case, err)
	}
	raw := d.packet.bytes()
	ctx, stop := context.WithTimeout(ctx, c.cfg.Timeout)
	defer stop()
	sent, err := c.exchange(ctx, d, raw)
	if err != nil {
		return sent, fmt.Errorf("client: %s %s: %w", m.Transaction, m.Case, err)
	}
	return sent, nil
}

func signerOf(c tls.Certificate) (xmlsec.Signer, error) {
	key, ok := c.PrivateKey.(crypto.Signer)
	if !ok || len(c.Certificate) == 0 {
		return xmlsec.Signer{}, errors.New("no private key with a certificate")
	}
	return xmlsec.Signer{Key: key, Chain: c.Certificate}, nil
}
