// Package patients is the patient directory of the simulated DMP: who has a
// record and in what state, the existence test (TD0.2), the administrative data
// (TD1.1 to TD1.4), the list of records and the patient's account (TD0.4, TD1.5),
// the search by traits (TD0.5), and in plain IHE the Patient Demographics Supplier
// (ITI-47, pdq). Every answer comes from the state, and every change changes it.
//
// It may import the root package, internal/wire/{gdp,hl7v3,own,xmldoc},
// simulators/actor, the packages below it and the standard library.
package patients
