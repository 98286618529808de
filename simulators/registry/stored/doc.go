// Package stored answers stored queries (ITI-18, and the Multi-Patient Queries
// of ITI-51) over a store of registry objects: the queries and their parameters
// as a table, the coding rules of parameters, and the selection (IHE ITI TF-2
// 3.18.4.1.2.3 and following).
//
// It may import internal/wire/ebrim, simulators/registry/store and the standard
// library.
package stored
