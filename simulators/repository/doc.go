// Package repository is the XDS.b Document Repository of the simulated DMP: it
// takes documents with their metadata (ITI-41), completes the metadata with
// hash, size and repositoryUniqueId, has them registered, and gives the
// documents back byte for byte (ITI-43).
//
// It may import the root package, internal/wire/{ebrim,mtom}, simulators/actor
// and the standard library.
package repository
