package collector

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Name and Version are what the product is called.
const (
	Name    = "ETALON-TRACES"
	Version = "1.0.0"
)

// Config is what a collector needs; only Audit and Mutant may be empty.
type Config struct {
	Listener  net.Listener
	Datagrams net.PacketConn
	Keys      *pki.Set
	Clock     func() time.Time
	Audit     string // host:port of the repository that its own records go to
	Mutant    string // "" for the conforming product
}

// Collector takes records and gives them back. Its methods are safe for concurrent use.
type Collector struct {
	Config
	defect  defect
	tls     *tls.Config
	revoked []*x509.RevocationList

	mu      sync.Mutex
	records []string
	conns   map[net.Conn]bool
	gone    bool // a defect has ended it
}

// New makes a collector that does not serve yet.
func New(c Config) (*Collector, error) {
	m, ok := mutant(c.Mutant)
	if !ok {
		return nil, fmt.Errorf("no mutant of the collector is called %q", c.Mutant)
	}
	der, err := c.Keys.CRL()
	if err != nil {
		return nil, err
	}
	list, err := x509.ParseRevocationList(der)
	if err != nil {
		return nil, fmt.Errorf("revocation list: %w", err)
	}
	out := &Collector{Config: c, defect: m.defect, revoked: []*x509.RevocationList{list}, conns: map[net.Conn]bool{}}
	out.tls, err = out.config()
	return out, err
}

// Serve serves until ctx is done.
func (c *Collector) Serve(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		_ = c.Listener.Close()
		_ = c.Datagrams.Close()
		c.closeAll()
	})
	defer stop()
	var wg sync.WaitGroup
	wg.Go(c.datagrams)
	for {
		conn, err := c.Listener.Accept()
		if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
			break
		}
		if err != nil {
			continue
		}
		if !c.hold(conn) {
			_ = conn.Close()
			continue
		}
		wg.Go(func() { c.serve(ctx, conn) })
	}
	c.closeAll()
	wg.Wait()
	return nil
}

// hold keeps a connection among those to close; false when it is one too many.
func (c *Collector) hold(conn net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone || c.defect.connections > 0 && len(c.conns) >= c.defect.connections {
		return false
	}
	c.conns[conn] = true
	return true
}

func (c *Collector) closeAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.conns {
		_ = conn.Close()
	}
}

// serve takes the frames of one connection.
func (c *Collector) serve(ctx context.Context, raw net.Conn) {
	defer func() {
		_ = raw.Close()
		c.mu.Lock()
		delete(c.conns, raw)
		c.mu.Unlock()
	}()
	wire := raw
	if c.defect.mute {
		wire = muted{raw}
	}
	conn := tls.Server(wire, c.tls)
	if err := conn.HandshakeContext(ctx); err != nil {
		if errors.Is(err, errRefused) {
			c.alert(ctx, raw.RemoteAddr())
		}
		return
	}
	defer func() { _ = conn.Close() }()
	if c.defect.once {
		c.once(conn)
		return
	}
	r := syslog.NewReader(conn, 0)
	for n := 0; ; n++ {
		frame, anomalies, err := r.Next()
		if err != nil || len(frame) == 0 {
			return
		}
		if len(anomalies) > 0 || r.Lost() || frame[0] < '0' || frame[0] > '9' { // TLS counts octets
			c.broken(frame)
			return
		}
		if n == 0 || !c.defect.first {
			c.take(frame)
		}
	}
}

// muted is a connection over which no alert of TLS in the clear leaves: the library
// writes each by itself.
type muted struct{ net.Conn }

// Write implements net.Conn.
func (m muted) Write(b []byte) (int, error) {
	const alert, size = 21, 7
	if len(b) == size && b[0] == alert {
		return len(b), nil
	}
	return m.Conn.Write(b)
}

// once takes what one read gives for one frame.
func (c *Collector) once(conn net.Conn) {
	b := make([]byte, 64<<10)
	if n, err := conn.Read(b); err == nil {
		c.take(b[:n])
	}
	_, _ = io.Copy(io.Discard, conn) // to its end, so that the sender sees no trouble
}

// broken is a stream in which no frame can be found.
func (c *Collector) broken(frame []byte) {
	if d := c.defect.dies; d != "" && strings.HasPrefix(string(frame), d) {
		c.mu.Lock()
		c.gone = true
		c.mu.Unlock()
	}
}

// datagrams takes what comes by UDP.
func (c *Collector) datagrams() {
	if c.defect.deaf { // the port is open, and nobody reads
		return
	}
	b := make([]byte, 64<<10)
	for {
		n, _, err := c.Datagrams.ReadFrom(b)
		if err != nil {
			return
		}
		if c.defect.datagram > 0 {
			n = min(n, c.defect.datagram)
		}
		c.take(b[:n])
	}
}

// take keeps a message.
func (c *Collector) take(frame []byte) {
	f := syslog.Parse(frame)
	text := string(f.Msg)
	if f.MsgAt == 0 || len(f.Msg) == 0 {
		text = string(frame)
	}
	if c.defect.drops != nil && c.defect.drops(f) {
		return
	}
	if c.defect.alters != nil {
		text = c.defect.alters(text)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.defect.distinct && slices.ContainsFunc(c.records, func(r string) bool { return instant(r) == instant(text) }) {
		return
	}
	if c.defect.last {
		c.records = nil
	}
	c.records = append(c.records, text)
}

// Do is what its user does: nothing but look for records.
func (c *Collector) Do(a etalon.Action) etalon.Reaction {
	if a.Name != etalon.ActFindRecords {
		return etalon.Reaction{Status: etalon.ReactUnsupported}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var shown, missing []string
	for _, word := range strings.Fields(a.Params["records"]) {
		i := slices.IndexFunc(c.records, func(r string) bool { return strings.Contains(r, word) })
		switch {
		case i < 0:
			missing = append(missing, word)
		case !slices.Contains(shown, c.records[i]):
			shown = append(shown, c.records[i])
		}
	}
	if len(missing) > 0 && !c.defect.pretends {
		return etalon.Reaction{Status: etalon.ReactError, Shown: "Aucune trace ne contient : " + strings.Join(missing, ", ") + "\n" + strings.Join(shown, "\n")}
	}
	return etalon.Reaction{Status: etalon.ReactDone, Shown: strings.Join(shown, "\n")}
}

// instant is the EventDateTime of a record, as it is written.
func instant(text string) string {
	_, after, _ := strings.Cut(text, `EventDateTime="`)
	at, _, _ := strings.Cut(after, `"`)
	return at
}
