// Package fhir reads resources of FHIR R4 in JSON or XML into one tree, as far as
// their octets allow: what cannot be read is told, and never stops whoever asked.
//
// It may import the XML codec and the standard library.
package fhir
