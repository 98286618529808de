package patients

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
)

// Existence answers a TD0.2: OK with the state of the record and of the
// caller's authorisation, or NF. id names the answer.
func (d *Directory) Existence(q hl7v3.Query, id hl7v3.II, now time.Time) hl7v3.Answer {
	a := d.answer(hl7v3.ExistenceAnswer, q, id, now)
	if len(q.PatientIDs) != 1 {
		return refuse(a, "QE", "101", "exactly one patientIdentifier is required", "/PRPA_IN201307UV02/controlActProcess/queryByParameter/parameterList")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(q.PatientIDs[0].Root, q.PatientIDs[0].Extension)
	if p == nil {
		a.Response = "NF"
		return a
	}
	told := tell(*p, now)
	told.Account, told.MES = true, true
	a.Authorisation = p.Authorisation
	a.Patients = []hl7v3.Patient{told}
	return a
}

func (d *Directory) answer(interaction string, q hl7v3.Query, id hl7v3.II, now time.Time) hl7v3.Answer {
	return hl7v3.Answer{
		Interaction: interaction, ID: id, Created: stamp(now), DMP: d.dmp,
		Query: q, Ack: "AA", Response: "OK",
	}
}

func refuse(a hl7v3.Answer, response, code, text, location string) hl7v3.Answer {
	a.Ack, a.Response = "AE", response
	a.Details = []hl7v3.Detail{{Code: code, Text: text, Location: location}}
	return a
}

func stamp(t time.Time) string { return t.UTC().Format("20060102150405") }

func tell(p etalon.Patient, now time.Time) hl7v3.Patient {
	told := hl7v3.Patient{
		IDs: []hl7v3.II{{Root: p.OID, Extension: p.INS}}, Family: p.Family, Given: p.Given,
		Gender: p.Gender, Birth: p.Birth, City: p.City, PostalCode: p.PostalCode,
	}
	if p.DMP == etalon.DMPClosed {
		told.Closed, told.ClosedAt = p.ClosedWhy, stamp(now.AddDate(0, -1, 0))
		if told.Closed == "" {
			told.Closed = "Fermeture à la demande du patient"
		}
	}
	return told
}
