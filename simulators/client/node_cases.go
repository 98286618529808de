package client

import (
	"crypto/tls"

	"github.com/etalon-dmp/etalon"
)

// probe is how one connection to a secure node is tried (ITI-19).
type probe struct {
	flaw string // of the client's certificate, a word of simulators/pki; "" for none
	none bool   // no certificate is shown
	// version is the one offered in a handshake that goes to its end; 0: 1.2 and above.
	version uint16
	again   bool   // the second of two connections, by the session of the first
	hello   *hello // nothing is sent but a greeting; nil: a whole handshake
}

// nodeCase is a case of ITI-19 with its probe.
type nodeCase struct {
	Case
	probe
}

// turnedAway is the code of the answer that closes the door.
const turnedAway = "refused"

// nodes are the connections tried: with what a server has to take, with what it has
// to refuse, and with what it may take, which tells what it can do.
func nodes() []nodeCase {
	const peer, bcp = "IHE ITI TF-2, 3.19.6.1", "RFC 9325"
	var all []nodeCase
	add := func(name, fr, en, source string, answer etalon.Want, p probe) {
		all = append(all, nodeCase{Case{Name: name, Text: say(fr, en), Source: source, Answer: answer}, p})
	}
	bad := func(name, fr, en string, p probe) { add(name, fr, en, peer, failure(turnedAway), p) }
	add(etalon.CaseNominal, "Une négociation où chacun montre un bon certificat.", "A handshake in which both show a good certificate.", peer, success(), probe{})
	add("resumption", "La session d'une connexion précédente est reprise.", "The session of an earlier connection is taken up again.", "RFC 5077 ; RFC 8446, §2.2", success(), probe{again: true})
	add("tls-1.3", "Le client n'offre que TLS 1.3.", "The client offers TLS 1.3 alone.", bcp+", §3.1.1", success(), probe{version: tls.VersionTLS13})
	bad("no-certificate", "Le client ne montre pas de certificat.", "The client shows no certificate.", probe{none: true})
	for _, f := range []struct{ name, fr, en string }{
		{"expired", "Son certificat est expiré.", "Its certificate has expired."},
		{"not-yet-valid", "Son certificat n'est pas encore valide.", "Its certificate is not valid yet."},
		{"wrong-use", "Son certificat est celui d'un serveur.", "Its certificate is that of a server."},
		{"unknown-authority", "Son certificat vient d'une autorité inconnue.", "Its certificate is of an unknown authority."},
		{"self-signed", "Son certificat est auto-signé.", "Its certificate is self-signed."},
		{"weak-key", "Sa clé a 1024 bits.", "Its key has 1024 bits."},
		{"revoked", "Son certificat est révoqué (ac-etalon.crl).", "Its certificate is revoked (ac-etalon.crl)."},
		{"ocsp-revoked", "Son certificat dit où demander s'il est révoqué ; le répondeur OCSP dit qu'il l'est.", "Its certificate says where to ask whether it is revoked; the OCSP responder says that it is."},
		{"crl-revoked", "Son certificat dit où est la liste de révocation, et il y est.", "Its certificate says where the revocation list is, and is on it."},
		{"corrupted", "Son certificat est abîmé.", "Its certificate is damaged."},
		{"other-key", "Il n'a pas la clé de son certificat.", "It does not have the key of its certificate."},
		{"no-chain", "Son autorité intermédiaire n'est pas montrée.", "Its intermediate authority is not shown."},
	} {
		bad(f.name, f.fr, f.en, probe{flaw: f.name})
	}
	for _, v := range []struct {
		name string
		code uint16
	}{{"ssl-3.0", 0x0300}, {"tls-1.0", tls.VersionTLS10}, {"tls-1.1", tls.VersionTLS11}} {
		add(v.name, "Le client n'offre que "+v.name+".", "The client offers "+v.name+" alone.", "RFC 8996 ; RFC 7568", failure(turnedAway), probe{hello: &hello{version: v.code, suites: oldSuites()}})
	}
	for _, s := range suites() {
		answer := success()
		if s.forbidden {
			answer = failure(turnedAway)
		}
		add(s.name, "Le client n'offre que "+s.iana+".", "The client offers "+s.iana+" alone.", s.source, answer, probe{hello: &hello{version: tls.VersionTLS12, suites: s.codes}})
	}
	add("compression", "Le client offre aussi la compression.", "The client offers compression too.", bcp+", §3.3", success(), probe{hello: &hello{version: tls.VersionTLS12, suites: floorSuites(), deflate: true}})
	add("renegotiation", "Le client demande si la renégociation est sûre.", "The client asks whether renegotiation is safe.", bcp+", §3.5 ; RFC 5746", success(), probe{hello: &hello{version: tls.VersionTLS12, suites: floorSuites()}})
	for i := range all {
		all[i].Transaction = etalon.ITI19
		if i > 0 {
			all[i].Base = etalon.CaseNominal
		}
	}
	return all
}

