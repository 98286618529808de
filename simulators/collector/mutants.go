package collector

import (
	"crypto/tls"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Mutant is a collector with one seeded defect.
type Mutant struct {
	Name    string
	Summary etalon.Text
	Kills   etalon.RuleID // the rule that must fire
	Cases   []string      // of what is sent, in which it shows
	Of      etalon.Transaction
	Warns   bool // the rule warns: what it says is no verdict
	defect
}

func warned(m Mutant) Mutant { m.Warns = true; return m }

// defect is what is wrong with it; the zero value is nothing.
type defect struct {
	forgives    pki.Flaw // of a client's certificate
	incurious   bool     // about what the authority says of it
	shows       pki.Flaw // of its own
	tls         func(*tls.Config)
	drops       func(*syslog.Frame) bool
	alters      func(string) string
	dies        string // the beginning of a stream after which it takes no connection
	datagram    int    // bytes kept of a datagram
	connections int    // at the same time
	distinct    bool   // what has an EventDateTime that is there already is thrown away
	once        bool   // a read is a frame
	first       bool   // the first frame of a connection alone is taken
	last        bool   // the last record alone is kept
	deaf        bool   // to datagrams
	pretends    bool   // to have found what it has not
	silent      bool   // about clients that it did not let in
	cheerful    bool   // its alerts say that all is well
	mute        bool   // it leaves a handshake without an alert of TLS
}

// Mutants is the closed list of defects.
func Mutants() []Mutant { return slices.Concat(nodeMutants(), recordMutants()) }

func mutant(name string) (Mutant, bool) {
	if name == "" {
		return Mutant{}, true
	}
	all := Mutants()
	i := slices.IndexFunc(all, func(m Mutant) bool { return m.Name == name })
	if i < 0 {
		return Mutant{}, false
	}
	return all[i], true
}

// nodeMutants are defects of a secure node.
func nodeMutants() []Mutant {
	of := func(name string, kills etalon.RuleID, fr, en string, d defect, cases ...string) Mutant {
		return Mutant{Name: "node-" + name, Summary: etalon.Text{FR: fr, EN: en}, Kills: kills, Cases: cases, Of: etalon.ITI19, defect: d}
	}
	lets := func(flaw pki.Flaw, fr, en string) Mutant {
		return of("lets-in-"+string(flaw), "SN02", fr, en, defect{forgives: flaw}, string(flaw))
	}
	shows := func(flaw pki.Flaw, fr, en string) Mutant {
		return of("shows-"+string(flaw), "SN01", fr, en, defect{shows: flaw}, etalon.CaseNominal)
	}
	takes := func(name string, kills etalon.RuleID, fr, en string, change func(*tls.Config), cases ...string) Mutant {
		return of(name, kills, fr, en, defect{tls: change}, cases...)
	}
	suite := func(name, fr, en, in string, codes ...uint16) Mutant {
		return takes(name, "SN04", fr, en, func(t *tls.Config) { t.CipherSuites = append(t.CipherSuites, codes...) }, in)
	}
	return []Mutant{
		of("no-alert", "NA02", "Un client refusé ne laisse pas de trace.", "A client that is refused leaves no record.", defect{silent: true}, string(nobody)),
		of("alert-of-success", "NA02", "L'alerte dit que tout va bien.", "The alert says that all is well.", defect{cheerful: true}, string(nobody)),
		lets(nobody, "Un client sans certificat entre.", "A client without a certificate is let in."),
		lets(pki.Expired, "Un certificat expiré suffit.", "A certificate that has expired will do."),
		lets(pki.NotYetValid, "Un certificat pas encore valide suffit.", "A certificate not valid yet will do."),
		lets(pki.WrongUse, "Un certificat de serveur suffit à un client.", "The certificate of a server will do for a client."),
		lets(pki.UnknownAuthority, "Toute autorité suffit.", "Any authority will do."),
		lets(pki.SelfSigned, "Un certificat auto-signé suffit.", "A self-signed certificate will do."),
		lets(pki.WeakKey, "Une clé de 1024 bits suffit.", "A key of 1024 bits will do."),
		lets(pki.Revoked, "La liste de révocation n'est pas lue.", "The revocation list is not read."),
		lets(pki.Corrupted, "La signature du certificat n'est pas vérifiée.", "The signature of the certificate is not verified."),
		lets(pki.NoChain, "Une chaîne incomplète suffit.", "An incomplete chain will do."),
		of("lets-in-told-revoked", "SN10", "Un client que le répondeur OCSP dit révoqué entre.", "A client that the OCSP responder says to be revoked is let in.", defect{forgives: pki.OCSPRevoked}, "ocsp-revoked"),
		of("lets-in-listed", "SN10", "Un client que la liste de révocation contient entre.", "A client that the revocation list holds is let in.", defect{forgives: pki.OCSPRevoked}, "crl-revoked"),
		warned(of("asks-nobody", "SN09", "L'autorité n'est pas demandée.", "The authority is not asked.", defect{incurious: true}, "ocsp-revoked")),
		warned(of("mute", "SN07", "Une négociation refusée finit sans alerte.", "A handshake that is refused ends without an alert.", defect{mute: true}, string(nobody), string(pki.Expired))),
		shows(pki.Expired, "Son certificat est expiré.", "Its certificate has expired."),
		shows(pki.NotYetValid, "Son certificat n'est pas encore valide.", "Its certificate is not valid yet."),
		shows(pki.WrongUse, "Son certificat est celui d'un client.", "Its certificate is that of a client."),
		shows(pki.UnknownAuthority, "Son certificat vient d'une autre autorité.", "Its certificate is of another authority."),
		shows(pki.SelfSigned, "Son certificat est auto-signé.", "Its certificate is self-signed."),
		shows(pki.WeakKey, "Sa clé a 1024 bits.", "Its key has 1024 bits."),
		takes("tls-1.0", "SN03", "TLS 1.0 est accepté.", "TLS 1.0 is accepted.", func(t *tls.Config) { t.MinVersion, t.CipherSuites = tls.VersionTLS10, nil }, "tls-1.0"),
		takes("tls-1.1", "SN03", "TLS 1.1 est accepté.", "TLS 1.1 is accepted.", func(t *tls.Config) { t.MinVersion, t.CipherSuites = tls.VersionTLS11, nil }, "tls-1.1"),
		takes("tls-1.3-alone", "SN05", "TLS 1.2 est refusé.", "TLS 1.2 is refused.", func(t *tls.Config) { t.MinVersion = tls.VersionTLS13 }, "ecdhe-256-gcm"),
		takes("no-floor", "SN05", "Aucune suite du plancher n'est acceptée.", "No suite of the floor is accepted.",
			func(t *tls.Config) { t.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256} }, "ecdhe-256-gcm"),
		suite("rc4", "RC4 est accepté.", "RC4 is accepted.", "rc4", tls.TLS_RSA_WITH_RC4_128_SHA, tls.TLS_ECDHE_RSA_WITH_RC4_128_SHA),
	}
}

