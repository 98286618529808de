package patients

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/patients/pdq"
)

// The states of an authorisation (code system 1.2.250.1.213.4.1.2.6.2).
const (
	Valid     = "VALIDE"
	None      = "NON_EXISTE"
	Forbidden = "INTERDIT"
	Expired   = "EXPIRE"
)

// Directory holds the patients. Its methods are safe for concurrent use.
type Directory struct {
	dmp      string // device id of the DMP
	plain    atomic.Bool
	supplier *pdq.Supplier
	mu       sync.Mutex
	patients []etalon.Patient
	crowd    []etalon.Patient   // of patients, those from place given to place given+len(crowd), as they were
	given    int                // how many of patients a scenario gives
	index    *pdq.Index         // of patients; nil until it is needed
	byID     map[string]int     // the place of each in patients, by authority and number; nil until it is needed
	records  map[string]*record // by authority and identifier; made when first asked for

	// LastFed, when set, tells when a document last came to a patient's record:
	// YYYYMMDDhhmmss UTC, or "". It is set before anybody is served.
	LastFed func(p etalon.Patient) string
}

// New returns an empty directory; dmp is the device id that answers bear.
func New(dmp string) *Directory { return &Directory{dmp: dmp, supplier: pdq.NewSupplier(dmp)} }

// Reset replaces all patients: those given, and a crowd beside them, which is not
// changed. An authorisation that is not told is VALIDE.
func (d *Directory) Reset(patients []etalon.Patient, crowd ...etalon.Patient) {
	d.mu.Lock()
	defer d.mu.Unlock()
	given := make(map[string]bool, len(patients))
	for _, p := range patients {
		given[p.OID+"|"+p.INS] = true
	}
	d.patients, d.given = slices.Concat(patients, crowd), len(patients)
	d.patients = append(d.patients[:d.given], slices.DeleteFunc(d.patients[d.given:], func(p etalon.Patient) bool { return given[p.OID+"|"+p.INS] })...)
	d.records, d.byID = nil, nil
	d.changed()
	d.supplier.Reset()
	for i := range d.patients {
		if d.patients[i].Authorisation == "" {
			d.patients[i].Authorisation = Valid
		}
	}
	if d.crowd = slices.Clone(d.patients[d.given:]); len(d.crowd) > 0 {
		d.indexed() // now: whoever searches first does not wait for it
	}
}

// All are the patients, in the order they were given, and those who came since. Of the
// crowd it tells whose state has changed.
func (d *Directory) All() []etalon.Patient {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := slices.Clone(d.patients[:d.given])
	for i, before := range d.crowd {
		if p := d.patients[d.given+i]; p.DMP != before.DMP || p.Authorisation != before.Authorisation {
			all = append(all, p)
		}
	}
	return append(all, d.patients[d.given+len(d.crowd):]...)
}

// lookup finds the patient with a record by identifier and authority. The
// caller holds the lock.
func (d *Directory) lookup(oid, ins string) *etalon.Patient {
	if p := d.numbered(oid, ins); p != nil && p.DMP != etalon.DMPAbsent {
		return p
	}
	return nil
}

// numbered finds the patient of a number, with a record or without: the one
// with a record where several have it. A patient never changes it. The caller holds the lock.
func (d *Directory) numbered(oid, ins string) *etalon.Patient {
	if d.byID == nil {
		d.byID = make(map[string]int, len(d.patients))
		for i := range d.patients {
			key := d.patients[i].OID + "|" + d.patients[i].INS
			if at, twice := d.byID[key]; !twice || d.patients[at].DMP == etalon.DMPAbsent {
				d.byID[key] = i
			}
		}
	}
	if i, known := d.byID[oid+"|"+ins]; known {
		return &d.patients[i]
	}
	return nil
}

// SplitCX takes id and assigning authority out of a CX.
func SplitCX(cx string) (oid, ins string) {
	parts := strings.Split(cx, "^")
	if len(parts) > 3 {
		authority := strings.Split(parts[3], "&")
		if len(authority) > 1 {
			oid = authority[1]
		}
	}
	return strings.TrimSpace(oid), strings.TrimSpace(parts[0])
}

// Known says whether the patient of a CX has a record, open or closed.
func (d *Directory) Known(cx string) bool {
	oid, ins := SplitCX(cx)
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lookup(oid, ins) != nil
}

// Forbidden says whether the patient has blocked the professional.
func (d *Directory) Forbidden(oid, ins string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	return p != nil && p.Authorisation == Forbidden
}

// Feedable says why documents cannot be registered for a patient; "" when they
// can.
func (d *Directory) Feedable(cx string) string {
	oid, ins := SplitCX(cx)
	d.mu.Lock()
	defer d.mu.Unlock()
	switch p := d.lookup(oid, ins); {
	case p == nil:
		return "no record"
	case p.DMP == etalon.DMPClosed:
		return "the record is closed"
	}
	return ""
}

// Closed says whether the patient has a closed record.
func (d *Directory) Closed(cx string) bool {
	oid, ins := SplitCX(cx)
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	return p != nil && p.DMP == etalon.DMPClosed
}

// Attending says whether the professional is the médecin traitant of a patient.
func (d *Directory) Attending(oid, ins string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	if p == nil {
		return false
	}
	if r := d.records[p.OID+"|"+p.INS]; r != nil {
		return r.attending
	}
	return p.Attending
}

// Allows says whether a patient lets masked documents be read in an access mode.
func (d *Directory) Allows(oid, ins, access string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	return p != nil && slices.Contains(p.Allows, access)
}

// Opposes says whether a patient opposes an access mode.
func (d *Directory) Opposes(oid, ins, access string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.lookup(oid, ins)
	return p != nil && slices.Contains(p.Opposed, access)
}
