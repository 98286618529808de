// Package xds is what the actors of XDS.b have in common on the wire: a
// RegistryResponse, its errors, and what a submission names.
//
// It may import the root package, internal/wire/ebrim and simulators/actor.
package xds
