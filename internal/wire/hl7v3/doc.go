// Package hl7v3 reads and writes the HL7 V3 messages of the DMP's patient
// services: PRPA_IN201307UV02 and 201308 (TD0.2, existence test), 201305 and
// 201306 (TD0.5, PDQv3). Reading takes what a supplier needs and keeps the query
// verbatim for the echo; writing follows the element order of the schemas.
//
// It may import the standard library, internal/wire/soap and internal/wire/xmldoc.
package hl7v3
