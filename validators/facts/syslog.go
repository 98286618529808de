package facts

import (
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// maxText bounds the text of a message that is no XML, in bytes.
const maxText = 4 << 10

// syslogMessage is an exchange of one syslog frame.
type syslogMessage struct {
	sentBy string
	frame  *frame
	side   *side // its message as the one part of a body; nil when it has none
}

func takeSyslog(in ExchangeInput) syslogMessage {
	_, sentBy, _ := parties(in.Exchange)
	f := parseFrame(in.Request)
	f.anomalies = merge(in.Exchange.Anomalies, f.anomalies)
	m := syslogMessage{sentBy: sentBy, frame: f}
	if len(f.msg) > 0 {
		m.side = bare("request", sentBy, f.raw, f.msgAt, f.msg)
	}
	return m
}

// bare is a message that is one part, without headers to say what it is: body
// is the bytes of raw from at.
func bare(direction, sentBy string, raw []byte, at int, body []byte) *side {
	s := &side{direction: direction, sentBy: sentBy, plain: true, message: &message{
		raw: raw, body: body, spans: []span{{0, at, len(body)}},
	}}
	s.addPart(mtom.Part{Body: body, Root: true})
	return s
}

// evidence writes ev:syslog.
func (m syslogMessage) evidence(c *composer) {
	f := m.frame
	s := m.side
	if s == nil {
		s = &side{direction: "request", sentBy: m.sentBy, message: &message{raw: f.raw}}
	}
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: 0})
	c.begin("syslog", "sent-by", m.sentBy, "bytes", integer(len(f.raw)), "framing", f.framing, "declared-length", f.declared,
		"pri", f.pri, "facility", orEmpty(f.facility), "severity", orEmpty(f.severity), "version", f.version,
		"timestamp", f.header[0], "hostname", f.header[1], "app-name", f.header[2], "procid", f.header[3], "msgid", f.header[4],
		"bom", boolean(f.bom), "utf8", boolean(utf8.Valid(f.msg)), "message-bytes", integer(len(f.msg)))
	c.newline()
	for _, a := range f.anomalies {
		c.anomaly(s, a, 0, 0)
	}
	for _, e := range f.data {
		c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: int64(e.offset)})
		c.begin("structured-data", "id", e.id)
		for _, p := range e.params {
			c.empty("param", "name", p.name, "value", p.value)
		}
		c.end()
		c.unmark()
	}
	if len(s.parts) > 0 && s.parts[0].kind == "text" {
		c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: int64(f.msgAt)})
		c.leaf("text", string(f.msg[:min(len(f.msg), maxText)]), "cut", boolean(len(f.msg) > maxText))
		c.unmark()
	}
	c.content(s)
	c.end()
	c.unmark()
}

// syslogCall is a frame as session rules see it.
type syslogCall struct {
	facility, severity                          int
	timestamp, hostname, app, msgid, kind, root string
}

func (m syslogMessage) summarise(s *Summary) {
	f := m.frame
	call := syslogCall{facility: f.facility, severity: f.severity, timestamp: f.header[0], hostname: f.header[1], app: f.header[2], msgid: f.header[4]}
	if m.side != nil {
		call.kind = m.side.parts[0].kind
		if doc := m.side.parts[0].doc; doc != nil {
			call.root = doc.Root().Local()
		}
	}
	s.detail = call
}

func (s syslogCall) write(w *writer) {
	w.empty("syslog", "facility", orEmpty(s.facility), "severity", orEmpty(s.severity), "timestamp", s.timestamp,
		"hostname", s.hostname, "app-name", s.app, "msgid", s.msgid, "kind", s.kind, "root", s.root)
}
