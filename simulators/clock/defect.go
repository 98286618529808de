package clock

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// Name and Version are what a server that is a product under test is called.
const (
	Name    = "ETALON-HORLOGE"
	Version = "1.0.0"
)

// Mutant is a time server with one seeded defect.
type Mutant struct {
	Name    string
	Summary etalon.Text
	Kills   etalon.RuleID // the rule that must fire
	spoil   func(asked ntp.Packet, told *ntp.Packet)
	raw     func([]byte) []byte // the answer as bytes; nil: as it is
}

// Mutants is the closed list of defects.
func Mutants() []Mutant {
	spoilt := func(name string, kills etalon.RuleID, fr, en string, spoil func(ntp.Packet, *ntp.Packet)) Mutant {
		return Mutant{Name: name, Summary: etalon.Text{FR: fr, EN: en}, Kills: kills, spoil: spoil}
	}
	return []Mutant{
		spoilt("time-mode", "SV01", "La réponse a le mode d'un client.", "The answer has the mode of a client.", func(_ ntp.Packet, p *ntp.Packet) { p.Mode = ntp.Client }),
		spoilt("time-version", "SV01", "La réponse est toujours de la version 4.", "The answer is of version 4 always.", func(_ ntp.Packet, p *ntp.Packet) { p.Version = 4 }),
		spoilt("time-origin", "SV01", "Origin est l'heure du serveur.", "Origin is the server's time.", func(_ ntp.Packet, p *ntp.Packet) { p.Origin = p.Transmit }),
		spoilt("time-origin-rounded", "SV01", "Origin perd ses derniers chiffres.", "Origin loses its last digits.", func(_ ntp.Packet, p *ntp.Packet) { p.Origin &^= 0xFFFF }),
		spoilt("time-unsynchronised", "SV01", "Le serveur n'est pas à l'heure.", "The server is not synchronised.", func(_ ntp.Packet, p *ntp.Packet) { p.Leap = ntp.Unsynchronised }),
		spoilt("time-stratum-16", "SV01", "La strate est 16.", "The stratum is 16.", func(_ ntp.Packet, p *ntp.Packet) { p.Stratum = 16 }),
		spoilt("time-kiss", "SV01", "Le serveur congédie qui le demande.", "The server sends away whoever asks.", func(_ ntp.Packet, p *ntp.Packet) { p.Stratum, p.Reference = 0, [4]byte{'D', 'E', 'N', 'Y'} }),
		spoilt("time-off", "SV01", "L'heure avance de cinq secondes.", "The time is five seconds ahead.", func(_ ntp.Packet, p *ntp.Packet) {
			p.Receive, p.Transmit = p.Receive+5<<32, p.Transmit+5<<32
		}),
		spoilt("time-zone", "SV01", "L'heure est locale, non UTC.", "The time is local, not UTC.", func(_ ntp.Packet, p *ntp.Packet) {
			const hour = ntp.Timestamp(time.Hour/time.Second) << 32
			p.Receive, p.Transmit = p.Receive+hour, p.Transmit+hour
		}),
		spoilt("time-no-transmit", "SV01", "L'instant d'émission est nul.", "The transmit timestamp is zero.", func(_ ntp.Packet, p *ntp.Packet) { p.Transmit = 0 }),
		spoilt("time-swapped", "SV01", "Réception et émission sont échangées.", "Receive and transmit are swapped.", func(_ ntp.Packet, p *ntp.Packet) { p.Receive = p.Transmit + 1<<30 }),
		spoilt("time-set-later", "SV01.set", "L'horloge se dit mise à l'heure après la réponse.", "The clock says that it was set after the answer.", func(_ ntp.Packet, p *ntp.Packet) {
			p.ReferenceTime = p.Transmit + ntp.Timestamp(time.Hour/time.Second)<<32
		}),
		spoilt("time-too-far", "SV01.distance", "La dispersion à la racine est de 20 s.", "The root dispersion is 20 s.", func(_ ntp.Packet, p *ntp.Packet) { p.RootDispersion = 20 << 16 }),
		spoilt("time-poll", "SV01.poll", "L'intervalle entre deux questions n'en est pas un.", "The interval between questions is none.", func(_ ntp.Packet, p *ntp.Packet) { p.Poll = 100 }),
		{Name: "time-odd-size", Summary: etalon.Text{FR: "Un octet suit la réponse.", EN: "A byte follows the answer."}, Kills: "SV02", raw: func(b []byte) []byte { return append(b, 0) }},
		{Name: "time-short", Summary: etalon.Text{FR: "La réponse est coupée.", EN: "The answer is cut short."}, Kills: "SV02", raw: func(b []byte) []byte { return b[:44] }},
		{Name: "time-silent", Summary: etalon.Text{FR: "Le serveur se tait.", EN: "The server keeps silent."}, Kills: "SV03", raw: func([]byte) []byte { return nil }},
	}
}

// Spoilt is a time server with a defect, as an actor.
func (m Mutant) Spoilt() actor.Actor { return spoilt{New().Actor(), m} }

type spoilt struct {
	actor.Actor
	by Mutant
}

// Operations implements actor.Actor.
func (s spoilt) Operations() []actor.Operation {
	all := s.Actor.Operations()
	right := all[0].Answer
	all[0].Answer = func(c *actor.Call) actor.Reply {
		told, anomalies := ntp.Read([]byte(right(c).Payload))
		if len(anomalies) > 0 {
			return actor.Reply{}
		}
		if s.by.spoil != nil {
			asked, _ := ntp.Read(c.Raw)
			s.by.spoil(asked, &told)
		}
		raw := told.Bytes()
		if s.by.raw != nil {
			raw = s.by.raw(raw)
		}
		return actor.Reply{Payload: string(raw)}
	}
	return all
}
