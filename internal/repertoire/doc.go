// Package repertoire loads what étalon can play and judge by: the catalogue of
// profiles, requirements and fixtures, the scenarios, and what the embedded
// packs are. A fault in a file is an error that holds every fault.
//
// It may import the root package, internal/exit, internal/scenario, scenarios,
// schemas and simulators/client for the messages that a scenario may name; it
// opens no file.
package repertoire
