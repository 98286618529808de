package facts

import (
	"crypto/tls"
	"fmt"

	"github.com/etalon-dmp/etalon"
)

// The outcomes of a handshake: ev:handshake/@outcome.
const (
	handshakeSilent    = "silent"    // the peer sent nothing
	handshakeNoTLS     = "not-tls"   // what it sent is no TLS
	handshakeFailed    = "failed"    // one of the two gave up
	handshakeCompleted = "completed" // it succeeded, and no request followed
)

// handshake is a connection that never had a request.
type handshake struct {
	askedBy, answeredBy string
	bytes               int
	outcome             string
	tls                 etalon.TLS
	hello               clientHello
	chosen              serverHello
	alerts              []alert
	anomalies           []etalon.Anomaly
}

func takeHandshake(in ExchangeInput) handshake {
	x := in.Exchange
	_, askedBy, answeredBy := parties(x)
	h := handshake{askedBy: askedBy, answeredBy: answeredBy, bytes: len(in.Request), tls: in.Connection.TLS}
	asked, answered := readRecords(in.Request), readRecords(in.Response)
	h.hello, h.chosen = readHello(asked.handshake), readServerHello(answered.handshake)
	h.alerts = append(by(asked.alerts, "request", askedBy), by(answered.alerts, "response", answeredBy)...)
	h.anomalies = merge(x.Anomalies, append(asked.anomalies, h.hello.anomalies...))
	garbage := len(in.Connection.Garbage) > 0 || len(in.Request) > 0 && !asked.tls
	switch {
	case garbage:
		h.outcome = handshakeNoTLS
	case h.tls.Error == "" && h.tls.Version != "":
		h.outcome = handshakeCompleted
	case len(in.Request) == 0 && h.tls.Error == "":
		h.outcome = handshakeSilent
	default:
		h.outcome = handshakeFailed
	}
	return h
}

func by(alerts []alert, direction, sentBy string) []alert {
	for i := range alerts {
		alerts[i].direction, alerts[i].sentBy = direction, sentBy
	}
	return alerts
}

// evidence writes ev:handshake: what the client offered, what was agreed or why
// nothing was. The certificates of the peer are those of ev:connection.
func (h handshake) evidence(c *composer) {
	s := &side{direction: "request", sentBy: h.askedBy, message: &message{}}
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: 0})
	c.begin("handshake", "sent-by", h.askedBy, "bytes", integer(h.bytes), "outcome", h.outcome, "error", h.tls.Error,
		"tls", h.tls.Version, "suite", h.tls.CipherSuite, "certificates", integer(len(h.tls.Certificates)))
	c.newline()
	for _, a := range h.anomalies {
		c.anomaly(s, a, 0, 0)
	}
	if h.hello.found {
		c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: int64(h.hello.at)})
		h.hello.write(&c.writer)
		c.unmark()
	}
	if h.chosen.found {
		c.mark(c.in.Exchange.ID, etalon.Location{Direction: "response", Offset: 0})
		h.chosen.write(&c.writer)
		c.unmark()
	}
	for _, a := range h.alerts {
		c.mark(c.in.Exchange.ID, etalon.Location{Direction: a.direction, Offset: int64(a.at)})
		c.empty("alert", "sent-by", a.sentBy, "level", a.levelName(), "description", integer(int(a.description)), "offset", integer(a.at))
		c.unmark()
	}
	c.end()
	c.unmark()
}

// write writes ev:client-hello.
func (h clientHello) write(w *writer) {
	w.begin("client-hello", "legacy-version", version(h.legacy), "server-name", h.serverName, "bytes", integer(h.size), "status-request", boolean(h.status))
	for _, v := range h.versions {
		w.empty("offered-version", "value", version(v))
	}
	for _, s := range h.suites {
		w.empty("offered-suite", "code", fmt.Sprintf("%04x", s), "name", suite(s))
	}
	for _, p := range h.protocols {
		w.empty("offered-protocol", "value", p)
	}
	w.end()
}

// version writes a version of the protocol as ev:connection/@tls does, and one
// that has no name in hexadecimal.
func version(v uint16) string {
	switch v {
	case 0x0300:
		return "ssl3.0"
	case tls.VersionTLS10:
		return "1.0"
	case tls.VersionTLS11:
		return "1.1"
	case tls.VersionTLS12:
		return "1.2"
	case tls.VersionTLS13:
		return "1.3"
	}
	return fmt.Sprintf("%04x", v)
}

// furtherSuites are names of suites that the TLS library does not know, and that étalon
// offers. Source: IANA, TLS Cipher Suites.
var furtherSuites = map[uint16]string{
	0x009e: "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", 0x009f: "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
	0xc028: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", 0x0033: "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", 0x0039: "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
	0x003b: "TLS_RSA_WITH_NULL_SHA256", 0x0002: "TLS_RSA_WITH_NULL_SHA", 0x0001: "TLS_RSA_WITH_NULL_MD5", 0xc010: "TLS_ECDHE_RSA_WITH_NULL_SHA",
	0x0009: "TLS_RSA_WITH_DES_CBC_SHA", 0x0015: "TLS_DHE_RSA_WITH_DES_CBC_SHA", 0x0016: "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", 0x0004: "TLS_RSA_WITH_RC4_128_MD5",
	0x00ff: "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
}

// suite is the name of a cipher suite in the registry of IANA, empty when neither the
// TLS library nor étalon knows it.
func suite(code uint16) string {
	if name := furtherSuites[code]; name != "" {
		return name
	}
	name := tls.CipherSuiteName(code)
	if name == fmt.Sprintf("0x%04X", code) {
		return ""
	}
	return name
}

// handshakeCall is a handshake as session rules see it.
type handshakeCall struct{ outcome, failure, version, chosen string }

func (h handshake) summarise(s *Summary) {
	s.detail = handshakeCall{h.outcome, h.tls.Error, h.tls.Version, h.tls.CipherSuite}
	if h.chosen.found {
		s.detail = handshakeCall{h.outcome, h.tls.Error, h.tls.Version, suite(h.chosen.suite)}
	}
}

func (h handshakeCall) write(w *writer) {
	w.empty("handshake", "outcome", h.outcome, "error", h.failure, "tls", h.version, "suite", h.chosen)
}
