package dmp

import (
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// mostHeld bounds the entries that are told of: rules ask for few, and each
// record of them is kept.
const mostHeld = 200

// Held is what the DMP holds of the patients of the scenario under way: a copy
// of one moment.
func (d *DMP) Held() etalon.Held {
	h := etalon.Held{Studies: d.imaging.Held()}
	all := d.patients.All()
	for _, p := range all {
		h.Patients = append(h.Patients, etalon.HeldPatient{
			ID: p.ID, INS: p.INS, OID: p.OID, DMP: p.DMP, Authorisation: p.Authorisation,
			Attending: strconv.FormatBool(d.patients.Attending(p.OID, p.INS)), Allows: p.Allows,
		})
	}
	d.registry.Look(func(r *store.Store) {
		for _, p := range all {
			for _, e := range r.OfPatient(store.PatientKey(p.CX()), store.Document) {
				if len(h.Documents) == mostHeld {
					h.Cut = true
					return
				}
				h.Documents = append(h.Documents, etalon.HeldDocument{Latest: !r.Superseded(e), Entry: e.Object.XML(), Mine: strconv.FormatBool(d.wrote(e.Object, ""))})
			}
		}
	})
	return h
}

// lastFed is the creationTime of the newest document that is held of a patient;
// "" when there is none.
func (d *DMP) lastFed(p etalon.Patient) (last string) {
	d.registry.Look(func(r *store.Store) {
		for _, e := range r.OfPatient(store.PatientKey(p.CX()), store.Document) {
			for _, at := range e.Object.Slot("creationTime") {
				last = max(last, at)
			}
		}
	})
	return last
}
