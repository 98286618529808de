package collector

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/lps/trace"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// alertTime bounds the delivery of an alert.
const alertTime = time.Minute

// alert leaves the record of a client that was not let in (IHE ITI TF-2, 3.19.7), at
// another repository than this one; without one, nowhere.
func (c *Collector) alert(ctx context.Context, client net.Addr) {
	if c.Audit == "" || c.defect.silent {
		return
	}
	host, _, _ := net.SplitHostPort(client.String())
	r := trace.Alert(
		trace.Participant{UserID: Name, Process: "1", Host: "127.0.0.1", HostType: "2"},
		trace.Participant{UserID: host, Host: host, HostType: "2"},
	)
	r.At, r.Source = c.Clock(), Name
	if c.defect.cheerful {
		r.Outcome = "0"
	}
	m := syslog.Message{Facility: 10, Severity: 4, Time: c.Clock(), Host: "etalon-traces", App: Name, Proc: "1", ID: "IHE+RFC-3881", Text: r.XML()}
	ctx, stop := context.WithTimeout(ctx, alertTime)
	defer stop()
	to, _, _ := net.SplitHostPort(c.Audit)
	conn, err := (&tls.Dialer{Config: &tls.Config{
		ServerName: to, RootCAs: c.Keys.Roots(), Certificates: []tls.Certificate{c.Keys.TLS(pki.StructureAuth)}, MinVersion: tls.VersionTLS12, Time: c.Clock,
	}}).DialContext(ctx, "tcp", c.Audit)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	_, _ = conn.Write(syslog.Count(m.Bytes())) // nobody is there to be told
}
