// Package registry is the XDS.b Document Registry: it registers submissions
// (ITI-42, ITI-61, and ITI-41 as the repository asks), answers stored queries
// (ITI-18), updates metadata (ITI-57) and removes it (ITI-62) over an in-memory
// store. It refuses what a registry must refuse, with the error codes of IHE ITI
// TF-3 table 4.2.4.1-2; how much it looks at is its Policy. It does not say
// whether a product conforms.
//
// It may import the root package, internal/wire/ebrim, simulators/actor, the
// packages below it and the standard library.
package registry
