package explore

import (
	"cmp"
	"io"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// watcher is the dossier, and knows the exchanges that are not judged yet. Their bytes
// are in the dossier alone: whoever sends faster than they are judged fills no memory.
type watcher struct {
	*dossier.Writer
	known   facts.ExchangeInput // what is true of every exchange
	refused func(etalon.Connection)

	mu          sync.Mutex
	connections map[etalon.ConnectionID]etalon.Connection
	open        map[etalon.ExchangeID]pending
}

// pending is an exchange that is not judged yet, and where its bytes are.
type pending struct {
	facts.ExchangeInput
	request, response message
}

// watch makes a watcher of a dossier. refused is told of each connection that the
// handshake refused.
func watch(w *dossier.Writer, known facts.ExchangeInput, refused func(etalon.Connection)) *watcher {
	return &watcher{
		Writer: w, known: known, refused: refused,
		connections: map[etalon.ConnectionID]etalon.Connection{}, open: map[etalon.ExchangeID]pending{},
	}
}

// Connection implements etalon.Recorder.
func (w *watcher) Connection(c etalon.Connection) (etalon.ConnectionID, error) {
	id, err := w.Writer.Connection(c)
	if c.TLS.Error != "" {
		w.refused(c)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	c.ID = id
	w.connections[id] = c
	return id, err
}

// Request implements etalon.Recorder.
func (w *watcher) Request(r etalon.Arrival) (etalon.ExchangeID, error) {
	id, err := w.Writer.Request(r)
	w.mu.Lock()
	defer w.mu.Unlock()
	in := pending{ExchangeInput: w.known, request: w.message(r.Raw, r.Spool)}
	in.Exchange = etalon.Exchange{
		ID: id, Protocol: r.Protocol.OrSOAP(), Connection: r.Connection, Actor: r.Actor, Transaction: r.Transaction, Sent: r.Sent,
		Behaviour: r.Behaviour, Received: r.Received, Anomalies: r.Anomalies, Fields: r.Fields,
	}
	in.Connection = w.connections[r.Connection]
	w.open[id] = in
	return id, err
}

// Response implements etalon.Recorder.
func (w *watcher) Response(id etalon.ExchangeID, r etalon.Answer) error {
	err := w.Writer.Response(id, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	in := w.open[id]
	in.response = w.message(r.Raw, r.Spool)
	x := &in.Exchange
	x.Answered, x.Note, x.AnswerAnomalies = r.Answered, r.Note, r.Anomalies
	x.Behaviour = cmp.Or(x.Behaviour, r.Behaviour)
	w.open[id] = in
	return err
}

// message is where the bytes of a recorded message are.
type message struct {
	from io.ReaderAt
	size int64
}

func (w *watcher) message(raw []byte, spool etalon.Spool) message {
	switch {
	case spool != nil:
		return message{spool, spool.Size()}
	case len(raw) == 0:
		return message{}
	}
	return message{w.Kept(raw), int64(len(raw))}
}

// bytes reads the message, as far as it can be read: it is judged so far.
func (m message) bytes() []byte {
	if m.size == 0 {
		return nil
	}
	raw := make([]byte, m.size)
	n, _ := m.from.ReadAt(raw, 0)
	return raw[:n]
}

// take gives an exchange with its bytes, and forgets it.
func (w *watcher) take(id etalon.ExchangeID) facts.ExchangeInput {
	w.mu.Lock()
	p := w.open[id]
	delete(w.open, id)
	w.mu.Unlock()
	in := p.ExchangeInput
	in.Request, in.Response = p.request.bytes(), p.response.bytes()
	return in
}
