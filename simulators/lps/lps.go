package lps

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // CDA times are French local times, on any machine

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
)

// Defaults of a Config.
const (
	DefaultTimeout = 4 * time.Second
	DefaultVersion = "1.0.0"
	DefaultName    = "ETALON-LPS"
	servicesPath   = "/si-dmp-server/v2/services"
	plainPath      = "/xds"            // of plain IHE actors
	approvalNumber = "ETALON-LPS-tmp0" // synthetic: nobody has approved this
	repositoryOID  = "1.2.250.1.213.4.1.1.1.2"
	// sourceOID identifies this installation: 2.25 and a UUID, fixed.
	sourceOID = "2.25.190217163340541896428764205712450170112"
)

// Config is what an installation of the LPS needs. BaseURL, Auth, Sign, Roots,
// Clock and Rand must be given; the rest has defaults.
type Config struct {
	BaseURL string // https://host:port, with or without the path of the services
	Audit   string // host:port of the audit record repository, syslog over TLS; "" for none
	Feed    bool   // audit records go as AuditEvents to the service of that name, not by syslog
	Time    string // host:port of the time servers, the first of which is asked by itself; "" for none
	Auth    tls.Certificate
	Sign    tls.Certificate // its chain goes into the XAdES signature
	INSi    tls.Certificate // INSI-AUTO or INSI-MANU; none: INSi is asked with an assertion
	Roots   *x509.CertPool

	Name, Version string // LPS_Nom, LPS_Version
	Mode          etalon.AuthMode
	VIHFVersion   string // default 3.0
	// Plain is plain IHE: a document source, consumer and administrator, and a
	// patient demographics consumer, without anything of the DMP (no VIHF, no existence test, no signed lot).
	Plain bool
	// Identity puts an identity assertion (XUA) beside each message of plain IHE.
	Identity bool

	StructureID, StructureName    string // default: OU and O of a structure certificate
	UserID, UserFamily, UserGiven string // PS_IdNat, family name, given name

	Timeout time.Duration // of one exchange
	// LoggedOn is when the user logged on; zero: when the client is made.
	LoggedOn time.Time
	// Answered is told the message id of each request whose answer was received whole.
	// Nil: nobody asks.
	Answered func(messageID string)
	Clock    func() time.Time
	// Rand makes every identifier. Processes of one session (the exec driver
	// starts one per action) must not share a seed, or identifiers repeat.
	Rand   io.Reader
	Mutant string // "" for the conforming LPS
}

// LPS is one running installation. Its methods are safe for concurrent use;
// actions run one at a time, as one user does.
type LPS struct {
	cfg    Config
	base   *url.URL
	client *http.Client
	insi   *http.Client // with the certificate of INSi
	paris  *time.Location
	signer xmlsec.Signer // of the VIHF and the lot
	tlsKey xmlsec.Signer
	hooks  hooks

	mu      sync.Mutex
	session session
	forever map[string]string // what a mutant remembers across resets
	chosen  map[string]string // what the user chose for the action under way: its parameters
	waiting [][]byte          // audit records not delivered yet
	offset  time.Duration     // of the right time from the clock, as a time server told
	zone    time.Duration     // what a mutant adds to it
}

// session is what the LPS remembers since it was started or reset.
type session struct {
	began    time.Time
	records  map[string]record    // by INS: what the existence test said
	people   map[string]qualified // by INS: what INSi said
	pass     pass                 // assertion for INSi
	versions map[string]versions  // by uniqueId: documents this LPS sent
	kept     map[string]string    // what a mutant remembers
	purpose  string               // access mode of the action under way; "" for normal
	sentAway bool                 // a time server asked not to be asked again
	clockSet bool                 // by a time server, once at least
}

// versions is how a document this LPS sent can be replaced.
type versions struct {
	setID  string
	number int
}

