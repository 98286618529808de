// Package own reads and writes the messages of the DMP's own services: the
// authorisations (urn:si-dmp-habilitations: TD0.3, TD1.6) and what is kept beside
// the records (urn:si-dmp-patients: TD0.4, TD1.5). No request names its patient:
// that is the VIHF's. Source: GIE SESAM-Vitale, annex of schemas and WSDL v2.01.04
// (spec: DMP additions §5).
//
// It may import the standard library, internal/wire/soap and internal/wire/xmldoc.
package own
