// Package cda builds the documents an LPS sends: CDA R2 with the French header
// (CI-SIS structuration minimale), level 1 around a PDF/A-1b or structured.
// [Document] holds the facts that both the CDA and the XDS metadata are made
// of, so that they agree.
//
// It may import the standard library, the root package, internal/wire/soap and
// simulators/lps/kos, the form of a document that is no CDA.
package cda
