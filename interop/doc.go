// Package interop runs Étalon against software that others wrote, and holds the
// list of what that software does otherwise than the rules ask: each finding is
// either in that list, with its clause and its reason, or it is news. The runs
// are tests, which scripts/interop starts; the peers are in the folders below.
//
// It may import the root package, goccy/go-yaml and the standard library; its
// tests may import everything.
package interop
