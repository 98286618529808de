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
}

func takeDatagram(in ExchangeInput) datagrams {
	x := in.Exchange
	_, askedBy, answeredBy := parties(x)
	return datagrams{in.Request, in.Response, askedBy, answeredBy, [2][]etalon.Anomaly{x.Anomalies, x.AnswerAnomalies}}
}

// evidence writes ev:datagram twice at most: the request, and the answer when
// one was sent.
func (d datagrams) evidence(c *composer) {
	c.datagram("request", d.askedBy, d.asked, d.anomalies[0])
	if len(d.answered) > 0 {
		c.datagram("response", d.answeredBy, d.answered, d.anomalies[1])
	}
}

func (c *composer) datagram(direction, sentBy string, payload []byte, anomalies []etalon.Anomaly) {
	s := &side{direction: direction, sentBy: sentBy, message: &message{raw: payload}}
	c.mark(c.in.Exchange.ID, etalon.Location{Direction: direction, Offset: 0})
	c.begin("datagram", "direction", direction, "sent-by", sentBy, "bytes", integer(len(payload)),
		"hex", hex.EncodeToString(payload[:min(len(payload), maxHex)]), "cut", boolean(len(payload) > maxHex))
	c.newline()
	for _, a := range anomalies {
		c.anomaly(s, a, 0, 0)
	}
	c.end()
	c.unmark()
}

// datagramCall is a pair of datagrams as session rules see it: sizes in bytes,
// -1 when there was no answer.
type datagramCall struct{ asked, answered int }

func (d datagrams) summarise(s *Summary) {
	call := datagramCall{len(d.asked), -1}
	if len(d.answered) > 0 {
		call.answered = len(d.answered)
	}
	s.detail = call
}

func (d datagramCall) write(w *writer) {
	w.empty("datagram", "request-bytes", integer(d.asked), "response-bytes", orEmpty(d.answered))
}