// recordMutants are defects of a repository.
func recordMutants() []Mutant {
	of := func(name string, kills etalon.RuleID, fr, en string, d defect, cases ...string) Mutant {
		return Mutant{Name: "records-" + name, Summary: etalon.Text{FR: fr, EN: en}, Kills: kills, Cases: cases, Of: etalon.ITI20, defect: d}
	}
	drops := func(name, fr, en, in string, which func(*syslog.Frame) bool) Mutant {
		return of(name, "AR01", fr, en, defect{drops: which}, in)
	}
	cuts := func(n int, name, in string, kills etalon.RuleID) Mutant {
		return of(name, kills, "Une trace est coupée.", "A record is cut.", defect{alters: func(s string) string { return s[:min(n, len(s))] }}, in)
	}
	return []Mutant{
		drops("none", "Rien n'est gardé.", "Nothing is kept.", etalon.CaseNominal, func(*syslog.Frame) bool { return true }),
		drops("only-audit", "Ce qui n'est pas une trace de DICOM est jeté.", "What is no audit message of DICOM is thrown away.", "not-audit", func(f *syslog.Frame) bool { return f.Header[4] != "IHE+RFC-3881" }),
		drops("only-dicom", "L'ancienne écriture, celle d'avant DICOM, est jetée.", "The old spelling, of before DICOM, is thrown away.", "rfc3881", func(f *syslog.Frame) bool { return strings.Contains(string(f.Msg), " code=") }),
		drops("only-notice", "La gravité 4 est jetée.", "Severity 4 is thrown away.", "warning", func(f *syslog.Frame) bool { return f.Severity == 4 }),
		drops("no-bom", "Un message qui commence par un BOM est jeté.", "A message that begins with a BOM is thrown away.", "bom", func(f *syslog.Frame) bool { return f.BOM }),
		drops("no-declaration", "Un message qui a une déclaration XML est jeté.", "A message with an XML declaration is thrown away.", "declared", func(f *syslog.Frame) bool { return strings.HasPrefix(string(f.Msg), "<?xml") }),
		drops("no-data", "Un message à données structurées est jeté.", "A message with structured data is thrown away.", "structured-data", func(f *syslog.Frame) bool { return len(f.Data) > 0 }),
		drops("timed", "Un message sans heure est jeté.", "A message without a time is thrown away.", "unknown-fields", func(f *syslog.Frame) bool { return f.Header[0] == "-" }),
		drops("well-formed", "Un message dont le XML n'a pas de fin est jeté.", "A message whose XML has no end is thrown away.", "unended", func(f *syslog.Frame) bool {
			return strings.HasPrefix(string(f.Msg), "<") && !strings.HasSuffix(string(f.Msg), "</AuditMessage>")
		}),
		drops("no-datagrams", "Un message sans cadre est jeté.", "A message without a frame is thrown away.", "udp", func(f *syslog.Frame) bool { return f.Framing == syslog.None }),
		drops("no-queries", "Une trace qui contient une requête est jetée.", "A record that holds a query is thrown away.", "actors", func(f *syslog.Frame) bool { return strings.Contains(string(f.Msg), "<ParticipantObjectQuery>") }),
		drops("one-side", "Seules les traces de qui envoie sont gardées.", "Only the records of who sends are kept.", "actors", func(f *syslog.Frame) bool { return strings.Contains(string(f.Msg), `csd-code="110107"`) }),
		of("one-per-second", "AR01", "Une seule trace par instant est gardée.", "Only one record of an instant is kept.", defect{distinct: true}, "actors"),
		cuts(512, "cut-512", etalon.CaseNominal, "AR01"),
		cuts(1024, "cut-1024", "octets-2048", "AR01"),
		of("first", "AR01", "Seule la première trace d'une connexion est gardée.", "Only the first record of a connection is kept.", defect{first: true}, "several"),
		of("last", "AR01", "Seule la dernière trace est gardée.", "Only the last record is kept.", defect{last: true}, "several"),
		of("one-read", "AR01", "Une lecture est prise pour une trace.", "A read is taken for a record.", defect{once: true}, "pieces"),
		of("one-line", "AR01", "Une trace s'arrête à sa première fin de ligne.", "A record ends at its first end of line.", defect{alters: func(s string) string { line, _, _ := strings.Cut(s, "\n"); return line }}, "lines"),
		of("latin", "AR01", "Le texte est relu en Latin-1.", "The text is read as Latin-1.", defect{alters: latin}, etalon.CaseNominal),
		of("ascii", "AR01", "Ce qui n'est pas de l'ASCII devient « ? ».", "What is not ASCII becomes “?”.", defect{alters: ascii}, etalon.CaseNominal),
		of("few", "AC01", "Quatre connexions à la fois, pas plus.", "Four connections at the same time, no more.", defect{connections: 4}, "many"),
		of("dies-without-length", "AC01", "Une ligne sans longueur l'arrête.", "A line without a length stops it.", defect{dies: "<"}, "no-length"),
		of("dies-of-zero", "AC01", "Une longueur nulle l'arrête.", "A length of zero stops it.", defect{dies: "0 "}, "length-zero"),
		of("dies-of-a-million-millions", "AC01", "Une longueur énorme l'arrête.", "A huge length stops it.", defect{dies: "1000000000000"}, "length-huge"),
		of("dies-of-minus", "AC01", "Une longueur négative l'arrête.", "A negative length stops it.", defect{dies: "-"}, "length-negative"),
		of("pretends", "AR01", "Il dit avoir trouvé ce qu'il n'a pas gardé.", "It says that it found what it did not keep.", defect{pretends: true, drops: func(*syslog.Frame) bool { return true }}, etalon.CaseNominal),
		of("deaf", "AR01", "Rien de ce qui vient par UDP n'est lu.", "Nothing that comes by UDP is read.", defect{deaf: true}, "udp"),
		of("datagram-1024", "AR01", "Un datagramme est coupé à 1024 octets.", "A datagram is cut at 1024 octets.", defect{datagram: 1024}, "udp-2048"),
	}
}

// latin reads UTF-8 as if it were Latin-1.
func latin(s string) string {
	var out []rune
	for i := range len(s) {
		out = append(out, rune(s[i]))
	}
	return string(out)
}

func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, s)
}