// New starts an LPS. An unknown mutant is an error that lists the known ones.
func New(c Config) (*LPS, error) {
	if err := c.complete(); err != nil {
		return nil, err
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") {
		return nil, fmt.Errorf("base URL %q is not an http(s) URL with a host", c.BaseURL)
	}
	if strings.Trim(base.Path, "/") == "" {
		base.Path = servicesPath
		if c.Plain {
			base.Path = plainPath
		}
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, fmt.Errorf("local time: %w", err)
	}
	l := &LPS{cfg: c, base: base, paris: paris, forever: map[string]string{}}
	if l.signer, err = signerOf(c.Sign); err != nil {
		return nil, fmt.Errorf("signature certificate: %w", err)
	}
	if l.tlsKey, err = signerOf(c.Auth); err != nil {
		return nil, fmt.Errorf("authentication certificate: %w", err)
	}
	if c.Mutant != "" {
		m, err := mutant(c.Mutant)
		if err != nil {
			return nil, err
		}
		m.install(&l.hooks)
	}
	l.client, l.insi = l.transport(tls.Certificate{}), l.transport(c.INSi)
	l.Reset()
	return l, nil
}

func (c *Config) complete() error {
	if c.Clock == nil || c.Rand == nil {
		return errors.New("a clock and a source of randomness are needed")
	}
	set := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	set(&c.Name, DefaultName)
	set(&c.Version, DefaultVersion)
	set(&c.VIHFVersion, "3.0")
	if c.Mode == "" {
		c.Mode = etalon.ModeIndirect
	}
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	leaf, err := leafOf(c.Sign)
	if err != nil {
		return fmt.Errorf("signature certificate: %w", err)
	}
	// A structure certificate tells the structure; a card's does not (there, O
	// is who issues cards).
	if s := leaf.Subject; len(s.OrganizationalUnit) > 0 && len(s.Organization) > 0 {
		set(&c.StructureID, s.OrganizationalUnit[0])
		set(&c.StructureName, s.Organization[0])
	}
	set(&c.StructureID, "1990000012")
	set(&c.StructureName, "CABINET ETALON FICTIF")
	set(&c.UserID, "899900000017")
	set(&c.UserFamily, "ETALON-MEDECIN")
	set(&c.UserGiven, "Camille")
	return nil
}

func leafOf(c tls.Certificate) (*x509.Certificate, error) {
	if c.Leaf != nil {
		return c.Leaf, nil
	}
	if len(c.Certificate) == 0 {
		return nil, errors.New("none given")
	}
	return x509.ParseCertificate(c.Certificate[0])
}

// Reset ends the user's session: what was known of patients is forgotten.
func (l *LPS) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.session = session{
		began: l.loggedOn(), records: map[string]record{}, people: map[string]qualified{}, versions: map[string]versions{}, kept: map[string]string{},
	}
}

// loggedOn is when the user logged on: when the client was made, unless it was told.
func (l *LPS) loggedOn() time.Time {
	if l.cfg.LoggedOn.IsZero() {
		return l.now()
	}
	return l.cfg.LoggedOn.UTC().Truncate(time.Second)
}

// now is the time to the second: the precision of every time that is sent.
func (l *LPS) now() time.Time { return l.cfg.Clock().Add(l.offset).UTC().Truncate(time.Second) }

// random gives n bytes. A source that runs dry gives zeroes: identifiers then
// collide, which the rules see.
func (l *LPS) random(n int) []byte {
	b := make([]byte, n)
	_, _ = io.ReadFull(l.cfg.Rand, b)
	return b
}

// uuid makes a version 4 UUID.
func (l *LPS) uuid() string {
	b := l.random(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// oid makes an OID nobody else has: 2.25 and a UUID as an integer.
func (l *LPS) oid() string {
	b := l.random(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return "2.25." + new(big.Int).SetBytes(b).String()
}

func (l *LPS) author() cda.Person {
	return cda.Person{ID: l.cfg.UserID, Family: l.cfg.UserFamily, Given: l.cfg.UserGiven, Specialty: cda.Generalist()}
}

func (l *LPS) structure() cda.Organization {
	return cda.Organization{ID: l.cfg.StructureID, Name: l.cfg.StructureName}
}