func nodeCases() []Case {
	var all []Case
	for _, one := range nodes() {
		all = append(all, one.Case)
	}
	return all
}

func findNode(name string) (nodeCase, bool) {
	for _, one := range nodes() {
		if one.Name == name {
			return one, true
		}
	}
	return nodeCase{}, false
}

// suiteOffer is a suite, or those of one kind, offered alone.
type suiteOffer struct {
	name, iana, source string
	codes              []uint16
	forbidden          bool // by RFC 9325 §4.1
}

// suites are the four of IHE's floor, the two more of the French list, and the kinds
// that nobody may take. Source: IANA, TLS Cipher Suites.
func suites() []suiteOffer {
	const floor, french, bcp = "IHE ITI TF-2, 3.19.6.2", "PDT-INF-579", "RFC 9325, §4.1"
	return []suiteOffer{
		{"dhe-128-gcm", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", floor, []uint16{0x009e}, false},
		{"ecdhe-128-gcm", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", floor, []uint16{0xc02f}, false},
		{"dhe-256-gcm", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", floor, []uint16{0x009f}, false},
		{"ecdhe-256-gcm", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", floor, []uint16{0xc030}, false},
		{"ecdhe-256-cbc", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", french, []uint16{0xc028}, false},
		{"ecdhe-chacha20", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", french, []uint16{0xcca8}, false},
		{"null-cipher", "TLS_RSA_WITH_NULL_SHA256, …", bcp, []uint16{0x003b, 0x0002, 0x0001, 0xc010}, true},
		{"export", "TLS_RSA_EXPORT_WITH_…", bcp, []uint16{0x0003, 0x0006, 0x0008, 0x0014}, true},
		{"anonymous", "TLS_DH_anon_WITH_…", bcp, []uint16{0x0034, 0x003a, 0x006c, 0x006d, 0x00a6, 0x00a7, 0xc018, 0xc019}, true},
		{"rc4", "TLS_RSA_WITH_RC4_128_SHA, …", "RFC 7465", []uint16{0x0005, 0x0004, 0xc011}, true},
		{"des", "TLS_RSA_WITH_DES_CBC_SHA, …", bcp, []uint16{0x0009, 0x0015}, true},
		{"triple-des", "TLS_RSA_WITH_3DES_EDE_CBC_SHA, …", bcp, []uint16{0x000a, 0xc012, 0x0016}, true},
		{"static-rsa", "TLS_RSA_WITH_AES_128_GCM_SHA256, …", bcp, []uint16{0x009c, 0x009d, 0x002f, 0x0035, 0x003c}, true},
	}
}

func floorSuites() []uint16 { return []uint16{0xc030, 0xc02f, 0x009f, 0x009e, 0xcca8, 0xc028} }

// oldSuites are what a server of an old version would take.
func oldSuites() []uint16 { return []uint16{0xc014, 0xc013, 0x0039, 0x0033, 0x0035, 0x002f, 0x000a} }
