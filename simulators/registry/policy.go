package registry

import (
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/attributes"
)

// Policy is what a registry decides where IHE leaves it open.
type Policy struct {
	// Strict refuses a submission whose attributes are missing or malformed, and
	// a query whose parameters are miscoded. Otherwise only what the registry
	// cannot do without is refused, and the rules say the rest.
	Strict bool
	// Removal serves ITI-62. The DMP does not (spec: CI-SIS, §4.7).
	Removal bool
	// EmptyUnknown answers a query for an unknown patient with an empty success;
	// otherwise with XDSUnknownPatientId, as the DMP does (spec: DMP, §6.1).
	EmptyUnknown bool
	// PatientMayMove lets ITI-57 give an entry to another patient.
	PatientMayMove bool
	// Statuses are the availability statuses that ITI-57 may give.
	Statuses []string
	// Coded tells which codes belong to the Affinity Domain; nil accepts all.
	Coded attributes.Coded
	// MostResults bounds the objects of one answer (XDSTooManyResults); 0 is no bound.
	MostResults int
}

// IHE is the policy of a registry of plain IHE.
func IHE() Policy {
	return Policy{Strict: true, Removal: true, PatientMayMove: true, Statuses: []string{ebrim.Approved, ebrim.Deprecated}}
}

// DMP is the policy of the French DMP: lenient, so that a product's mistake is
// found by the rules and not hidden behind the first refusal; two statuses of
// its own (spec: DMP, §1.4).
func DMP() Policy {
	return Policy{Statuses: []string{ebrim.Approved, ebrim.Deprecated, ebrim.Archived, ebrim.Deleted}}
}
