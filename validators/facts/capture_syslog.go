package facts

import (
	"bytes"
	"regexp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// CaptureSyslog is a captured frame of syslog: ev:exchange/@capture. An audit
// message without a frame is a CapturePayload.
const CaptureSyslog = "syslog"

var frameHead = regexp.MustCompile(`^([1-9][0-9]{0,8} )?<[0-9]{1,3}>[1-9][0-9]{0,2} `)

// takeRecord takes a file for an audit record, in a frame or alone.
func takeRecord(raw []byte) (kind string, m syslogMessage, is bool) {
	if frameHead.Match(raw[:min(len(raw), 64)]) {
		return CaptureSyslog, takeSyslog(ExchangeInput{Request: raw}), true
	}
	const named = "AuditMessage"
	if sniff(raw) != "xml" || !bytes.Contains(raw[:min(len(raw), 64<<10)], []byte(named)) {
		return "", m, false
	}
	text, bom := bytes.CutPrefix(raw, []byte("\xEF\xBB\xBF"))
	if doc, err := xmldoc.Parse(text, xmldoc.Limits{}); err != nil || doc.Root().Local() != named {
		return "", m, false
	}
	f := &syslog.Frame{Raw: raw, Framing: syslog.None, Facility: -1, Severity: -1, BOM: bom, Msg: text, MsgAt: len(raw) - len(text)}
	m = syslogMessage{sentBy: "sut", frame: f, side: bare("request", "sut", raw, f.MsgAt, f.Msg)}
	m.audit = readAudit(m.side.parts[0].doc)
	return CapturePayload, m, true
}

// captureRecord writes the evidence document of an audit record on its own.
func captureRecord(in CaptureInput) (*Evidence, bool) {
	kind, m, is := takeRecord(in.Raw)
	if !is {
		return nil, false
	}
	x := ExchangeInput{Environment: in.Environment, TrustedCAs: in.TrustedCAs, Request: in.Raw}
	x.Exchange = etalon.Exchange{Received: in.At, Protocol: etalon.ProtocolSyslog, Actor: etalon.AuditRepository, Transaction: etalon.ITI20}
	c := newComposer(x)
	c.mark("", etalon.Location{Offset: -1})
	c.begin("exchange", "capture", kind, "id", "", "scenario", "", "step", "", "sut-role", "client",
		"actor", string(x.Exchange.Actor), "transaction", string(x.Exchange.Transaction), "protocol", string(x.Exchange.Protocol),
		"behaviour", "", "received", instant(in.At), "answered", "", "note", "")
	c.newline()
	in.Environment.write(&c.writer)
	m.evidence(c)
	c.end()
	c.unmark()
	c.out.Protocol = etalon.ProtocolSyslog
	return c.finish(), true
}
