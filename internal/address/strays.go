package address

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	fronttls "github.com/etalon-dmp/etalon/simulators/front/tls"
)

// Why a connection is nobody's.
var (
	noCertificate = etalon.Text{
		FR: "Aucun certificat client n'a été présenté : rien ne dit à quelle séance ceci appartient.",
		EN: "No client certificate was shown: nothing tells which sitting this belongs to.",
	}
	unknownCertificate = etalon.Text{
		FR: "Ce certificat n'est pas de ceux que le banc a donnés, ou il a été terminé.",
		EN: "This certificate is not one that the bench gave, or it was ended.",
	}
	noSitting = etalon.Text{
		FR: "Aucune séance de cette version n'attend : commencez-en une, puis recommencez.",
		EN: "No sitting of this version waits: begin one, then send it again.",
	}
)

// caller is who calls: nothing in it is of a patient.
type caller struct {
	remote, certificate string
	version             campaign.ID // 0: nobody's
}

// How many strays are kept of each version, and of nobody.
const (
	mostOfVersion = 50
	mostOfNobody  = 200
)

// strays keeps the last calls that no sitting took. They are no evidence: they are kept
// in memory, and bounded, for anybody can call.
type strays struct {
	clock func() time.Time
	mu    sync.Mutex
	all   map[campaign.ID][]campaign.Stray // the newest last
	open  map[campaign.ID]map[*fronttls.Conn]bool
}

func newStrays(clock func() time.Time) *strays {
	return &strays{clock: clock, all: map[campaign.ID][]campaign.Stray{}, open: map[campaign.ID]map[*fronttls.Conn]bool{}}
}

func (s *strays) add(who caller, t etalon.Transaction, why etalon.Text) {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := mostOfVersion
	if who.version == 0 {
		most = mostOfNobody
	}
	of := append(s.all[who.version], campaign.Stray{At: s.clock().UTC(), Remote: who.remote, Certificate: who.certificate, Version: who.version, Transaction: t, Why: why})
	s.all[who.version] = slices.Clone(of[max(0, len(of)-most):])
}

// hold keeps an open connection among those of a version, until release.
func (s *strays) hold(of campaign.ID, c *fronttls.Conn) (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[of] == nil {
		s.open[of] = map[*fronttls.Conn]bool{}
	}
	s.open[of][c] = true
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if delete(s.open[of], c); len(s.open[of]) == 0 {
			delete(s.open, of)
		}
	}
}

// cut closes the open connections of a version: its next ones are its sitting's.
func (s *strays) cut(of campaign.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.open[of] {
		_ = c.Close()
	}
}

// Strays lists the calls of a version that no sitting took, the newest first; of 0, those
// of nobody.
func (a *Address) Strays(of campaign.ID) []campaign.Stray {
	a.strays.mu.Lock()
	defer a.strays.mu.Unlock()
	out := slices.Clone(a.strays.all[of])
	slices.Reverse(out)
	return out
}

// doorkeeper is told of each connection to the address: those without a handshake are
// nobody's, for no certificate was seen.
type doorkeeper struct{ a *Address }

// Connection implements etalon.Recorder.
func (d doorkeeper) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	for _, why := range []string{fronttls.HandshakeGarbage, fronttls.HandshakeTimeout, fronttls.HandshakeFailed} {
		if strings.HasPrefix(c.TLS.Error, why) {
			d.a.strays.add(caller{remote: c.Remote}, "", etalon.Text{
				FR: "La connexion TLS ne s'est pas faite (" + c.TLS.Error + ").", EN: "The TLS connection was not made (" + c.TLS.Error + ").",
			})
		}
	}
	return "", nil
}

// Request implements etalon.Recorder: it is never asked.
func (doorkeeper) Request(etalon.Arrival) (etalon.ExchangeID, error) { return "", nil }

// Response implements etalon.Recorder: it is never asked.
func (doorkeeper) Response(etalon.ExchangeID, etalon.Answer) error { return nil }

// turnAway answers whatever comes over a connection that is no sitting's, and keeps that
// it came.
func (a *Address) turnAway(ctx context.Context, c *fronttls.Conn, who caller, why etalon.Text) {
	told := &turned{strays: a.strays, who: who, why: why}
	_ = told.front(a.Clock).Handle(ctx, c) // an error is of a recorder that has none
	if told.count() == 0 && who.version == 0 {
		a.strays.add(who, "", why)
	}
}

// count tells how many requests came.
func (t *turned) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.came
}
