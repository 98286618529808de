// Package patients is the patient directory of the simulated DMP: who has a
// record and in what state, the existence test (TD0.2) and the search by traits
// (TD0.5), and in plain IHE the Patient Demographics Supplier (ITI-47, pdq).
//
// It may import the root package, internal/wire/hl7v3, simulators/actor, the
// packages below it and the standard library.
package patients
