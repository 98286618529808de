package patients

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
)

// Existence answers a TD0.2: OK with the state of the record and of the
// caller's authorisation, or NF. id names the answer.
func (d *Directory) Existence(q hl7v3.Query, id hl7v3.II, now time.Time) gdp.Answer {
	a, r := d.told(q, id, now)
	if r == nil {
		return a
	}
	// The existence test tells who it is and in what state; the rest is TD1.3a's.
	p := *a.Person
	p.Street, p.PostalCode, p.City, p.BirthPlace, p.CardName, p.Relatives = "", "", "", "", nil, nil
	p.Flags = map[string]bool{gdp.Account: r.person.Flags[gdp.Account], gdp.Attached: r.person.Flags[gdp.Attached]}
	a.Person = &p
	return a
}

// Consult answers a TD1.3a: all the administrative data.
func (d *Directory) Consult(q hl7v3.Query, id hl7v3.II, now time.Time) gdp.Answer {
	a, _ := d.told(q, id, now)
	return a
}

// told is the answer with all that is known of the one patient asked for; no
// record when there is none to tell.
func (d *Directory) told(q hl7v3.Query, id hl7v3.II, now time.Time) (gdp.Answer, *record) {
	a := d.asked(q, id, now)
	if len(q.PatientIDs) != 1 {
		return d.refused(a, "QE", "101", "exactly one patientIdentifier is required", "/PRPA_IN201307UV02/controlActProcess/queryByParameter/parameterList"), nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(q.PatientIDs[0].Root, q.PatientIDs[0].Extension)
	if p == nil {
		a.Response = "NF"
		return a, nil
	}
	r := d.of(p, now)
	a.Authorisation, a.Attending = p.Authorisation, r.attending
	told := r.told(p)
	a.Person = &told
	a.Motive, a.MotiveCode = r.motive, r.motiveOf
	return a, r
}

// told is the person with the status of the record.
func (r *record) told(p *etalon.Patient) gdp.Person {
	told := r.person
	told.Status = "active"
	if p.DMP == etalon.DMPClosed {
		told.Status = "terminated"
	}
	return told
}

// asked begins the answer to a query.
func (d *Directory) asked(q hl7v3.Query, id hl7v3.II, now time.Time) gdp.Answer {
	return gdp.Answer{
		Interaction: gdp.Told, ID: id, Created: stamp(now), DMP: d.dmp, Receiver: q.Sender, ReceiverSW: q.SenderName, Target: q.ID,
		Query: q, Ack: "AA", Response: "OK",
	}
}

// refused is an answer that says an error and tells nobody.
func (d *Directory) refused(a gdp.Answer, response, code, text, location string) gdp.Answer {
	a.Ack, a.Response, a.Person = "AE", response, nil
	a.Detail = hl7v3.Detail{Code: code, Text: text, Location: location}
	return a
}
