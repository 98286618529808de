// Package soap reads and writes SOAP envelopes with WS-Addressing 1.0 headers.
// Reading states facts (which SOAP version, which headers and how many) and
// judges nothing; writing makes conforming SOAP 1.2 messages and faults.
//
// It may import the standard library and internal/wire/xmldoc.
package soap
