package client

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
)

// timeCases are the questions to a time server (ITI-1).
func timeCases() []Case {
	all := []Case{
		{Name: etalon.CaseNominal, Text: say("Question SNTP de version 4.", "An SNTP question of version 4."), Source: "RFC 4330, §5", Answer: success()},
		{Name: "version-3", Text: say("Question SNTP de version 3.", "An SNTP question of version 3."), Source: "RFC 4330, §5 ; IHE ITI TF-2, 3.1", Answer: success()},
		{Name: "random-transmit", Text: say("L'instant d'émission est un nombre au hasard.", "The transmit timestamp is a random number."), Source: "RFC 5905, §8", Answer: success()},
	}
	for i := range all {
		all[i].Transaction = etalon.ITI1
		if i > 0 {
			all[i].Base = etalon.CaseNominal
		}
	}
	return all
}

// timeWait is how long a time server has to answer.
const timeWait = 5 * time.Second

// askTime asks a time server once, and records the two datagrams.
func (c *Client) askTime(ctx context.Context, m etalon.Sending) (etalon.Sent, error) {
	if c.cfg.TimeServer == "" {
		return etalon.Sent{}, fmt.Errorf("client: %s: the address of the time server is not given", m.Transaction)
	}
	packet := ntp.Packet{Version: 4, Mode: ntp.Client, Transmit: ntp.Of(c.cfg.Clock())}
	switch m.Case {
	case "version-3":
		packet.Version = 3
	case "random-transmit":
		packet.Transmit = 0x0123456789abcdef
	}
	id, err := c.record(etalon.Connection{Opened: c.cfg.Clock(), Sent: true, Remote: c.cfg.TimeServer})
	if err != nil {
		return etalon.Sent{}, err
	}
	raw := packet.Bytes()
	x, err := c.cfg.Recorder.Request(etalon.Arrival{
		Protocol: etalon.ProtocolDatagram, Connection: id, Actor: m.To, Transaction: m.Transaction, Sent: true, Received: c.cfg.Clock(), Raw: raw,
	})
	if err != nil {
		return etalon.Sent{}, fmt.Errorf("record request: %w", err)
	}
	sent := etalon.Sent{Exchange: x, Outcome: received, Fields: etalon.Fields{}}
	answer, at, why := c.datagram(ctx, raw)
	if why != nil {
		sent.Outcome, sent.Detail = timeout, why.Error()
	}
	a := etalon.Answer{Answered: at, Raw: answer}
	if why != nil {
		a.Note = why.Error()
	}
	if err := c.cfg.Recorder.Response(x, a); err != nil {
		return sent, fmt.Errorf("record answer to %s: %w", x, err)
	}
	return sent, nil
}

// datagram sends one datagram and reads the one that answers it, and when that came.
func (c *Client) datagram(ctx context.Context, raw []byte) ([]byte, time.Time, error) {
	ctx, stop := context.WithTimeout(ctx, timeWait)
	defer stop()
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", c.cfg.TimeServer)
	if err != nil {
		return nil, c.cfg.Clock(), err
	}
	defer func() { _ = conn.Close() }()
	unblock := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	defer unblock()
	if _, err := conn.Write(raw); err != nil {
		return nil, c.cfg.Clock(), err
	}
	b := make([]byte, 64<<10)
	n, err := conn.Read(b)
	if err != nil {
		return nil, c.cfg.Clock(), fmt.Errorf("no answer came: %w", err)
	}
	return b[:n], c.cfg.Clock(), nil
}
