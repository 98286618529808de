package terminology

import "slices"

// published are the code systems whose publication the semantic check of ANS reads, by
// OID: what a document uses of them can be looked up. The others are lists of HL7, or
// tables that value sets give. Source: TestContenuCDA 3.0, profile terminologies, and
// its notice of what is left out for its size.
var published = []string{
	"0.4.0.127.0.16.1.1.2.1",     // EDQM
	"1.2.250.1.213.2.11",         // ADICAP
	"1.2.250.1.213.2.5",          // CCAM
	"1.2.250.1.213.2.59",         // EMA, substances
	"1.2.250.1.213.2.62",         // medicines (RUIM)
	"1.2.250.1.213.2.65",         // units
	"1.2.250.1.213.2.68",         // EMDN
	"1.2.250.1.215.300.1",        // CCAM, as the health insurance numbers it
	"2.16.840.1.113883.3.26.1.1", // NCI Thesaurus
	"2.16.840.1.113883.6.1",      // LOINC
	"2.16.840.1.113883.6.3",      // ICD-10
	"2.16.840.1.113883.6.347",    // ICD-11
	"2.16.840.1.113883.6.73",     // ATC
	"2.16.840.1.113883.6.96",     // SNOMED CT
}

// Published says whether a code system is one that can be given whole.
func Published(oid string) bool { return slices.Contains(published, oid) }
