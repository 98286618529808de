// Package xsd holds the XML schemas of the messages and documents exchanged
// with the DMP. They were written by the project from facts (names, order,
// cardinalities, data types), which MANIFEST.yaml names file by file; none is a
// copy of a published schema. They say what is well built; what an exchange
// must contain beyond that is for the Schematron rules. They are as strict and
// as lax as the schemas that the standards publish, which tests of validators/xsd
// compare with ours over mutants; where they differ on purpose,
// validators/xsd/testdata/differences.yaml says why.
//
// The data types of HL7 v3 have no namespace: CDA has them in three.
//
// Three drivers: [Message] for a SOAP message from its envelope down, [CDA] for
// a clinical document, [XAdES] for the signature of a lot.
//
// It may import embed and io/fs only.
package xsd
