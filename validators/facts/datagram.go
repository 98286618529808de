package facts

import (
	"encoding/hex"

	"github.com/etalon-dmp/etalon"
)

// maxHex bounds how many bytes of a payload are shown in hexadecimal.
const maxHex = 2 << 10

// datagrams are a UDP payload and the one that answers it.
type datagrams struct {
	asked, answered     []byte
	askedBy, answeredBy string
	anomalies           [2][]etalon.Anomaly
	clock               *[2]ntpPacket // the same as packets of NTP; nil: they are none
}

func takeDatagram(in ExchangeInput) datagrams {
	x := in.Exchange
	_, askedBy, answeredBy := parties(x)
	d := datagrams{
		asked: in.Request, answered: in.Response, askedBy: askedBy, answeredBy: answeredBy,
		anomalies: [2][]etalon.Anomaly{x.Anomalies, x.AnswerAnomalies},
	}
	if x.Transaction == etalon.ITI1 {
		d.clock = &[2]ntpPacket{readPacket("request", in.Request, x.Received), readPacket("response", in.Response, x.Answered)}
		d.anomalies[0] = merge(d.anomalies[0], d.clock[0].anomalies)
		if len(in.Response) > 0 {
			d.anomalies[1] = merge(d.anomalies[1], d.clock[1].anomalies)
		}
	}
	return d
}

// evidence writes ev:datagram twice at most: the request, and the answer when
// one was sent.
func (d datagrams) evidence(c *composer) {
	d.one(c, 0, "request", d.askedBy, d.asked)
	if len(d.answered) > 0 {
		d.one(c, 1, "response", d.answeredBy, d.answered)
	}
}

func (d datagrams) one(c *composer, which int, direction, sentBy string, payload []byte) {
	s := &side{direction: direction, sentBy: sentBy, message: &message{raw: payload}}
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: direction, Offset: 0})
	c.begin("datagram", "direction", direction, "sent-by", sentBy, "bytes", integer(len(payload)),
		"hex", hex.EncodeToString(payload[:min(len(payload), maxHex)]), "cut", boolean(len(payload) > maxHex))
	c.newline()
	for _, a := range d.anomalies[which] {
		c.anomaly(s, a, 0, 0)
	}
	if d.clock != nil {
		d.clock[which].write(&c.writer)
	}
	c.end()
	c.unmark()
}

// datagramCall is a pair of datagrams as session rules see it: sizes in bytes,
// -1 when there was no answer.
type datagramCall struct {
	asked, answered int
	clock           []ntpPacket
}

func (d datagrams) summarise(s *Summary) {
	call := datagramCall{asked: len(d.asked), answered: -1}
	if len(d.answered) > 0 {
		call.answered = len(d.answered)
	}
	if d.clock != nil {
		call.clock = append(call.clock, d.clock[0])
		if call.answered >= 0 {
			call.clock = append(call.clock, d.clock[1])
		}
		d.clock[0].tell(s)
	}
	s.detail = call
}

func (d datagramCall) write(w *writer) {
	w.begin("datagram", "request-bytes", integer(d.asked), "response-bytes", orEmpty(d.answered))
	for _, p := range d.clock {
		p.write(w)
	}
	w.end()
}
