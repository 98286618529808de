package lps

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
)

// synchronise sets this software's own clock by the time server (SNTP): one
// question, and an answer that is believed only when it answers it and its server
// is synchronised. Whoever is told to go away stays away.
func (l *LPS) synchronise(ctx context.Context) etalon.Reaction {
	if l.cfg.Time == "" {
		return etalon.Reaction{Status: etalon.ReactUnsupported, Shown: "Aucun serveur de temps n'est configuré."}
	}
	if l.session.sentAway {
		return l.reaction(refusal("Le serveur de temps a demandé de ne plus l'interroger."))
	}
	if l.hooks.flow.neverAsk {
		return done(clockIsRight)
	}
	first, _, _ := strings.Cut(l.cfg.Time, " ")
	by, told, problem := l.compare(ctx, first)
	if problem != nil {
		l.session.sentAway = told.Stratum == 0 && told.Mode == ntp.Server && !l.hooks.flow.stayOn
		return l.reaction(problem)
	}
	l.adopt(by)
	return done(clockIsRight)
}

// synchroniseAll sets the clock by all time servers: by the median of what they say, so
// that one that lies is outvoted when two others agree.
func (l *LPS) synchroniseAll(ctx context.Context) etalon.Reaction {
	var all []time.Duration
	for _, at := range strings.Fields(l.cfg.Time) {
		if by, _, problem := l.compare(ctx, at); problem == nil {
			all = append(all, by)
		}
	}
	if len(all) == 0 {
		return l.reaction(&trouble{Code: "NTP", Text: "Aucun serveur de temps n'a dit l'heure."})
	}
	last, sum := all[len(all)-1], time.Duration(0)
	for _, by := range all {
		sum += by
	}
	slices.Sort(all)
	by := all[len(all)/2]
	if l.hooks.flow.takeLast {
		by = last
	}
	if l.hooks.flow.takeMean {
		by = sum / time.Duration(len(all))
	}
	l.adopt(by)
	return done(clockIsRight)
}

const clockIsRight = "L'horloge est à l'heure."

// adopt sets the clock.
func (l *LPS) adopt(by time.Duration) {
	if l.hooks.flow.ignoreTime || l.hooks.flow.neverBack && by < -15*time.Minute {
		return
	}
	if l.hooks.flow.setOnce && l.session.clockSet {
		return
	}
	l.session.clockSet = true
	l.offset += by + l.zone
}

// compare asks one server how far the clock is from its own. An answer that is not to
// be believed is a problem.
func (l *LPS) compare(ctx context.Context, at string) (by time.Duration, told ntp.Packet, problem *trouble) {
	packet := ntp.Packet{Version: 4, Mode: ntp.Client, Poll: 6, Precision: -20}
	sent := l.cfg.Clock().Add(l.offset)
	packet.Transmit = ntp.Of(sent)
	if l.hooks.ntp != nil {
		l.hooks.ntp(l, &packet)
	}
	raw := packet.Bytes()
	if l.hooks.ntpBytes != nil {
		raw = l.hooks.ntpBytes(raw)
	}
	told, err := l.askTime(ctx, at, raw)
	back := l.cfg.Clock().Add(l.offset)
	if err != nil && l.hooks.flow.sayRight {
		return 0, told, nil
	}
	if err != nil {
		return 0, ntp.Packet{}, &trouble{Code: "NTP", Text: "Le serveur de temps n'a pas répondu : " + err.Error()}
	}
	text := unusable(packet, told)
	if told.Leap == 1 && l.hooks.flow.refuseLeap {
		text = "La réponse annonce une seconde intercalaire."
	}
	if text != "" && !l.hooks.flow.trustAnyTime {
		return 0, told, &trouble{Code: "NTP", Text: text}
	}
	return (told.Receive.Time(sent).Sub(sent) + told.Transmit.Time(back).Sub(back)) / 2, told, nil
}

// unusable says why an answer is not believed; "" for one that is (RFC 4330 §5).
func unusable(asked, told ntp.Packet) string {
	switch {
	case told.Mode != ntp.Server:
		return "La réponse n'est pas celle d'un serveur."
	case told.Origin != asked.Transmit:
		return "La réponse répond à une autre question."
	case told.Stratum == 0:
		return "Le serveur demande de ne plus l'interroger : " + string(told.Reference[:])
	case told.Leap == ntp.Unsynchronised || told.Stratum > 15:
		return "Le serveur n'est pas à l'heure."
	case told.Transmit == 0:
		return "La réponse ne dit pas l'heure."
	}
	return ""
}

// askTime asks once.
func (l *LPS) askTime(ctx context.Context, at string, raw []byte) (ntp.Packet, error) {
	ctx, stop := context.WithTimeout(ctx, l.cfg.Timeout/2)
	defer stop()
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", at)
	if err != nil {
		return ntp.Packet{}, err
	}
	defer func() { _ = conn.Close() }()
	unblock := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer unblock()
	if _, err := conn.Write(raw); err != nil {
		return ntp.Packet{}, err
	}
	b := make([]byte, 512)
	n, err := conn.Read(b)
	if err != nil {
		return ntp.Packet{}, err
	}
	p, anomalies := ntp.Read(b[:n])
	if len(anomalies) > 0 {
		return p, errors.New(anomalies[0].Detail)
	}
	return p, nil
}
