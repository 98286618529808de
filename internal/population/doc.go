// Package population invents patients: plainly nobody's, with valid keys, the same
// again from the same seed. It is what larger directories are filled with; the
// archetypes that scenarios name lie in scenarios/fixtures.
//
// It may import the root package and the standard library.
package population
