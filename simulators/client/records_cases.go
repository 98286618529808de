package client

import (
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
)

// delivery is how the messages of one case reach an audit record repository.
type delivery struct {
	udp     bool // by datagrams, not over TLS
	senders int  // connections at the same time, each with messages of its own; 0 for one
	chunk   int  // bytes of one write; 0: a message a write; mostWrite: all in one
	broken  bool // not as RFC 5425 has it: the repository may close the connection
	frames  func(*mint) [][]byte
}

const mostWrite = 1 << 30

// recordCase is a case of ITI-20 with its delivery.
type recordCase struct {
	Case
	delivery
}

// manySenders is how many send at the same time.
const manySenders = 16

// records are the messages to an audit record repository (ITI-20). A right one
// keeps each, but what a broken frame holds.
func records() []recordCase {
	const tcp, udp, message, header = "RFC 5425, §4.3", "RFC 5426, §3", "IHE ITI TF-2, 3.20.4.1.3", "RFC 5424, §6"
	one := func(name, fr, en, source string, make func(*mint) []byte) recordCase {
		return recordCase{Case{Name: name, Text: say(fr, en), Source: source}, delivery{frames: func(m *mint) [][]byte { return [][]byte{syslog.Count(make(m))} }}}
	}
	how := func(c recordCase, d delivery) recordCase {
		d.frames = c.frames
		c.delivery = d
		return c
	}
	several := recordCase{Case{Name: "several", Text: say("Trois traces d'affilée, en une écriture.", "Three records in a row, in one write."), Source: tcp}, delivery{
		chunk: mostWrite, frames: func(m *mint) [][]byte {
			return [][]byte{syslog.Count(m.record(0)), syslog.Count(m.record(0)), syslog.Count(m.record(0))}
		},
	}}
	octets := func(n int) recordCase {
		return one("octets-"+strconv.Itoa(n), "Une trace de "+strconv.Itoa(n)+" octets.", "A record of "+strconv.Itoa(n)+" octets.", "RFC 5425, §4.3.1", func(m *mint) []byte { return m.record(n) })
	}
	broken := func(name, fr, en string, frame func(*mint) []byte) recordCase {
		return recordCase{Case{Name: name, Text: say(fr, en), Source: tcp}, delivery{broken: true, frames: func(m *mint) [][]byte { return [][]byte{frame(m)} }}}
	}
	datagram := func(name, fr, en, source string, make func(*mint) []byte) recordCase {
		return recordCase{Case{Name: name, Text: say(fr, en), Source: source}, delivery{udp: true, frames: func(m *mint) [][]byte { return [][]byte{make(m)} }}}
	}
	plain := func(m *mint) []byte { return m.record(0) }
	all := []recordCase{
		one(etalon.CaseNominal, "Une trace de DICOM, sur TLS.", "A record of DICOM, over TLS.", message, plain),
		several,
		how(one("pieces", "La trace arrive par morceaux de sept octets.", "The record comes in pieces of seven octets.", tcp, plain), delivery{chunk: 7}),
		how(one("many", "Seize émetteurs à la fois.", "Sixteen senders at the same time.", message, plain), delivery{senders: manySenders}),
		one("warning", "La gravité est 4 (PRI 84).", "The severity is 4 (PRI 84).", "IHE ITI TF-2, 3.20.4.1.2", (*mint).warning),
		one("bom", "Le message commence par un BOM.", "The message begins with a BOM.", header, (*mint).marked),
		one("declared", "Le message commence par une déclaration XML.", "The message begins with an XML declaration.", message, (*mint).declared),
		one("rfc3881", "La trace est dans l'écriture de la RFC 3881.", "The record is in the spelling of RFC 3881.", message, (*mint).older),
		one("not-audit", "Le message est une ligne de texte.", "The message is a line of text.", message, (*mint).line),
		one("lines", "Le message a plusieurs lignes.", "The message has several lines.", tcp, (*mint).lines),
		one("unknown-fields", "L'émetteur ne sait ni l'heure, ni son nom.", "The sender knows neither the time nor its name.", header, (*mint).unknown),
		one("structured-data", "L'en-tête a des données structurées.", "The header has structured data.", header, (*mint).structured),
		one("unended", "Le XML de la trace n'a pas de fin.", "The XML of the record has no end.", message, (*mint).unended),
		{Case{Name: "actors", Text: say("Ce que les acteurs d'Étalon ont à dire : les deux côtés de sept transactions.", "What the actors of Étalon have to tell: both sides of seven transactions."), Source: message}, delivery{frames: (*mint).actors}},
		octets(2048), octets(8192), octets(65536), octets(131072),
		broken("no-length", "Une ligne sans longueur devant elle.", "A line without a length before it.", func(m *mint) []byte { return append(m.lost(), '\n') }),
		broken("length-zero", "La longueur est 0.", "The length is 0.", func(m *mint) []byte { return append([]byte("0 "), m.lost()...) }),
		broken("length-huge", "La longueur est de mille milliards.", "The length is a million millions.", func(m *mint) []byte { return append([]byte("1000000000000 "), m.lost()...) }),
		broken("length-negative", "La longueur est négative.", "The length is negative.", func(m *mint) []byte { return append([]byte("-5 "), m.lost()...) }),
		broken("cut", "La connexion s'arrête dans le message.", "The connection ends inside the message.", func(m *mint) []byte { b := syslog.Count(m.lost()); return b[:len(b)/2] }),
		datagram("udp", "Une trace de DICOM, sur UDP.", "A record of DICOM, over UDP.", message, plain),
		datagram("udp-not-audit", "Une ligne de texte, sur UDP.", "A line of text, over UDP.", message, (*mint).line),
		datagram("udp-unended", "Une trace coupée, comme un relais en laisse.", "A record cut short, as a relay leaves it.", udp, (*mint).unended),
		datagram("udp-2048", "Une trace de 2048 octets, sur UDP.", "A record of 2048 octets, over UDP.", "RFC 5426, §3.2", func(m *mint) []byte { return m.record(2048) }),
		datagram("udp-32768", "Une trace de 32768 octets, sur UDP.", "A record of 32768 octets, over UDP.", "RFC 5426, §3.2", func(m *mint) []byte { return m.record(32768) }),
	}
	for i := range all {
		all[i].Transaction, all[i].Answer = etalon.ITI20, success()
		if i > 0 {
			all[i].Base = etalon.CaseNominal
		}
	}
	return all
}
