// Package repertoire loads what étalon can play and judge by: the catalogue of
// profiles, requirements and fixtures, the scenarios, and the packs,
// those of this program and those of folders. A fault in a file is an error that holds every fault.
//
// It may import the root package, internal/{exit,scenario}, scenarios and
// schemas; it opens no file. The messages that a scenario may name are given: the
// client actors that send them are not the business of whoever judges.
package repertoire
