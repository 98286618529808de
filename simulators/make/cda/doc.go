// Package cda makes CDA R2 documents with the French header (CI-SIS
// structuration minimale), level 1 around a PDF/A-1b or structured, as trees.
// [Document] holds the facts that the document and its XDS metadata agree on.
//
// It may import the root package, etree and the standard library.
package cda
