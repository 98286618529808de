package patients

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3/demographics"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/patients/pdq"
)

// Become changes what the directory is: the supplier of plain IHE, which knows
// all its patients and continues searches, or the DMP, which finds those with an
// open record and does not continue.
func (d *Directory) Become(plain bool) { d.plain.Store(plain) }

// indexed is the index of the patients as they are now. The caller holds the lock.
func (d *Directory) indexed() *pdq.Index {
	if d.index == nil || d.index.Len() != len(d.patients) {
		d.index = pdq.NewIndex(d.patients)
	}
	return d.index
}

// Changed says that the traits of some patient are others now. The caller holds
// the lock.
func (d *Directory) changed() { d.index = nil }

// answerSearch answers ITI-47 and TD0.5: a search, or what continues or cancels
// one. id names the answer.
func (d *Directory) answerSearch(payload xmldoc.Node, action, id string, now time.Time) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case payload.Local() != demographics.SearchMessage && strings.HasSuffix(strings.TrimSpace(action), "_Cancel"):
		return d.supplier.Cancel(demographics.ReadContinuation(payload), id, now).Accept()
	case payload.Local() != demographics.SearchMessage:
		return d.supplier.Continue(d.indexed(), demographics.ReadContinuation(payload), id, now).XML()
	case d.plain.Load():
		return d.supplier.Search(d.indexed(), demographics.ReadSearch(payload), known, id, now).XML()
	}
	return d.find(payload, id, now).XML()
}

// failSearch is the answer that a search failed in the supplier.
func (d *Directory) failSearch(payload xmldoc.Node, action, id string, now time.Time, f demographics.Flaw) string {
	s := demographics.ReadSearch(payload)
	if payload.Local() != demographics.SearchMessage {
		c := demographics.ReadContinuation(payload)
		s.Head, s.QueryID = c.Head, c.QueryID
	}
	a := pdq.Refuse(d.supplier.Began(s, id, now), "AE", []demographics.Flaw{f})
	if payload.Local() != demographics.SearchMessage && strings.HasSuffix(strings.TrimSpace(action), "_Cancel") {
		a.Ack = "CE"
		return a.Accept()
	}
	return a.XML()
}

// known are the patients that a supplier of plain IHE has.
func known(p *etalon.Patient) bool { return p.DMP != etalon.DMPAbsent }

// find answers a TD0.5: every patient with an open record that has all the traits
// asked for, in the form of the DMP. More than initialQuantity is an error: the
// DMP does not continue.
func (d *Directory) find(payload xmldoc.Node, id string, now time.Time) hl7v3.Answer {
	s := demographics.ReadSearch(payload)
	all := *s
	all.Limit = 0
	open := func(p *etalon.Patient) bool { return p.DMP == etalon.DMPActive }
	found := d.supplier.Search(d.indexed(), &all, open, id, now)
	q := hl7v3.Query{Interaction: demographics.SearchMessage, ID: s.ID, Sender: s.Sender, SenderName: s.SenderName, QueryID: s.QueryID}
	a := d.answer(hl7v3.FindAnswer, q, found.ID, now)
	a.Echo, a.Ack, a.Response, a.Remaining = found.Echo, found.Ack, found.Response, found.Left
	for _, one := range found.Details {
		if one.Kind == "E" {
			a.Details = append(a.Details, hl7v3.Detail{Code: one.Code, Text: one.Text, Location: one.Location})
		}
	}
	for _, p := range found.People {
		if s.Limit > 0 && len(a.Patients) == s.Limit {
			a.Ack, a.Response = "AE", "AE"
			a.Remaining++
			continue
		}
		a.Patients = append(a.Patients, hl7v3.Patient{
			IDs: p.IDs, Family: p.Family, Given: p.Given, Gender: p.Gender, Birth: p.Birth, City: p.City, PostalCode: p.PostalCode, Match: p.Match,
		})
	}
	return a
}
