package lps

import (
	"context"
	"errors"
	"net"

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
		return done("L'horloge est à l'heure.")
	}
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
	told, err := l.askTime(ctx, raw)
	back := l.cfg.Clock().Add(l.offset)
	if err != nil && l.hooks.flow.sayRight {
		return done("L'horloge est à l'heure.")
	}
	if err != nil {
		return l.reaction(&trouble{Code: "NTP", Text: "Le serveur de temps n'a pas répondu : " + err.Error()})
	}
	problem := unusable(packet, told)
	if told.Leap == 1 && l.hooks.flow.refuseLeap {
		problem = "La réponse annonce une seconde intercalaire."
	}
	if problem != "" && !l.hooks.flow.trustAnyTime {
		l.session.sentAway = told.Stratum == 0 && !l.hooks.flow.stayOn
		return l.reaction(&trouble{Code: "NTP", Text: problem})
	}
	if !l.hooks.flow.ignoreTime {
		l.offset += (told.Receive.Time(sent).Sub(sent)+told.Transmit.Time(back).Sub(back))/2 + l.zone
	}
	return done("L'horloge est à l'heure.")
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
func (l *LPS) askTime(ctx context.Context, raw []byte) (ntp.Packet, error) {
	ctx, stop := context.WithTimeout(ctx, l.cfg.Timeout/2)
	defer stop()
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", l.cfg.Time)
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
