// Package repository is the XDS.b Document Repository of the simulated DMP: it
// takes documents with their metadata (ITI-41), completes the metadata with
// hash, size and repositoryUniqueId, has them registered, and gives the
// documents back byte for byte (ITI-43).
//
// It may import internal/wire/ebrim and the standard library.
package repository
