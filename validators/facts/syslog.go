package facts

import (
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
)

// maxText bounds the text of a message that is no XML, in bytes.
const maxText = 4 << 10

// syslogMessage is an exchange of one syslog frame.
type syslogMessage struct {
	sentBy string
	frame  *syslog.Frame
	side   *side  // its message as the one part of a body; nil when it has none
	audit  *audit // nil when the message is none
}

func takeSyslog(in ExchangeInput) syslogMessage {
	_, sentBy, _ := parties(in.Exchange)
	f := syslog.Parse(in.Request)
	f.Anomalies = merge(in.Exchange.Anomalies, f.Anomalies)
	m := syslogMessage{sentBy: sentBy, frame: f}
	if len(f.Msg) > 0 {
		m.side = bare("request", sentBy, f.Raw, f.MsgAt, f.Msg)
		m.audit = readAudit(m.side.parts[0].doc)
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
		s = &side{direction: "request", sentBy: m.sentBy, message: &message{raw: f.Raw}}
	}
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: 0})
	c.begin("syslog", "sent-by", m.sentBy, "bytes", integer(len(f.Raw)), "framing", f.Framing, "declared-length", f.Declared,
		"pri", f.PRI, "facility", orEmpty(f.Facility), "severity", orEmpty(f.Severity), "version", f.Version,
		"timestamp", f.Header[0], "hostname", f.Header[1], "app-name", f.Header[2], "procid", f.Header[3], "msgid", f.Header[4],
		"bom", boolean(f.BOM), "utf8", boolean(utf8.Valid(f.Msg)), "message-bytes", integer(len(f.Msg)))
	c.newline()
	for _, a := range f.Anomalies {
		c.anomaly(s, a, 0, 0)
	}
	for _, e := range f.Data {
		c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: int64(e.Offset)})
		c.begin("structured-data", "id", e.ID)
		for _, p := range e.Params {
			c.empty("param", "name", p.Name, "value", p.Value)
		}
		c.end()
		c.unmark()
	}
	if len(s.parts) > 0 && s.parts[0].kind == "text" {
		c.mark(c.in.Exchange.ID, etalon.Location{Direction: "request", Offset: int64(f.MsgAt)})
		c.leaf("text", string(f.Msg[:min(len(f.Msg), maxText)]), "cut", boolean(len(f.Msg) > maxText))
		c.unmark()
	}
	if m.audit != nil {
		m.audit.write(&c.writer)
	}
	c.content(s)
	c.end()
	c.unmark()
}

// syslogCall is a frame as session rules see it.
type syslogCall struct {
	facility, severity                          int
	timestamp, hostname, app, msgid, kind, root string
	audit                                       *audit // nil: none
}

func (m syslogMessage) summarise(s *Summary) {
	f := m.frame
	call := syslogCall{facility: f.Facility, severity: f.Severity, timestamp: f.Header[0], hostname: f.Header[1], app: f.Header[2], msgid: f.Header[4]}
	if m.side != nil {
		call.kind = m.side.parts[0].kind
		if doc := m.side.parts[0].doc; doc != nil {
			call.root = doc.Root().Local()
		}
	}
	s.clock("syslog", f.Header[0])
	if call.audit = m.audit; call.audit != nil {
		s.clock("audit", call.audit.at)
	}
	s.detail = call
}

func (s syslogCall) write(w *writer) {
	w.begin("syslog", "facility", orEmpty(s.facility), "severity", orEmpty(s.severity), "timestamp", s.timestamp,
		"hostname", s.hostname, "app-name", s.app, "msgid", s.msgid, "kind", s.kind, "root", s.root)
	if s.audit != nil {
		s.audit.write(w)
	}
	w.end()
}
