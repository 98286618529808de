package facts

import (
	"slices"

	"github.com/etalon-dmp/etalon"
)

// messages are the request and the response of an exchange over HTTP, with an
// envelope or without.
type messages struct {
	envelope          bool // SOAP
	request, response *side
	feed              *feed // of audit records (ITI-20), else nil
}

func takeMessages(in ExchangeInput) messages {
	x := in.Exchange
	_, askedBy, answeredBy := parties(x)
	m := messages{envelope: x.Protocol == etalon.ProtocolSOAP}
	m.request = readSide("request", askedBy, in.Request)
	m.request.anomalies = merge(x.Anomalies, m.request.anomalies)
	m.request.bare(!m.envelope)
	if len(in.Response) > 0 {
		m.response = readSide("response", answeredBy, in.Response)
		m.response.anomalies = merge(x.AnswerAnomalies, m.response.anomalies)
		m.response.bare(!m.envelope)
	}
	if x.Transaction == etalon.ITI20FHIR {
		m.feed = readFeed(m.request)
	}
	return m
}

// bare says whether no envelope is to be expected: what a multipart lacks to be MTOM is
// then no oddity.
func (s *side) bare(plain bool) {
	if s.plain = plain; plain {
		s.anomalies = slices.DeleteFunc(s.anomalies, func(a etalon.Anomaly) bool { return a.Layer == "mtom" })
	}
}

func (m messages) evidence(c *composer) {
	c.message("request", m.request)
	if m.response != nil {
		c.message("response", m.response)
	}
	if m.feed != nil {
		m.feed.write(&c.writer)
	}
	c.writeKnown(m)
}

func (m messages) summarise(s *Summary) {
	if !m.envelope {
		s.detail = m.plain()
		if m.feed != nil {
			s.detail = fedCall{m.plain(), m.feed}
			for _, r := range m.feed.records {
				s.clock("audit", r.at)
			}
		}
		return
	}
	s.Path = m.request.path
	if root := m.request.root(); root != nil && root.doc != nil {
		s.request(root.env)
		s.Asked, s.Series = readCargo(m.request), m.request.series()
	}
	s.AnswerKind = answerNone
	if m.response != nil {
		s.response(m.response)
	}
	if s.Actor == etalon.INSi {
		s.detail, s.clocks = m.insiDetail(s), nil
	}
}

// plainCall is an exchange over HTTP without an envelope: ev:http. What was not
// sent is empty, and -1 in bytes.
type plainCall struct {
	method, path, status      string
	asked, answered           string // media types
	askedBytes, answeredBytes int    // of the bodies, as they were encoded for the wire or not
}

func (m messages) plain() plainCall {
	p := plainCall{
		method: m.request.method, path: m.request.path, asked: m.request.media.Type,
		askedBytes: len(m.request.body), answeredBytes: -1,
	}
	if m.response != nil {
		p.status, p.answered, p.answeredBytes = m.response.status, m.response.media.Type, len(m.response.body)
	}
	return p
}

func (p plainCall) write(w *writer) {
	w.empty("http", "method", p.method, "path", p.path, "status", p.status,
		"request-type", p.asked, "request-bytes", integer(p.askedBytes),
		"response-type", p.answered, "response-bytes", orEmpty(p.answeredBytes))
}

// orEmpty writes a number that may not be known: -1 is empty.
func orEmpty(n int) string {
	if n < 0 {
		return ""
	}
	return integer(n)
}

// fedCall is an exchange that feeds audit records: ev:http, then ev:feed.
type fedCall struct {
	plainCall
	feed *feed
}

func (c fedCall) write(w *writer) {
	c.plainCall.write(w)
	c.feed.write(w)
}
