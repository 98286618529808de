package explore

import (
	"cmp"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// watcher is the dossier, and keeps the last exchanges to judge them at once.
type watcher struct {
	*dossier.Writer
	known   facts.ExchangeInput // what is true of every exchange
	refused func(etalon.Connection)

	mu          sync.Mutex
	connections map[etalon.ConnectionID]etalon.Connection
	open        map[etalon.ExchangeID]facts.ExchangeInput
}

// watch makes a watcher of a dossier. refused is told of each connection that the
// handshake refused.
func watch(w *dossier.Writer, known facts.ExchangeInput, refused func(etalon.Connection)) *watcher {
	return &watcher{
		Writer: w, known: known, refused: refused,
		connections: map[etalon.ConnectionID]etalon.Connection{}, open: map[etalon.ExchangeID]facts.ExchangeInput{},
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
	in := w.known
	in.Exchange = etalon.Exchange{
		ID: id, Protocol: r.Protocol.OrSOAP(), Connection: r.Connection, Actor: r.Actor, Transaction: r.Transaction, Sent: r.Sent,
		Behaviour: r.Behaviour, Received: r.Received, Anomalies: r.Anomalies, Fields: r.Fields,
	}
	in.Connection, in.Request = w.connections[r.Connection], message(r.Raw, r.Spool)
	w.open[id] = in
	return id, err
}

// Response implements etalon.Recorder.
func (w *watcher) Response(id etalon.ExchangeID, r etalon.Answer) error {
	err := w.Writer.Response(id, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	in := w.open[id]
	in.Response = message(r.Raw, r.Spool)
	x := &in.Exchange
	x.Answered, x.Note, x.AnswerAnomalies = r.Answered, r.Note, r.Anomalies
	x.Behaviour = cmp.Or(x.Behaviour, r.Behaviour)
	w.open[id] = in
	return err
}

// message is the bytes of a recorded message, to judge them.
func message(raw []byte, spool etalon.Spool) []byte {
	if spool == nil {
		return raw
	}
	raw = make([]byte, spool.Size())
	n, _ := spool.ReadAt(raw, 0) // fewer: the message is judged as far as it can be read
	return raw[:n]
}

// take gives an exchange and forgets it.
func (w *watcher) take(id etalon.ExchangeID) facts.ExchangeInput {
	w.mu.Lock()
	defer w.mu.Unlock()
	in := w.open[id]
	delete(w.open, id)
	return in
}
