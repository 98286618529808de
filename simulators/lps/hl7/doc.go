// Package hl7 builds the HL7 V3 messages an LPS sends to the DMP: its queries (the
// existence test PRPA_IN201307UV02, the PDQV3 search PRPA_IN201305UV02) and its
// registrations (PRPA_IN201311UV02, 201314UV02) as
// values that can be changed before they are written, and reads their answers.
//
// It may import the standard library, internal/wire/soap and
// internal/wire/xmldoc.
package hl7
