package reference

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// clientTimeout is how long the client waits for an answer: less than the
// silence of the timeout scenarios, so that it gives up by itself.
const clientTimeout = 2 * time.Second

// Places is where the simulated actors are; host:port but for Base, "" where nobody
// is. Time is several, separated by a space.
type Places struct{ Base, AuditTLS, AuditUDP, Time string }

// Config is what the client of a plan reads before it can run: one line of JSON,
// its keys included. at is where the simulated actors are.
func Config(p *plan.Plan, set *pki.Set, at Places) ([]byte, error) {
	sut := p.SUT
	auth, sign := pki.StructureAuth, pki.StructureSign
	if sut.Mode == etalon.ModeDirect {
		auth, sign = pki.CardAuth, pki.CardSign
	}
	var insi tls.Certificate // a card signs assertions for INSi, a structure has a certificate
	if sut.Mode == etalon.ModeIndirect {
		insi = set.TLS(pki.INSiAuto)
		if sut.Manual {
			insi = set.TLS(pki.INSiManual)
		}
	}
	raw, err := lps.ConfigJSON(lps.Config{
		BaseURL: at.Base, Audit: at.AuditTLS, Feed: plays(p, fedProfiles), Time: at.Time, Name: sut.Name, Version: sut.Version, Mode: sut.Mode, VIHFVersion: p.Environment.VIHFVersion,
		Auth: set.TLS(auth), Sign: set.TLS(sign), INSi: insi,
		UserID: pki.UserID, UserFamily: pki.UserFamily, UserGiven: pki.UserGiven,
		Timeout: clientTimeout, Plain: !p.Environment.VIHF, Identity: plays(p, trustProfiles), Mutant: sut.Mutant,
	}, []*x509.Certificate{set.Authority.Certificate})
	if err != nil {
		return nil, err
	}
	var line bytes.Buffer
	err = json.Compact(&line, raw)
	return append(line.Bytes(), '\n'), err
}

// plays tells whether a plan has one of those profiles.
func plays(p *plan.Plan, those []etalon.ProfileID) bool {
	return slices.ContainsFunc(p.Profiles, func(q plan.Profile) bool { return slices.Contains(those, q.ID) })
}

// NewClient makes the client from what Config wrote.
func NewClient(config []byte, clock func() time.Time, random io.Reader) (*lps.LPS, error) {
	return NewLoggedClient(config, clock, random, time.Time{}, nil)
}

// NewLoggedClient is NewClient for one whose user logged on before it was made, and that
// keeps a log of its own: answered is told the message id of each request whose answer it
// received whole. A zero instant: the user logs on now.
func NewLoggedClient(config []byte, clock func() time.Time, random io.Reader, loggedOn time.Time, answered func(messageID string)) (*lps.LPS, error) {
	c, err := lps.ParseConfig(config, nil)
	if err != nil {
		return nil, err
	}
	c.Clock, c.Rand, c.LoggedOn, c.Answered = clock, random, loggedOn, answered
	return lps.New(c)
}
