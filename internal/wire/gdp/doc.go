// Package gdp reads and writes the HL7 V3 messages with which the DMP keeps
// records ("gestion du dossier patient"): PRPA_IN201311UV02 (creation), 201314
// (change, reactivation, closing), their answers 201312, 201313, 201315 and
// 201316 in the DMP's own wrapper, and 201308, which tells a record. Source of
// the shapes: GIE SESAM-Vitale, message examples v02.05.00; HL7 V3 NE2009.
//
// It may import the standard library, internal/wire/hl7v3, internal/wire/soap and
// internal/wire/xmldoc.
package gdp
