// Package hl7 builds the two HL7 V3 queries an LPS sends to the DMP (the
// existence test PRPA_IN201307UV02 and the PDQV3 search PRPA_IN201305UV02) as
// values that can be changed before they are written, and reads their answers.
//
// It may import the standard library, internal/wire/soap and
// internal/wire/xmldoc.
package hl7
