package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/etalon-dmp/etalon"
)

// The times that a repository is given once everything is said: nothing follows from
// them but that étalon goes on.
const (
	lastWord    = 5 * time.Second        // to close its side of a connection
	unreachable = 100 * time.Millisecond // for its system to say that nobody listens
)

// leave sends audit records (ITI-20), and records each message as an exchange.
func (c *Client) leave(ctx context.Context, m etalon.Sending) (etalon.Sent, error) {
	one, ok := findRecord(m.Case)
	if !ok {
		return etalon.Sent{}, fmt.Errorf("client: %s has no message %q", m.Transaction, m.Case)
	}
	to := c.cfg.AuditTLS
	if one.udp {
		to = c.cfg.AuditUDP
	}
	if to == "" {
		return etalon.Sent{}, fmt.Errorf("client: %s %s: the address of the audit record repository for this transport is not given", m.Transaction, m.Case)
	}
	ctx, stop := context.WithTimeout(ctx, c.cfg.Timeout)
	defer stop()
	senders := make([]sender, max(1, one.senders))
	var ready, wg sync.WaitGroup
	ready.Add(len(senders)) // all have connected before any sends
	for i := range senders {
		senders[i] = sender{Client: c, message: m, how: one.delivery, mint: &mint{next: c.word, at: c.cfg.Clock()}}
		wg.Go(func() { senders[i].send(ctx, to, &ready) })
	}
	wg.Wait()
	sent := etalon.Sent{Outcome: received, Fields: etalon.Fields{}}
	var words []string
	for _, s := range senders {
		if s.err != nil {
			return sent, fmt.Errorf("client: %s %s: %w", m.Transaction, m.Case, s.err)
		}
		words = append(words, s.mint.all...)
		if sent.Exchange == "" {
			sent.Exchange = s.exchange
		}
		if s.why != "" && sent.Detail == "" {
			sent.Outcome, sent.Detail = failed, s.why
		}
	}
	sent.Fields[etalon.FieldRecordIDs] = strings.Join(words, " ")
	return sent, nil
}

// word is one that no other record has.
func (c *Client) word() string {
	b := make([]byte, 8)
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = io.ReadFull(c.cfg.Rand, b) // of a seed: it does not end
	return fmt.Sprintf("%x", b)
}

func findRecord(name string) (recordCase, bool) {
	for _, one := range records() {
		if one.Name == name {
			return one, true
		}
	}
	return recordCase{}, false
}

// sender is one of those that send at the same time.
type sender struct {
	*Client
	message  etalon.Sending
	how      delivery
	mint     *mint
	exchange etalon.ExchangeID // the first one
	why      string            // of trouble with the product; "" for none
	err      error             // of the recorder
}

func (s *sender) send(ctx context.Context, to string, ready *sync.WaitGroup) {
	frames := s.how.frames(s.mint)
	conn, id, why, err := s.reach(ctx, to)
	ready.Done()
	if err != nil || conn == nil {
		s.why, s.err = why, err
		return
	}
	defer func() { _ = conn.Close() }()
	ready.Wait()
	behaviour := ""
	if s.how.broken {
		behaviour = s.message.Case
	}
	var all []byte
	var exchanges []etalon.ExchangeID
	for _, f := range frames {
		x, err := s.cfg.Recorder.Request(etalon.Arrival{
			Protocol: etalon.ProtocolSyslog, Connection: id, Actor: s.message.To, Transaction: s.message.Transaction, Sent: true,
			Behaviour: behaviour, Received: s.cfg.Clock(), Raw: f,
		})
		if err != nil {
			s.err = fmt.Errorf("record message: %w", err)
			return
		}
		exchanges = append(exchanges, x)
		all = append(all, f...)
	}
	s.exchange = exchanges[0]
	unblock := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	defer unblock()
	note := s.write(conn, frames, all)
	if note != "" && !s.how.broken {
		s.why = note
	}
	for _, x := range exchanges {
		if err := s.cfg.Recorder.Response(x, etalon.Answer{Answered: s.cfg.Clock(), Note: note}); err != nil {
			s.err = fmt.Errorf("record end of %s: %w", x, err)
			return
		}
	}
}

// reach connects, or says why it cannot.
func (s *sender) reach(ctx context.Context, to string) (net.Conn, etalon.ConnectionID, string, error) {
	if !s.how.udp {
		return s.connect(ctx, &url.URL{Scheme: "https", Host: to})
	}
	conn, dialled := (&net.Dialer{}).DialContext(ctx, "udp", to)
	if dialled != nil {
		return nil, "", dialled.Error(), nil
	}
	id, err := s.record(etalon.Connection{Opened: s.cfg.Clock(), Sent: true, Remote: to})
	return conn, id, "", err
}

// write writes, then waits for the other side to have read it all; it says what went
// wrong.
func (s *sender) write(conn net.Conn, frames [][]byte, all []byte) string {
	if s.how.chunk > 0 {
		frames = nil
		for len(all) > 0 {
			n := min(s.how.chunk, len(all))
			frames, all = append(frames, all[:n]), all[n:]
		}
	}
	for _, f := range frames {
		if _, err := conn.Write(f); err != nil {
			return "the message could not be written: " + err.Error()
		}
	}
	secure, stream := conn.(*tls.Conn)
	if !stream {
		_ = conn.SetReadDeadline(time.Now().Add(unreachable)) //nolint:forbidigo // a deadline of the socket is of the real clock
		if _, err := conn.Read(make([]byte, 1)); errors.Is(err, syscall.ECONNREFUSED) {
			return "nobody listens: " + err.Error()
		}
		return ""
	}
	if err := secure.CloseWrite(); err != nil {
		return "the connection broke: " + err.Error()
	}
	_ = conn.SetReadDeadline(time.Now().Add(lastWord)) //nolint:forbidigo // a deadline of the socket is of the real clock
	_, err := io.Copy(io.Discard, io.LimitReader(conn, 1<<20))
	var late net.Error
	if err != nil && !(errors.As(err, &late) && late.Timeout()) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "the connection broke: " + err.Error()
	}
	return ""
}
