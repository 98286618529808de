// Package xsd holds the XML schemas of the messages and documents exchanged
// with the DMP. They were written by the project from facts (names, order,
// cardinalities, data types), which MANIFEST.yaml names file by file; none is a
// copy of a published schema. They say what is well built; what an exchange
// must contain beyond that is for the Schematron rules.
//
// Three drivers: [Message] for a SOAP message from its envelope down, [CDA] for
// a clinical document, [XAdES] for the signature of a lot.
//
// It may import embed and io/fs only.
package xsd
