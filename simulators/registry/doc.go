// Package registry is the XDS.b Document Registry of the simulated DMP: it
// registers submissions (ITI-42, as the repository asks), answers stored
// queries (ITI-18) and updates metadata (ITI-57) over an in-memory store. It
// refuses what a registry must refuse, with the error codes of IHE ITI TF-3
// table 4.2.4.1-2; it does not judge the rest.
//
// It may import internal/wire/ebrim and the standard library.
package registry
