package lps

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
	"github.com/etalon-dmp/etalon/simulators/lps/trace"
)

// processID is that of this software, for its audit records: fixed, for the
// process that it runs in is nobody's concern.
const processID = "4711"

// about is what the audit record of a request tells of it.
type about struct {
	set        string
	query      string
	request    []byte
	documents  []string
	objects    []string
	repository string
}

// The outcomes of an event.
const (
	wentWell = "0"
	failed   = "8"
)

// audited makes an exchange and leaves its audit records.
func (l *LPS) audited(ctx context.Context, c *call, out *outgoing) (answer, *trouble) {
	if l.cfg.Audit == "" {
		return l.exchange(ctx, out)
	}
	if l.hooks.flow.auditEarly {
		l.record(ctx, c, wentWell, c.about.documents, l.cfg.Clock())
	}
	began := l.cfg.Clock()
	a, t := l.exchange(ctx, out)
	status := ""
	if t == nil {
		status = submission.Read(a.payload).Status
	}
	var came, missing []string
	for _, id := range c.about.documents {
		if _, is := documentOf(a, id); is {
			came = append(came, id)
		} else {
			missing = append(missing, id)
		}
	}
	switch {
	case l.hooks.flow.auditNothing, l.hooks.flow.auditEarly:
	case t != nil && t.Code == "CERTIFICAT":
		if !l.hooks.flow.auditNoAlert {
			r := trace.Alert(l.ourselves(), l.theOther(l.address(services[c.transaction].path)))
			r.At = began
			l.leave(ctx, c, r)
		}
	case status == "Success" || l.hooks.flow.auditAlwaysWell:
		l.record(ctx, c, wentWell, c.about.documents, began)
	case status == "PartialSuccess" && c.transaction == etalon.ITI43 && !l.hooks.flow.auditPartialOnce:
		l.record(ctx, c, wentWell, came, began)
		l.record(ctx, c, failed, missing, began)
	case status == "PartialSuccess" && !l.hooks.flow.auditPartialOnce:
		l.record(ctx, c, wentWell, nil, began)
		l.record(ctx, c, failed, nil, began)
	case l.hooks.flow.auditSuccessOnly:
	default:
		l.record(ctx, c, failed, c.about.documents, began)
	}
	return a, t
}

// record leaves the record of an exchange.
func (l *LPS) record(ctx context.Context, c *call, outcome string, documents []string, at time.Time) {
	patient := ""
	if c.patient.INS != "" {
		patient = l.cx(c.patient)
	}
	r, known := trace.Of(trace.Exchange{
		Transaction: c.transaction, Patient: patient, Set: c.about.set, Query: c.about.query, Request: c.about.request,
		Documents: documents, Repository: c.about.repository, Objects: c.about.objects,
		Us: l.ourselves(), Them: l.theOther(l.address(services[c.transaction].path)), Human: l.human(),
	})
	if !known {
		return
	}
	r.At, r.Outcome = at, outcome
	l.leave(ctx, c, r)
	if l.hooks.flow.auditTwice {
		l.leave(ctx, c, r)
	}
}

// leave sends a record, or keeps it until the repository is there.
func (l *LPS) leave(ctx context.Context, c *call, r trace.Record) {
	r.Source, r.Site = "etalon-lps", "CABINET-ETALON-FICTIF"
	r.At = r.At.Add(l.offset)
	apply(l.hooks.audit, c, &r)
	if l.cfg.Feed {
		event := r.AuditEvent()
		if l.hooks.event != nil {
			l.hooks.event(event)
		}
		raw, _ := json.Marshal(event) // of strings and octets: nothing can fail
		l.waiting = append(l.waiting, raw)
		l.deliver(ctx)
		return
	}
	text := r.XML()
	if l.hooks.auditText != nil {
		text = l.hooks.auditText(text)
	}
	m := syslog.Message{
		Facility: 10, Severity: 5, Time: l.cfg.Clock().Add(l.offset), Host: "poste-etalon", App: l.cfg.Name, Proc: processID, ID: "IHE+RFC-3881", Text: text,
	}
	apply(l.hooks.syslog, c, &m)
	frame := syslog.Count(m.Bytes())
	if l.hooks.frame != nil {
		frame = l.hooks.frame(m.Bytes())
	}
	l.waiting = append(l.waiting, frame)
	l.deliver(ctx)
}

// The tries to deliver while somebody waits for an action, and the time between.
const (
	mostTries = 5
	between   = 50 * time.Millisecond
)

// deliver sends what waits; what cannot be delivered waits on.
func (l *LPS) deliver(ctx context.Context) {
	for try := range mostTries {
		if l.sendRecords(ctx) == nil {
			l.waiting = nil
			return
		}
		if l.hooks.flow.auditForget {
			l.waiting = nil
			return
		}
		pause := time.NewTimer(between << try)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return
		}
	}
}

// sendRecords sends all that waits over one connection.
func (l *LPS) sendRecords(ctx context.Context) error {
	if len(l.waiting) == 0 {
		return nil
	}
	if l.cfg.Feed {
		return l.postRecords(ctx)
	}
	host, _, err := net.SplitHostPort(l.cfg.Audit)
	if err != nil {
		return err
	}
	config := l.tls()
	config.ServerName = host
	bounded, stop := context.WithTimeout(ctx, l.cfg.Timeout)
	defer stop()
	conn, err := (&tls.Dialer{Config: config}).DialContext(bounded, "tcp", l.cfg.Audit)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	for _, frame := range l.waiting {
		if _, err := conn.Write(frame); err != nil {
			return err
		}
	}
	return nil
}

// ourselves, theOther and human are the participants of a record.
func (l *LPS) ourselves() trace.Participant {
	return trace.Participant{UserID: l.cfg.Name, Process: processID, Host: "127.0.0.1", HostType: "2"}
}

func (l *LPS) theOther(url string) trace.Participant {
	host := l.base.Hostname()
	kind := "1"
	if net.ParseIP(host) != nil {
		kind = "2"
	}
	return trace.Participant{UserID: url, Host: host, HostType: kind}
}

func (l *LPS) human() trace.Participant {
	return trace.Participant{
		UserID: l.cfg.UserID, Name: strings.TrimSpace(l.cfg.UserGiven + " " + l.cfg.UserFamily), Requestor: true,
		Roles: []trace.Code{{Code: "10", System: "1.2.250.1.71.1.2.7", Text: "Médecin"}},
	}
}

// activity does what is nothing but an audit record.
func (l *LPS) activity(ctx context.Context, a etalon.Action) etalon.Reaction {
	if l.cfg.Audit == "" {
		return etalon.Reaction{Status: etalon.ReactUnsupported, Shown: "Aucun dépôt de traces n'est configuré."}
	}
	c := &call{lps: l, transaction: etalon.ITI20}
	launcher := trace.Participant{UserID: "systeme"}
	var r trace.Record
	switch a.Name {
	case etalon.ActStart:
		r = trace.Activity("110120", "Application Start", l.ourselves(), launcher)
	case etalon.ActStop:
		r = trace.Activity("110121", "Application Stop", l.ourselves(), launcher)
	case etalon.ActLogIn:
		r = trace.Authentication("110122", "Login", l.human(), l.ourselves())
	default:
		r = trace.Authentication("110123", "Logout", l.human(), l.ourselves())
	}
	r.At = l.cfg.Clock()
	if !l.hooks.flow.auditNoActivity {
		l.leave(ctx, c, r)
	}
	return done("Fait.")
}
